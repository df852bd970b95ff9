//! A write that may have run stays with the client that numbered it. When that client was shut down, the write went
//! round in circles until its deadline.

use std::time::Duration;

use mongomancy::{Engine, EngineEvent};
use mongomancy_testkit::{FailPoint, wait_until};
use mongomancy_tests::{Events, LIMIT};

use super::{Outcome, counted, increment, set, store_counters};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reconnect_does_not_leave_a_write_in_circles() -> Outcome {
    let set = set().await;
    let engine = Engine::builder(set.uri()).grace(Duration::from_millis(100)).build()?;
    store_counters(&engine, 1).await;
    let guard = FailPoint::fail_command(["update"]).block(Duration::from_secs(1)).times(1).enable(&set).await?;
    let call = tokio::spawn({
        let engine = engine.clone();
        async move { increment(&engine, 0).await }
    });
    guard.wait_until_met(1, LIMIT).await?;
    engine.reconnect().await?;
    let answer = tokio::time::timeout(Duration::from_secs(10), call).await??;
    guard.disable().await?;
    if let Err(error) = answer {
        assert!(error.maybe_applied(), "{error}");
    }
    assert_eq!(counted(&engine).await, [1]);
    engine.dispose().await;
    Ok(())
}

/// The same, when the engine itself replaced the client, after no server was found for long.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: an outage of more than half a minute"]
async fn a_write_survives_an_outage_longer_than_its_client() -> Outcome {
    let set = set().await;
    let engine = Engine::builder(set.uri()).deadline(Duration::from_secs(90)).build()?;
    store_counters(&engine, 1).await;
    let events = Events::of(&engine);
    let guard = FailPoint::fail_command(["update"]).block(Duration::from_secs(60)).times(1).enable(&set).await?;
    let write = tokio::spawn({
        let engine = engine.clone();
        async move { increment(&engine, 0).await }
    });
    guard.wait_until_met(1, LIMIT).await?;
    let primary = set.kill_primary().await?;
    let read = tokio::spawn({
        let engine = engine.clone();
        async move { engine.ping().await }
    });
    let rebuilt = |event: &EngineEvent| matches!(event, EngineEvent::ClientRebuilt { .. });
    let looked = async || (events.count(rebuilt) > 0).then_some(());
    wait_until(Duration::from_secs(45), "another client", looked).await?;
    // The old client's time of grace passes as well.
    let _ = tokio::time::timeout(mongomancy::DEFAULT_GRACE, std::future::pending::<()>()).await;
    set.restart(&primary).await?;
    read.await??;
    write.await??;
    assert_eq!(counted(&engine).await, [1]);
    engine.dispose().await;
    Ok(())
}
