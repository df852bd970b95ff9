//! A cursor lives in a task on the engine's runtime. When that ended, a reader on another one saw the end of the
//! documents.

use mongomancy::{Document, Engine, doc};
use mongomancy_testkit::ReplicaSet;
use tokio::runtime::Runtime;

#[test]
fn it_is_lost_and_not_at_its_end() {
    let (connected, reading) = (Runtime::new().unwrap(), Runtime::new().unwrap());
    let set = reading.block_on(ReplicaSet::builder().members(1).start()).unwrap();
    let engine = connected.block_on(Engine::connect(set.uri())).unwrap();
    reading.block_on(async {
        let documents = engine.database("d").collection_named::<Document>("c");
        documents.insert_many((0..100).map(|n| doc! { "n": n })).await.unwrap();
        let mut cursor = documents.find(doc! {}).batch_size(5).await.unwrap();
        cursor.try_next().await.unwrap().unwrap();
        connected.shutdown_background();
        let error = loop {
            match cursor.try_next().await {
                Ok(Some(_)) => {}
                Ok(None) => panic!("the end after {} of 100 documents", cursor.documents_given()),
                Err(error) => break error,
            }
        };
        assert!(error.is_cursor_lost(), "{error}");
        assert!(cursor.try_next().await.unwrap().is_none());
    });
}
