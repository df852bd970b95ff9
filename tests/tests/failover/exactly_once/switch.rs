//! A primary goes while writes of many documents run.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

use mongomancy::{Engine, EngineEvent};
use mongomancy_testkit::{FailPoint, ReplicaSet, wait_until};
use mongomancy_tests::{Events, LIMIT};

use super::{DOCUMENTS, Outcome, counted, engine, increment, none_is_open};

const WRITERS: usize = 3;
/// How many acknowledged writes there are before and after the fault.
const CALLS: i64 = 50;

async fn writer(engine: Engine, done: Arc<AtomicI64>, stop: Arc<AtomicBool>) -> mongomancy::Result<()> {
    while !stop.load(Ordering::Relaxed) {
        assert_eq!(increment(&engine).await?.modified_count, DOCUMENTS);
        done.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

async fn run_on(done: &AtomicI64) -> mongomancy_testkit::Result<()> {
    let until = done.load(Ordering::Relaxed) + CALLS;
    wait_until(LIMIT, "more writes", async || (done.load(Ordering::Relaxed) >= until).then_some(())).await
}

/// Runs writers through `fault`; what is counted in the end is what was acknowledged, no more and no less.
async fn survives(fault: impl AsyncFnOnce(&ReplicaSet) -> Outcome) -> Outcome {
    let set = ReplicaSet::builder().election_timeout(Duration::from_secs(1)).start().await?;
    let engine = engine(&set).await;
    let events = Events::of(&engine);
    let (done, stop) = (Arc::new(AtomicI64::new(0)), Arc::new(AtomicBool::new(false)));
    let writers: Vec<_> =
        (0..WRITERS).map(|_| tokio::spawn(writer(engine.clone(), Arc::clone(&done), Arc::clone(&stop)))).collect();
    run_on(&done).await?;
    fault(&set).await?;
    let elected = async || (events.count(|event: &EngineEvent| event.new_primary().is_some()) > 0).then_some(());
    wait_until(LIMIT, "another primary", elected).await?;
    run_on(&done).await?;
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await??;
    }
    assert_eq!(counted(&engine).await?, [done.load(Ordering::Relaxed); 3]);
    none_is_open(&engine).await?;
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_step_down_doubles_and_loses_nothing() -> Outcome {
    survives(async |set| {
        set.step_down().await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_killed_primary_doubles_and_loses_nothing() -> Outcome {
    survives(async |set| {
        set.kill_primary().await?;
        Ok(())
    })
    .await
}

/// Freezes the primary while it has `command`: nothing but the topology tells that an answer will not come.
async fn survives_a_frozen_primary(command: &str) -> Outcome {
    // With a shorter one the two that are left, who also wait for the frozen one's answers, elect each other in turns.
    let set = ReplicaSet::builder().election_timeout(Duration::from_secs(3)).start().await?;
    let engine = engine(&set).await;
    let guard = FailPoint::fail_command([command]).block(Duration::from_secs(1)).times(1).enable(&set).await?;
    let update = tokio::spawn(increment(&engine).into_future());
    guard.wait_until_met(1, LIMIT).await?;
    let primary = guard.member().clone();
    set.freeze(&primary)?;
    assert_eq!(update.await??.modified_count, DOCUMENTS);
    assert_eq!(counted(&engine).await?, [1; 3]);
    // What the frozen one was about to do comes too late.
    set.thaw(&primary)?;
    assert_eq!(increment(&engine).await?.modified_count, DOCUMENTS);
    assert_eq!(counted(&engine).await?, [2; 3]);
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_primary_that_freezes_before_its_statement_is_not_waited_for() -> Outcome {
    survives_a_frozen_primary("update").await
}

#[tokio::test]
async fn a_primary_that_freezes_before_its_commit_is_not_waited_for() -> Outcome {
    survives_a_frozen_primary("commitTransaction").await
}
