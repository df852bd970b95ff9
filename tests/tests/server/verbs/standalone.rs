//! The writes on a standalone server, which takes no transaction numbers.

use bson::{Document, doc};
use mongomancy::Engine;
use mongomancy_testkit::Standalone;

#[tokio::test]
async fn a_server_without_transaction_numbers_takes_every_write() {
    let server = Standalone::start().await.unwrap();
    let engine = Engine::connect(&*server.uri()).await.unwrap();
    let things = engine.database("verbs").collection_named::<Document>("thing");
    things.insert_one(doc! { "_id": 1, "n": 1 }).await.unwrap();
    things.insert_many([doc! { "_id": 2, "n": 2 }, doc! { "_id": 3, "n": 3 }]).await.unwrap();
    assert!(things.insert_many([doc! { "_id": 3 }, doc! { "_id": 4 }]).await.unwrap_err().is_duplicate_key());
    let updated = things.update_one(doc! { "_id": 1 }, doc! { "$inc": { "n": 10 } }).await.unwrap();
    assert_eq!((updated.modified_count, updated.replayed()), (1, false));
    assert_eq!(things.update_many(doc! {}, doc! { "$inc": { "n": 1 } }).await.unwrap().modified_count, 3);
    assert_eq!(things.replace_one(doc! { "_id": 2 }, doc! { "n": 7 }).await.unwrap().modified_count, 1);
    let before = things.find_one_and_update(doc! { "_id": 2 }, doc! { "$inc": { "n": 1 } }).await.unwrap();
    assert_eq!(before, Some(doc! { "_id": 2, "n": 7 }));
    assert!(things.find_one_and_delete(doc! { "_id": 2 }).await.unwrap().is_some());
    assert_eq!(things.delete_one(doc! { "_id": 1 }).await.unwrap().deleted_count, 1);
    assert_eq!(things.find(doc! {}).try_collect().await.unwrap(), [doc! { "_id": 3, "n": 4 }]);
    assert_eq!(things.delete_many(doc! {}).await.unwrap().deleted_count, 1);
    things.drop().await.unwrap();
}
