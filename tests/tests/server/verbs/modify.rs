//! `find_one_and_update`, `find_one_and_replace`, `find_one_and_delete`.

use std::time::Duration;

use bson::{Document, doc};
use mongomancy::{
    ErrorKind,
    options::{Hint, ReturnDocument},
};

use super::{names, player, players};

#[tokio::test]
async fn an_update_gives_the_document_before_or_after() {
    let (_fixture, players) = players().await;
    let filter = || doc! { "name": "Ada" };
    let more = || doc! { "$inc": { "score": 1 } };
    let before = players.find_one_and_update(filter(), more()).await.unwrap().unwrap();
    assert_eq!(before.score, 3);
    let after = players.find_one_and_update(filter(), more()).return_document(ReturnDocument::After).await.unwrap();
    assert_eq!(after.unwrap().score, 5);
    let least = players
        .find_one_and_update(doc! {}, more())
        .sort(doc! { "score": 1 })
        .projection(doc! { "_id": 0, "name": 1 })
        .hint(Hint::Name("_id_".into()))
        .max_time(Duration::from_secs(5))
        .comment("the least")
        .with_type::<Document>()
        .await
        .unwrap();
    assert_eq!(least, Some(doc! { "name": "Cyd" }));
    assert_eq!(players.find_one_and_update(doc! { "name": "Eve" }, more()).await.unwrap(), None);
    // Before an upsert there was nothing.
    let upsert = || players.find_one_and_update(doc! { "name": "Eve" }, more()).upsert(true);
    assert_eq!(upsert().await.unwrap(), None);
    assert_eq!(upsert().return_document(ReturnDocument::After).await.unwrap().unwrap().score, 2);
}

#[tokio::test]
async fn a_replacement_and_a_deletion_give_the_document() {
    let (_fixture, players) = players().await;
    let before = players.find_one_and_replace(doc! { "name": "Ada" }, player("Eve", 9)).await.unwrap().unwrap();
    assert_eq!((&*before.name, before.score), ("Ada", 3));
    let after = players.find_one_and_replace(doc! { "name": "Eve" }, player("Eve", 8));
    let after = after.return_document(ReturnDocument::After).await.unwrap().unwrap();
    assert_eq!((after.id, after.score), (before.id, 8));
    let best = players.find_one_and_delete(doc! {}).sort(doc! { "score": -1 }).await.unwrap();
    assert_eq!(best, Some(after));
    assert_eq!(names(&players).await, ["Bob", "Cyd"]);
    assert_eq!(players.find_one_and_delete(doc! { "name": "Ada" }).await.unwrap(), None);
}

#[tokio::test]
async fn bad_changes_are_told_by_kind() {
    let (fixture, players) = players().await;
    let taken = players.find_one_and_update(doc! { "name": "Ada" }, doc! { "$set": { "name": "Bob" } }).await;
    assert!(taken.unwrap_err().is_duplicate_key());
    let refused = players.find_one_and_replace(doc! { "name": "Ada" }, player("Ada", -1)).await;
    assert!(refused.unwrap_err().to_string().contains("`score` breaks"));
    let empty = players.find_one_and_update(doc! {}, doc! {}).await;
    assert_eq!(*empty.unwrap_err().kind(), ErrorKind::InvalidArgument);
    let untyped = fixture.database.collection_named::<Document>("player");
    untyped.insert_one(doc! { "_id": 7, "name": "Bad", "score": 0 }).await.unwrap();
    let error = players.find_one_and_delete(doc! { "name": "Bad" }).await.unwrap_err();
    let ErrorKind::Decode(failure) = error.kind() else { panic!("{error}") };
    assert_eq!((failure.id(), failure.path()), (Some("7"), "_id"));
    assert!(error.maybe_applied() && !players.exists(doc! { "name": "Bad" }).await.unwrap());
}
