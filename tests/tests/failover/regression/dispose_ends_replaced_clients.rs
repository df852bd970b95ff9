//! An engine that was disposed just after a reconnect told the cursors of the replaced client that they were lost.

use mongomancy::{Document, Engine, ErrorKind, doc};
use mongomancy_testkit::ReplicaSet;

#[tokio::test]
async fn their_cursors_are_disposed_with_the_engine() -> Result<(), Box<dyn std::error::Error>> {
    let set = ReplicaSet::builder().members(1).start().await?;
    for _ in 0..5 {
        let engine = Engine::connect(set.uri()).await?;
        let database = engine.database("d");
        let documents = database.collection_named::<Document>("c");
        documents.insert_many((0..50).map(|n| doc! { "n": n })).await?;
        let mut cursor = documents.find(doc! {}).batch_size(2).await?;
        cursor.try_next().await?;
        engine.reconnect().await?;
        engine.dispose().await;
        let error = loop {
            match cursor.try_next().await {
                Ok(Some(_)) => {}
                Ok(None) => panic!("the end after {} documents", cursor.documents_given()),
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), &ErrorKind::Disposed, "{error}");
    }
    Ok(())
}
