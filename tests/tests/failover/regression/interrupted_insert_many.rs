//! A killed `insert_many` had stored a part of its documents, and its error said that none was.

use mongomancy::{Document, Engine, Executor, Operation, bson::Bson, doc};
use mongomancy_testkit::{FailPoint, wait_until};
use mongomancy_tests::{LIMIT, run};

use super::{Outcome, counters, ids, set};

/// The insert's id in the server, once some of its documents are stored.
async fn insert_midway(engine: &Engine) -> Option<Bson> {
    counters(engine).find_one(doc! { "_id": 0 }).await.ok()??;
    let pipeline = [doc! { "$currentOp": {} }, doc! { "$match": { "op": "insert", "ns": "d.counter" } }];
    let command = doc! { "aggregate": 1, "cursor": {}, "pipeline": pipeline };
    let found = engine.execute(Operation::new("admin", &command).ok()?).await.ok()?;
    let found: Vec<Document> = found.into_cursor("operations").ok()?.try_collect().await.ok()?;
    found.first()?.get("opid").cloned()
}

#[tokio::test]
async fn an_interrupted_insert_many_does_not_deny_what_it_stored() -> Outcome {
    let set = set().await;
    let engine = Engine::connect(set.uri()).await?;
    run(&engine, "d", doc! { "create": "counter" }).await?;
    // The server stores some hundred documents at a time; it stops before the second lot.
    let hang = FailPoint::new("hangDuringBatchInsert", doc! { "nss": "d.counter", "shouldCheckForInterrupt": true });
    let guard = hang.skip(1).enable(&set).await?;
    let insert = tokio::spawn({
        let counters = counters(&engine);
        async move { counters.insert_many(ids(2_000).map(|id| doc! { "_id": id })).await }
    });
    let id = wait_until(LIMIT, "an insert midway", || insert_midway(&engine)).await?;
    run(&engine, "admin", doc! { "killOp": 1, "op": id }).await?;
    let error = insert.await?.unwrap_err();
    guard.disable().await?;
    assert_eq!((error.code(), error.maybe_applied()), (Some(11601), true), "{error}");

    let partial = error.partial_insert().unwrap();
    let stored = counters(&engine).find(doc! {}).try_collect().await?;
    assert!(!stored.is_empty());
    for document in stored {
        let position = usize::try_from(document.get_i64("_id")?)?;
        let told = partial.stored().contains(&position) || partial.unknown().contains(&position);
        assert!(told, "document {position} is stored");
    }
    engine.dispose().await;
    Ok(())
}
