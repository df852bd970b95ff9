//! A transaction that nobody waits for any more is not committed, and holds no locks.

use std::time::Duration;

use mongomancy::{ErrorKind, Executor, Operation, doc};
use mongomancy_testkit::{FailPoint, wait_until};
use mongomancy_tests::LIMIT;

use super::{DOCUMENTS, Outcome, counted, engine, increment, none_is_open, set, transactions};

const BLOCK: Duration = Duration::from_millis(1500);
const DEADLINE: Duration = Duration::from_millis(400);

#[tokio::test]
async fn one_that_is_dropped_midway_is_aborted() -> Outcome {
    let set = set().await;
    let engine = engine(&set).await;
    let guard = FailPoint::fail_command(["update"]).block(BLOCK).times(1).enable(&set).await?;
    let update = tokio::spawn(increment(&engine).into_future());
    guard.wait_until_met(1, LIMIT).await?;
    update.abort();
    assert!(update.await.unwrap_err().is_cancelled());
    // The statement runs all the same; its transaction is aborted then.
    wait_until(LIMIT, "the end of the transaction", async || {
        (transactions(&engine, "totalAborted").await == 1).then_some(())
    })
    .await?;
    none_is_open(&engine).await?;
    guard.disable().await?;
    assert_eq!((transactions(&engine, "totalStarted").await, transactions(&engine, "totalCommitted").await), (1, 0));
    assert_eq!(counted(&engine).await?, [0; 3]);
    assert_eq!(increment(&engine).await?.modified_count, DOCUMENTS);
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_deadline_before_the_commit_leaves_nothing() -> Outcome {
    let set = set().await;
    let engine = engine(&set).await;
    let guard = FailPoint::fail_command(["update"]).block(BLOCK).times(1).enable(&set).await?;
    // A limit of its own, or the server would stop the statement with the call.
    let command = doc! { "update": "counter", "maxTimeMS": 60_000, "updates": [
        { "q": {}, "u": { "$inc": { "n": 1_i64 } }, "multi": true },
    ] };
    let operation = Operation::new("d", &command)?.with_exactly_once(true).with_deadline(DEADLINE);
    let error = engine.execute(operation).await.err().unwrap();
    assert_eq!((error.kind(), error.maybe_applied()), (&ErrorKind::DeadlineExceeded, false), "{error}");
    wait_until(LIMIT, "the end of the transaction", async || {
        (transactions(&engine, "totalAborted").await == 1).then_some(())
    })
    .await?;
    none_is_open(&engine).await?;
    guard.disable().await?;
    assert_eq!(counted(&engine).await?, [0; 3]);
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_deadline_after_the_commit_was_asked_for_says_so() -> Outcome {
    let set = set().await;
    let engine = engine(&set).await;
    let guard = FailPoint::fail_command(["commitTransaction"]).block(BLOCK).times(1).enable(&set).await?;
    let error = increment(&engine).deadline(DEADLINE).await.err().unwrap();
    assert_eq!((error.kind(), error.maybe_applied()), (&ErrorKind::DeadlineExceeded, true), "{error}");
    none_is_open(&engine).await?;
    guard.disable().await?;
    assert_eq!(counted(&engine).await?, [transactions(&engine, "totalCommitted").await; 3]);
    engine.dispose().await;
    Ok(())
}

/// Between two attempts no task of it runs.
#[tokio::test]
async fn one_that_is_dropped_between_two_attempts_is_aborted() -> Outcome {
    let set = set().await;
    let engine = engine(&set).await;
    let guard = FailPoint::fail_command(["commitTransaction"]).error_code(6).times(1000).enable(&set).await?;
    let update = tokio::spawn(increment(&engine).into_future());
    guard.wait_until_met(5, LIMIT).await?;
    update.abort();
    assert!(update.await.unwrap_err().is_cancelled());
    none_is_open(&engine).await?;
    guard.disable().await?;
    assert_eq!(counted(&engine).await?, [0; 3]);
    engine.dispose().await;
    Ok(())
}
