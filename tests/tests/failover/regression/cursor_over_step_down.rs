//! A cursor whose batch was waited for when its member stepped down, or when another connection to it broke, was given up
//! as if the member were gone: for a moment the driver does not know what it is.

use std::time::Duration;

use mongomancy::{Engine, EngineEvent, doc};
use mongomancy_testkit::{FailPoint, Intercept, ReplicaSet, wait_until};
use mongomancy_tests::{Events, LIMIT};

use super::{Outcome, counters, store_counters};

const DOCUMENTS: usize = 60;
const BEFORE: usize = 10;

#[tokio::test]
async fn it_goes_on_at_the_member_that_stepped_down() -> Outcome {
    let set = ReplicaSet::start().await?;
    let engine = Engine::connect(set.uri()).await?;
    let events = Events::of(&engine);
    store_counters(&engine, DOCUMENTS).await;
    let primary = set.wait_for_primary(LIMIT).await?;
    let slow = FailPoint::fail_command(["getMore"]).block(Duration::from_millis(300)).times(1000);
    let guard = slow.enable(&primary).await?;

    let mut cursor = counters(&engine).find(doc! {}).batch_size(5).await?;
    for _ in 0..BEFORE {
        assert!(cursor.try_next().await?.is_some());
    }
    let rest = tokio::spawn(cursor.try_collect());
    set.step_down().await?;
    counters(&engine).update_one(doc! { "n": 0 }, doc! { "$set": { "seen": true } }).await?;
    let switched = |event: &EngineEvent| event.new_primary().is_some();
    wait_until(LIMIT, "another primary", async || (events.count(switched) > 0).then_some(())).await?;
    assert_eq!(rest.await??.len(), DOCUMENTS - BEFORE);
    guard.disable().await?;
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn another_connection_that_breaks_does_not_end_it() -> Outcome {
    let set = ReplicaSet::builder().proxied(true).start().await?;
    let engine = Engine::connect(set.uri()).await?;
    store_counters(&engine, DOCUMENTS).await;
    let guard = FailPoint::fail_command(["getMore"]).block(Duration::from_millis(300)).times(1000).enable(&set).await?;
    let cursor = counters(&engine).find(doc! {}).batch_size(10).await?;
    let all = tokio::spawn(cursor.try_collect());
    let cut = Intercept::command(["ping"]).times(1).cut_reply().enable(&set)?;
    engine.ping().await?;
    assert_eq!(cut.hits(), 1);
    assert_eq!(all.await??.len(), DOCUMENTS);
    guard.disable().await?;
    engine.dispose().await;
    Ok(())
}
