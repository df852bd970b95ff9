//! Where it cannot be had exactly once, the call fails at once and nothing is applied.

use std::time::Duration;

use mongomancy::{Engine, ErrorKind, Executor, Operation, doc, options::WriteConcern};
use mongomancy_testkit::{ReplicaSet, Standalone};
use mongomancy_tests::run;

use super::{Outcome, counted, counters, engine, increment, set, transactions};

#[tokio::test]
async fn one_member_is_not_enough_to_promise_it() -> Outcome {
    let set = set().await;
    let engine = engine(&set).await;
    for nodes in [0, 1] {
        let concern = WriteConcern::nodes(nodes);
        let error = increment(&engine).write_concern(concern.clone()).await.err().unwrap();
        assert_eq!((error.kind(), error.attempts()), (&ErrorKind::InvalidArgument, 0), "{error}");
        let insert = counters(&engine).insert_one(doc! { "_id": 9_i64 }).exactly_once().write_concern(concern);
        let error = insert.await.err().unwrap();
        assert_eq!((error.kind(), error.maybe_applied()), (&ErrorKind::InvalidArgument, false), "{error}");
    }
    let one = Engine::builder(set.uri()).write_concern(WriteConcern::nodes(1)).exactly_once_writes(true).build()?;
    let error = counters(&one).delete_many(doc! {}).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::InvalidArgument, "{error}");
    // What the engine's default is not about goes on.
    assert_eq!(counters(&one).delete_one(doc! { "_id": 9_i64 }).await?.deleted_count, 0);
    assert_eq!(counted(&engine).await?, [0; 3]);
    one.dispose().await;
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn capped_collections_and_commands_without_transactions_are_refused() -> Outcome {
    let set = set().await;
    let engine = engine(&set).await;
    run(&engine, "d", doc! { "create": "capped", "capped": true, "size": 4096 }).await?;
    let capped = engine.database("d").collection_named::<mongomancy::Document>("capped");
    capped.insert_one(doc! { "_id": 1, "n": 0 }).exactly_once().await?;
    let error = capped.update_many(doc! {}, doc! { "$inc": { "n": 1 } }).exactly_once().await.err().unwrap();
    assert!(error.to_string().contains("capped"), "{error}");
    assert_eq!((error.attempts(), error.maybe_applied()), (1, false), "{error}");
    assert_eq!(capped.find_one(doc! { "n": 0 }).await?, Some(doc! { "_id": 1, "n": 0 }));

    for command in [
        doc! { "aggregate": "counter", "pipeline": [{ "$out": "copy" }], "cursor": {} },
        doc! { "create": "copy" },
        doc! { "mapReduce": "counter" },
    ] {
        let error = engine.execute(Operation::new("d", &command)?.with_exactly_once(true)).await.err().unwrap();
        assert_eq!((error.kind(), error.attempts()), (&ErrorKind::InvalidArgument, 0), "{error}");
    }
    let names = engine.execute(Operation::new("d", &doc! { "listCollections": 1 })?.with_exactly_once(true)).await?;
    let names = names.into_cursor::<mongomancy::Document>("collections")?.try_collect().await?;
    assert_eq!(names.len(), 2, "a read takes it for granted: {names:?}");
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_standalone_server_is_refused() -> Outcome {
    let server = Standalone::start().await?;
    // The first knows what the server is, the second finds out by its first call.
    let connected = Engine::connect(server.uri()).await?;
    counters(&connected).insert_one(doc! { "_id": 1_i64, "n": 0_i64 }).await?;
    for engine in [connected, Engine::builder(server.uri()).exactly_once_writes(true).build()?] {
        let error = increment(&engine).await.err().unwrap();
        assert_eq!((error.kind(), error.maybe_applied()), (&ErrorKind::InvalidArgument, false), "{error}");
        assert!(error.to_string().contains("standalone"), "{error}");
        let error = counters(&engine).insert_one(doc! {}).exactly_once().await.err().unwrap();
        assert_eq!(error.kind(), &ErrorKind::InvalidArgument, "{error}");
        assert_eq!(counted(&engine).await?, [0]);
        engine.dispose().await;
    }
    Ok(())
}

#[tokio::test]
async fn a_statement_that_is_refused_midway_leaves_nothing() -> Outcome {
    let set = set().await;
    let engine = engine(&set).await;
    run(
        &engine,
        "d",
        doc! { "createIndexes": "counter", "indexes": [{ "key": { "u": 1 }, "name": "u", "unique": true,
        "partialFilterExpression": { "u": { "$exists": true } } }] },
    )
    .await?;
    let many = counters(&engine).update_many(doc! {}, doc! { "$set": { "u": 1 }, "$inc": { "n": 1_i64 } });
    let error = many.exactly_once().await.err().unwrap();
    assert!(error.is_duplicate_key() && !error.maybe_applied(), "{error}");
    assert_eq!(counted(&engine).await?, [0; 3]);
    // The same of several statements by hand, the first of which is fine.
    let command = doc! { "update": "counter", "ordered": false, "updates": [
        { "q": {}, "u": { "$inc": { "n": 1_i64 } }, "multi": true },
        { "q": { "_id": 0_i64 }, "u": { "$set": { "_id": 7_i64 } } },
    ] };
    let error = engine.execute(Operation::new("d", &command)?.with_exactly_once(true)).await.err().unwrap();
    assert_eq!((error.code(), error.maybe_applied()), (Some(66), false), "{error}");
    assert_eq!(counted(&engine).await?, [0; 3]);
    assert_eq!(transactions(&engine, "currentOpen").await, 0);
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn one_that_takes_too_long_for_a_transaction_is_told_so() -> Outcome {
    let set = ReplicaSet::builder().members(1).parameter("transactionLifetimeLimitSeconds", "1").start().await?;
    let engine = engine(&set).await;
    let slow = doc! { "$where": "sleep(3000) || true" };
    let update = counters(&engine).update_many(slow, doc! { "$inc": { "n": 1_i64 } }).exactly_once();
    let error = update.deadline(Duration::from_secs(25)).await.err().unwrap();
    assert!(error.to_string().contains("transactionLifetimeLimitSeconds"), "{error} {error:?}");
    assert!(!error.maybe_applied(), "{error}");
    assert_eq!(counted(&engine).await?, [0; 3]);
    engine.dispose().await;
    Ok(())
}
