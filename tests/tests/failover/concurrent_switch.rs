//! Many callers meet one switch, and share all that it costs.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

use mongomancy::{Collection, Document, Engine, EngineEvent, Result, doc};
use mongomancy_testkit::{ReplicaSet, wait_until};
use mongomancy_tests::{Connections, Events, LIMIT, run};

/// How many calls there are at any time.
const CALLERS: usize = 200;
/// How many acknowledged calls each caller has had before and after the switch.
const CALLS: i64 = 3;
const POOL: u32 = 10;
/// How many connections a member may get beyond that.
const MORE: usize = 3;

/// One who counts, and what was acknowledged.
struct Caller {
    id: i64,
    acknowledged: Arc<AtomicI64>,
}

impl Caller {
    async fn count(self, counters: Collection<Document>, stop: Arc<AtomicBool>) -> Result<()> {
        while !stop.load(Ordering::SeqCst) {
            counters.update_one(doc! { "_id": self.id }, doc! { "$inc": { "n": 1_i64 } }).await?;
            self.acknowledged.fetch_add(1, Ordering::SeqCst);
        }
        Ok(())
    }
}

/// How many elections the set has had.
async fn term(engine: &Engine) -> Result<i64> {
    let status = run(engine, "admin", doc! { "replSetGetStatus": 1 }).await?;
    Ok(status.get_i64("term").unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_callers_share_one_switch() -> Result<(), Box<dyn std::error::Error>> {
    let set = ReplicaSet::builder().election_timeout(Duration::from_secs(2)).start().await?;
    let connections = Connections::default();
    let recorded = connections.clone();
    let engine = Engine::builder(set.uri()).max_pool_size(POOL).configure(move |options| recorded.record(options));
    let engine = engine.build()?;
    let hooks = [Events::of(&engine), Events::of(&engine), Events::of(&engine)];
    let counters: Collection<Document> = engine.database("d").collection_named("counter");
    let ids = || (0..).take(CALLERS);
    counters.insert_many(ids().map(|id: i64| doc! { "_id": id, "n": 0_i64 })).await?;
    let (old, term_before) = (set.wait_for_primary(LIMIT).await?.address().to_string(), term(&engine).await?);

    let stop = Arc::new(AtomicBool::new(false));
    let acknowledged: Vec<_> = ids().map(|_| Arc::new(AtomicI64::new(0))).collect();
    let callers: Vec<_> = ids()
        .zip(&acknowledged)
        .map(|(id, acknowledged)| Caller { id, acknowledged: Arc::clone(acknowledged) })
        .map(|caller| tokio::spawn(caller.count(counters.clone(), Arc::clone(&stop))))
        .collect();
    let count_on = async || {
        let goals: Vec<i64> = acknowledged.iter().map(|one| one.load(Ordering::SeqCst) + CALLS).collect();
        let reached =
            || acknowledged.iter().zip(&goals).all(|(one, goal)| one.load(Ordering::SeqCst) >= *goal).then_some(());
        wait_until(2 * LIMIT, "the callers", async || reached()).await
    };
    count_on().await?;
    set.step_down().await?;
    let is_elected = |event: &EngineEvent| event.new_primary().is_some();
    let told = async || hooks.iter().all(|hook| hook.count(is_elected) > 0).then_some(());
    wait_until(LIMIT, "the switch", told).await?;
    count_on().await?;
    stop.store(true, Ordering::SeqCst);
    for caller in callers {
        caller.await??;
    }

    let of_topology = |event: &EngineEvent| !matches!(event, EngineEvent::Retrying { .. });
    let events: Vec<EngineEvent> = hooks[0].all().into_iter().filter(of_topology).collect();
    // On a machine that is busy enough the set may elect again.
    let elections = usize::try_from(term(&engine).await? - term_before)?;
    let elected: Vec<&EngineEvent> = events.iter().filter(|event| is_elected(event)).collect();
    assert!((1..=elections).contains(&elected.len()), "{elections} elections: {events:?}");
    assert!(
        matches!(elected[0], EngineEvent::PrimaryElected { old: before, new, .. } if *before == old && *new != old)
    );
    let lost = events.iter().filter(|event| matches!(event, EngineEvent::PrimaryLost { .. })).count();
    assert!(lost <= elected.len(), "{events:?}");
    assert_eq!(lost + elected.len(), events.len(), "nothing is built anew, no call gives up: {events:?}");
    for hook in &hooks[1..] {
        assert_eq!(hook.all().into_iter().filter(of_topology).collect::<Vec<_>>(), events);
    }
    for (member, to_member) in connections.all() {
        let allowed = usize::try_from(POOL)? + elections * MORE;
        assert!(to_member.created <= allowed, "{member}: {to_member:?}");
    }
    let stored = counters.find(doc! {}).sort(doc! { "_id": 1 }).try_collect().await?;
    let stored: Vec<i64> = stored.iter().map(|counter| counter.get_i64("n").unwrap()).collect();
    let acknowledged: Vec<i64> = acknowledged.iter().map(|one| one.load(Ordering::SeqCst)).collect();
    assert_eq!(stored, acknowledged);
    engine.dispose().await;
    Ok(())
}
