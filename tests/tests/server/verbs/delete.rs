//! `delete_one`, `delete_by_id`, `delete_many`, `drop`.

use bson::{doc, oid::ObjectId};
use mongomancy::{
    ErrorKind,
    options::{Collation, Hint},
};

use super::{names, players};

#[tokio::test]
async fn documents_are_deleted_one_or_all() {
    let (_fixture, players) = players().await;
    let ada = players.find_one(doc! { "name": "Ada" }).await.unwrap().unwrap();
    assert_eq!(players.delete_by_id(ada.id.unwrap()).await.unwrap().deleted_count, 1);
    assert_eq!(players.delete_by_id(ObjectId::new()).await.unwrap().deleted_count, 0);
    let one = players.delete_one(doc! { "$expr": { "$lte": ["$score", "$$at_most"] } });
    let one = one.let_vars(doc! { "at_most": 1 }).hint(Hint::Keys(doc! { "_id": 1 })).comment("one").await.unwrap();
    assert!(one.deleted_count == 1 && !one.replayed());
    assert_eq!(names(&players).await, ["Bob"]);
    let all = players.delete_many(doc! {}).collation(Collation::builder().locale("en").build()).await.unwrap();
    assert!(all.deleted_count == 1 && !all.replayed());
    assert_eq!(players.delete_many(doc! {}).await.unwrap().deleted_count, 0);
    let error = players.delete_one(doc! { "$nonsense": 1 }).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Server(_)) && !error.maybe_applied(), "{error}");
}

#[tokio::test]
async fn a_collection_is_dropped_and_dropping_it_again_is_no_error() {
    let (_fixture, players) = players().await;
    players.drop().comment("all of it").await.unwrap();
    assert_eq!(players.count_documents(doc! {}).await.unwrap(), 0);
    players.drop().await.unwrap();
}
