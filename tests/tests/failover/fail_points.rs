//! One error at a time: what is repeated, how often, and what is stored in the end.

use std::time::Duration;

use mongomancy::{Document, Engine, EngineEvent, ErrorKind, Result, doc};
use mongomancy_testkit::{FailPoint, ReplicaSet};
use mongomancy_tests::{Events, run};

const DATABASE: &str = "d";

/// A set of one member: fail points are the member's, so a test does not share it.
async fn set() -> ReplicaSet {
    ReplicaSet::builder().members(1).start().await.unwrap()
}

async fn engine(set: &ReplicaSet) -> Engine {
    Engine::connect(set.uri()).await.unwrap()
}

fn insert(n: i32) -> Document {
    doc! { "insert": "c", "documents": [{ "_id": n }] }
}

fn increment(many: bool) -> Document {
    doc! { "update": "c", "updates": [{ "q": {}, "u": { "$inc": { "n": 1 } }, "multi": many }] }
}

/// The sum of all `n`s.
async fn sum(engine: &Engine) -> i64 {
    let values = run(engine, DATABASE, doc! { "distinct": "c", "key": "n" }).await.unwrap();
    let values = values.get_array("values").unwrap();
    values.iter().map(|n| n.as_i64().or(n.as_i32().map(i64::from)).unwrap()).sum()
}

/// How many times the calls so far were sent again.
fn repeats(events: &Events) -> usize {
    events.count(|event| matches!(event, EngineEvent::Retrying { .. }))
}

#[tokio::test]
async fn a_numbered_write_is_applied_once_whatever_the_server_says() -> Result<(), Box<dyn std::error::Error>> {
    let set = set().await;
    let engine = engine(&set).await;
    run(&engine, DATABASE, insert(1)).await?;
    let mut expected = 0;
    // After the codes of a member that goes, the driver looks at it anew, which takes half a second each time.
    let staying = [6, 7, 89, 9001, 262].map(|code| (code, 3));
    let going = [11600, 189, 91, 10107].map(|code| (code, 1));
    for (code, times) in staying.into_iter().chain(going) {
        let events = Events::of(&engine);
        let guard = FailPoint::fail_command(["update"]).error_code(code).times(times).enable(&set).await?;
        run(&engine, DATABASE, increment(false)).await?;
        guard.disable().await?;
        expected += 1;
        assert_eq!(sum(&engine).await, expected, "{code} before, {times} times");
        // The attempts while the driver has no connection count as well.
        assert!(repeats(&events) >= usize::try_from(times)?, "{code} before");
        // After the write: it is applied, and the answer says that it may not be safe.
        let point = FailPoint::fail_command(["update"]).write_concern_error(code, "made for a test").times(times);
        let guard = point.enable(&set).await?;
        let reply = run(&engine, DATABASE, increment(false)).await?;
        guard.disable().await?;
        expected += 1;
        assert_eq!(sum(&engine).await, expected, "{code} after");
        assert_eq!(reply.get_i32("n")?, 1);
    }
    for times in [1, 3] {
        let guard = FailPoint::fail_command(["update"]).close_connection().times(times).enable(&set).await?;
        run(&engine, DATABASE, increment(false)).await?;
        guard.disable().await?;
        expected += 1;
        assert_eq!(sum(&engine).await, expected, "closed {times} times");
    }
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_repeated_safely_is_told() -> Result<(), Box<dyn std::error::Error>> {
    let set = set().await;
    let engine = engine(&set).await;
    for n in 1..=3 {
        run(&engine, DATABASE, insert(n)).await?;
    }
    let events = Events::of(&engine);
    let guard = FailPoint::fail_command(["update"]).close_connection().times(1).enable(&set).await?;
    let error = run(&engine, DATABASE, increment(true)).await.unwrap_err();
    assert!(error.maybe_applied(), "{error}");
    assert_eq!((error.attempts(), repeats(&events)), (1, 0));
    guard.disable().await?;

    // Refused before anything was done, it can be repeated.
    let guard = FailPoint::fail_command(["update"]).error_code(10107).times(1).enable(&set).await?;
    let reply = run(&engine, DATABASE, increment(true)).await?;
    guard.disable().await?;
    assert_eq!((reply.get_i32("n")?, repeats(&events)), (3, 1));

    // And so can one that leaves the same state.
    let set_all = doc! { "update": "c", "updates": [{ "q": {}, "u": { "$set": { "seen": true } }, "multi": true }] };
    let guard = FailPoint::fail_command(["update"]).close_connection().times(2).enable(&set).await?;
    run(&engine, DATABASE, set_all).await?;
    guard.disable().await?;
    assert_eq!(repeats(&events), 3);
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_final_answer_is_given_at_once() -> Result<(), Box<dyn std::error::Error>> {
    let set = set().await;
    let engine = engine(&set).await;
    run(&engine, DATABASE, insert(1)).await?;
    let events = Events::of(&engine);
    for code in [11601, 50, 13, 96] {
        let guard = FailPoint::fail_command(["find"]).error_code(code).times(1).enable(&set).await?;
        let error =
            mongomancy::Executor::execute(&engine, mongomancy::Operation::new(DATABASE, &doc! { "find": "c" })?)
                .await
                .unwrap_err();
        guard.disable().await?;
        assert_eq!((error.code(), error.attempts(), error.maybe_applied()), (Some(code), 1, false), "{error}");
    }
    let reply = run(&engine, DATABASE, insert(1)).await?;
    let failure = &reply.get_array("writeErrors")?[0];
    assert_eq!(failure.as_document().unwrap().get_i32("code")?, 11000);
    assert_eq!(repeats(&events), 0);
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn the_error_of_a_call_whose_time_is_over_tells_the_whole_story() -> Result<(), Box<dyn std::error::Error>> {
    let set = set().await;
    let engine = Engine::builder(set.uri()).deadline(Duration::from_millis(700)).build()?;
    run(&engine, DATABASE, insert(1)).await?;
    let events = Events::of(&engine);
    let guard = FailPoint::fail_command(["update"]).error_code(262).times(1000).enable(&set).await?;
    let error = run(&engine, DATABASE, increment(false)).await.unwrap_err();
    guard.disable().await?;
    assert_eq!(error.kind(), &ErrorKind::DeadlineExceeded);
    assert!(error.maybe_applied() && error.attempts() > 2, "{error}");
    assert_eq!((error.code(), error.first_cause().and_then(mongomancy::error::Cause::code)), (Some(262), Some(262)));
    assert!(error.elapsed() <= Duration::from_secs(2), "{error}");
    let gave_up = |event: &EngineEvent| matches!(event, EngineEvent::GaveUp { .. });
    mongomancy_testkit::wait_until(mongomancy_tests::LIMIT, "the event", async || {
        (events.count(gave_up) == 1).then_some(())
    })
    .await?;

    // A command that hangs in the server ends with the deadline, and may have been applied.
    let guard = FailPoint::fail_command(["update"]).block(Duration::from_secs(3)).times(1).enable(&set).await?;
    let error = run(&engine, DATABASE, increment(false)).await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_applied()), (&ErrorKind::DeadlineExceeded, true));
    assert!(error.elapsed() < Duration::from_secs(2), "{error}");
    guard.disable().await?;
    engine.dispose().await;
    Ok(())
}
