//! Calls whose time is over while a server makes them fail.

use std::time::Duration;

use mongomancy::{Document, Engine, EngineEvent, ErrorKind, Result, doc};
use mongomancy_testkit::{FailPoint, ReplicaSet};
use mongomancy_tests::{Events, run};

const DATABASE: &str = "d";

fn insert(n: i32) -> Document {
    doc! { "insert": "c", "documents": [{ "_id": n }] }
}

fn increment() -> Document {
    doc! { "update": "c", "updates": [{ "q": {}, "u": { "$inc": { "n": 1 } } }] }
}

#[tokio::test]
async fn the_error_of_a_call_whose_time_is_over_tells_the_whole_story() -> Result<(), Box<dyn std::error::Error>> {
    let set = ReplicaSet::builder().members(1).start().await?;
    let engine = Engine::builder(set.uri()).deadline(Duration::from_millis(700)).build()?;
    run(&engine, DATABASE, insert(1)).await?;
    let events = Events::of(&engine);
    let guard = FailPoint::fail_command(["update"]).error_code(262).times(1000).enable(&set).await?;
    let error = run(&engine, DATABASE, increment()).await.unwrap_err();
    guard.disable().await?;
    assert_eq!(error.kind(), &ErrorKind::DeadlineExceeded);
    assert!(error.maybe_applied() && error.attempts() > 2, "{error}");
    assert_eq!((error.code(), error.first_cause().and_then(mongomancy::error::Cause::code)), (Some(262), Some(262)));
    assert!(error.elapsed() <= Duration::from_secs(2), "{error}");
    assert!(error.to_string().contains("; last: ExceededTimeLimit (262) ("), "{error}");
    let gave_up = |event: &EngineEvent| matches!(event, EngineEvent::GaveUp { .. });
    mongomancy_testkit::wait_until(mongomancy_tests::LIMIT, "the event", async || {
        (events.count(gave_up) == 1).then_some(())
    })
    .await?;

    // A command that hangs in the server ends with the deadline, and may have been applied.
    let guard = FailPoint::fail_command(["update"]).block(Duration::from_secs(3)).times(1).enable(&set).await?;
    let error = run(&engine, DATABASE, increment()).await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_applied()), (&ErrorKind::DeadlineExceeded, true));
    assert!(error.elapsed() < Duration::from_secs(2), "{error}");
    guard.disable().await?;
    engine.dispose().await;
    Ok(())
}
