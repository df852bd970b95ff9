//! Calls that were given up while they waited for a connection were sent later all the same.

use std::time::Duration;

use mongomancy::{Document, Engine, doc};
use mongomancy_testkit::{FailPoint, ReplicaSet};
use mongomancy_tests::LIMIT;
use tokio::time::timeout;

#[tokio::test]
async fn a_call_is_not_sent_when_nobody_waits_for_it() -> Result<(), Box<dyn std::error::Error>> {
    let set = ReplicaSet::builder().members(1).start().await?;
    let engine = Engine::builder(set.uri()).max_pool_size(1).build()?;
    let documents = engine.database("d").collection_named::<Document>("c");
    documents.insert_one(doc! { "_id": 0 }).await?;
    let held = FailPoint::fail_command(["insert"]).block(Duration::from_secs(1)).times(1).enable(&set).await?;
    let blocking = tokio::spawn(documents.insert_one(doc! { "_id": 1 }).into_future());
    held.wait_until_met(1, LIMIT).await?;
    for n in 2..12 {
        let given_up = timeout(Duration::from_millis(20), documents.insert_one(doc! { "_id": n }).into_future()).await;
        assert!(given_up.is_err());
    }
    blocking.await??;
    // Those before this one in the queue would have been sent by now.
    documents.insert_one(doc! { "_id": 100 }).await?;
    assert_eq!(documents.count_documents(doc! { "_id": { "$gte": 2 } }).await?, 1);
    engine.dispose().await;
    Ok(())
}
