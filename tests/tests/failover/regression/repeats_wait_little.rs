//! The repeats of all calls together were limited by a debt without a bottom: with many callers, calls stood still for
//! seconds after the new primary was there.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use mongomancy::{Engine, EngineEvent, Error, doc};
use mongomancy_testkit::{ReplicaSet, wait_until};
use mongomancy_tests::{Events, LIMIT};

use super::{Outcome, counters};

/// Each repeats when the primary goes, which is far more than the budget of repeats holds.
const READERS: usize = 4000;
/// How many answers there are before and after that.
const READS: u64 = 1000;
/// No repeat may wait longer: the budget's wait, bounded, and the call's own.
const LONGEST: Duration = Duration::from_millis(1200);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_repeat_waits_long_with_many_readers() -> Outcome {
    let set = ReplicaSet::builder().election_timeout(Duration::from_secs(1)).start().await?;
    let engine = Engine::connect(set.uri()).await?;
    let events = Events::of(&engine);
    let stop = Arc::new(AtomicBool::new(false));
    let answered = Arc::new(AtomicU64::new(0));
    let readers = (0..READERS).map(|_| {
        let (counters, stop, answered) = (counters(&engine), Arc::clone(&stop), Arc::clone(&answered));
        tokio::spawn(async move {
            while !stop.load(Ordering::SeqCst) {
                counters.find_one(doc! {}).await?;
                answered.fetch_add(1, Ordering::SeqCst);
            }
            Ok::<(), Error>(())
        })
    });
    let readers: Vec<_> = readers.collect();
    let read_on = async || {
        let goal = answered.load(Ordering::SeqCst) + READS;
        wait_until(LIMIT, "the readers", async || (answered.load(Ordering::SeqCst) >= goal).then_some(())).await
    };
    read_on().await?;
    set.step_down().await?;
    read_on().await?;
    stop.store(true, Ordering::SeqCst);
    for reader in readers {
        reader.await??;
    }
    let delays = events.all().into_iter().filter_map(|event| match event {
        EngineEvent::Retrying { delay, .. } => Some(delay),
        _ => None,
    });
    // There may be none: those that waited for a connection need not repeat.
    let longest = delays.max().unwrap_or_default();
    assert!(longest <= LONGEST, "{longest:?}");
    engine.dispose().await;
    Ok(())
}
