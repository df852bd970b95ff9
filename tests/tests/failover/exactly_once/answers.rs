//! Whatever the server answers to the statement or to the commit, it is applied once.

use std::time::Duration;

use mongomancy::{EngineEvent, doc};
use mongomancy_testkit::{FailCommand, FailPoint, Intercept, ReplicaSet, wait_until};
use mongomancy_tests::{Events, LIMIT};

use super::{DOCUMENTS, Outcome, counted, counters, engine, increment, none_is_open, set, transactions};

const TRANSIENT: [&str; 1] = ["TransientTransactionError"];
const UNKNOWN: [&str; 1] = ["UnknownTransactionCommitResult"];

fn at(command: &str) -> FailCommand {
    FailPoint::fail_command([command])
}

#[tokio::test]
async fn it_is_applied_once_whatever_the_server_says() -> Outcome {
    let set = set().await;
    let engine = engine(&set).await;
    let mut expected = 0;
    let points = [
        ("the statement's connection", at("update").close_connection(), 3),
        ("112 of the statement", at("update").error_code(112).error_labels(TRANSIENT), 3),
        ("251 of the statement", at("update").error_code(251).error_labels(TRANSIENT), 1),
        ("6 of the statement", at("update").error_code(6), 2),
        ("10107 of the statement", at("update").error_code(10107), 1),
        ("the commit's connection", at("commitTransaction").close_connection(), 3),
        ("6 of the commit", at("commitTransaction").error_code(6), 2),
        ("10107 of the commit", at("commitTransaction").error_code(10107), 1),
        ("50 of the commit", at("commitTransaction").error_code(50), 2),
        ("an unknown commit", at("commitTransaction").error_code(4711).error_labels(UNKNOWN), 2),
        ("a commit that is not yet safe", at("commitTransaction").write_concern_error(64, "made for a test"), 3),
        ("a commit on a member that goes", at("commitTransaction").write_concern_error(91, "made for a test"), 1),
    ];
    for (what, point, times) in points {
        let events = Events::of(&engine);
        let guard = point.times(times).enable(&set).await?;
        let updated = increment(&engine).await?;
        guard.disable().await?;
        expected += 1;
        assert_eq!((updated.matched_count, updated.modified_count), (DOCUMENTS, DOCUMENTS), "{what}");
        assert!(!updated.replayed(), "{what}");
        assert_eq!(counted(&engine).await?, [expected; 3], "{what}");
        let repeats = events.count(|event| matches!(event, EngineEvent::Retrying { .. }));
        assert!(repeats >= usize::try_from(times)?, "{what}: {repeats} repeats");
    }
    none_is_open(&engine).await?;
    assert_eq!(transactions(&engine, "totalCommitted").await, expected);
    engine.dispose().await;
    Ok(())
}

/// What was done is not done again because nobody was told.
#[tokio::test]
async fn it_is_applied_once_however_many_replies_are_lost() -> Outcome {
    let set = set().await;
    let engine = engine(&set).await;
    let mut expected = 0;
    for command in ["update", "commitTransaction"] {
        for times in [1, 3] {
            let cut = Intercept::command([command]).times(times).cut_reply().enable(&set)?;
            let updated = increment(&engine).await?;
            assert_eq!(
                (updated.modified_count, updated.replayed(), cut.hits()),
                (DOCUMENTS, false, times),
                "{command}"
            );
            expected += 1;
            assert_eq!(counted(&engine).await?, [expected; 3], "{command}, {times} times");
        }
    }
    none_is_open(&engine).await?;
    engine.dispose().await;
    Ok(())
}

/// One that lost its set does not know of a commit that the others have.
#[tokio::test]
async fn a_primary_that_nobody_follows_is_not_believed() -> Outcome {
    let set = set().await;
    let engine = engine(&set).await;
    let concern = doc! { "code": 64, "codeName": "WriteConcernFailed", "errmsg": "made for a test" };
    let unsafe_answer = doc! {
        "ok": 0, "code": 251, "codeName": "NoSuchTransaction", "errmsg": "made for a test",
        "errorLabels": TRANSIENT.to_vec(), "writeConcernError": concern,
    };
    let committed = Intercept::command(["commitTransaction"]).times(1).cut_reply().enable(&set)?;
    let denied = Intercept::command(["commitTransaction"]).times(2).replace_reply(unsafe_answer).enable(&set)?;
    assert_eq!(increment(&engine).await?.modified_count, DOCUMENTS);
    assert_eq!((committed.hits(), denied.hits()), (1, 2));
    assert_eq!(counted(&engine).await?, [1; 3]);
    engine.dispose().await;
    Ok(())
}

/// A primary without its set committed and said that it is not yet safe; the next one has rolled it back.
#[tokio::test]
async fn a_commit_that_was_rolled_back_begins_anew() -> Outcome {
    let set = set().await;
    let engine = engine(&set).await;
    let concern = doc! { "code": 11602, "codeName": "InterruptedDueToReplStateChange", "errmsg": "made for a test" };
    let unsafe_yet = doc! { "ok": 1, "writeConcernError": concern };
    let unknown = doc! {
        "ok": 0, "code": 251, "codeName": "NoSuchTransaction", "errmsg": "made for a test",
        "errorLabels": TRANSIENT.to_vec(),
    };
    let committed = Intercept::command(["commitTransaction"]).times(1).replace_reply(unsafe_yet).enable(&set)?;
    let denied = Intercept::command(["commitTransaction"]).times(1).replace_reply(unknown).enable(&set)?;
    assert_eq!(increment(&engine).await?.modified_count, DOCUMENTS);
    assert_eq!((committed.hits(), denied.hits()), (1, 1));
    // This server did not really roll the first one back.
    assert_eq!(counted(&engine).await?, [2; 3]);
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_deletion_of_many_counts_exactly() -> Outcome {
    let set = set().await;
    let engine = engine(&set).await;
    let guard = at("commitTransaction").write_concern_error(64, "made for a test").times(1).enable(&set).await?;
    let deleted = counters(&engine).delete_many(doc! {}).exactly_once().await?;
    guard.disable().await?;
    assert_eq!((deleted.deleted_count, deleted.replayed()), (DOCUMENTS, false));
    engine.dispose().await;
    Ok(())
}

/// The server ends the transaction before the commit arrives, and says that there is none.
#[tokio::test]
async fn a_transaction_that_was_lost_before_its_commit_begins_anew() -> Outcome {
    let set = ReplicaSet::builder().members(1).parameter("transactionLifetimeLimitSeconds", "1").start().await?;
    let engine = engine(&set).await;
    let guard = at("commitTransaction").block(Duration::from_secs(5)).times(1).enable(&set).await?;
    let updated = increment(&engine).await?;
    guard.disable().await?;
    assert_eq!(updated.modified_count, DOCUMENTS);
    assert_eq!(counted(&engine).await?, [1; 3]);
    let of = async |what| transactions(&engine, what).await;
    assert_eq!((of("totalStarted").await, of("totalAborted").await, of("totalCommitted").await), (2, 1, 1));
    engine.dispose().await;
    Ok(())
}

/// Another client's transaction holds one of the documents.
#[tokio::test]
async fn one_that_meets_another_transaction_waits_for_its_end() -> Outcome {
    let set = set().await;
    let engine = engine(&set).await;
    let client = engine.client().await?;
    let mut session = client.start_session().await?;
    session.start_transaction().await?;
    let theirs = client.database("d").collection::<mongomancy::Document>("counter");
    theirs.update_one(doc! { "_id": 1_i64 }, doc! { "$inc": { "n": 10_i64 } }).session(&mut session).await?;
    let events = Events::of(&engine);
    let update = tokio::spawn(increment(&engine).into_future());
    wait_until(LIMIT, "a conflict", async || {
        (events.count(|event| matches!(event, EngineEvent::Retrying { .. })) > 2).then_some(())
    })
    .await?;
    session.commit_transaction().await?;
    assert_eq!(update.await??.modified_count, DOCUMENTS);
    assert_eq!(counted(&engine).await?, [1, 11, 1]);
    engine.dispose().await;
    Ok(())
}
