//! `update_one`, `update_many`, `replace_one`.

use bson::{Document, doc, oid::ObjectId};
use mongomancy::{
    ErrorKind,
    options::{Collation, Hint},
};

use super::{Player, player, players};

#[tokio::test]
async fn one_document_is_updated_or_upserted() {
    let (_fixture, players) = players().await;
    let updated = players.update_one(doc! { "name": "Ada" }, doc! { "$inc": { "score": 5 } }).await.unwrap();
    assert_eq!((updated.matched_count, updated.modified_count, updated.upserted_id), (1, 1, None));
    let same = players.update_one(doc! { "name": "Ada" }, doc! { "$set": { "score": 8_i64 } }).await.unwrap();
    assert_eq!((same.matched_count, same.modified_count), (1, 0));
    let missed = players.update_one(doc! { "name": "Eve" }, doc! { "$inc": { "score": 5 } }).await.unwrap();
    assert_eq!((missed.matched_count, missed.upserted_id), (0, None));
    let upserted = players.update_one(doc! { "name": "Eve" }, doc! { "$inc": { "score": 5 } }).upsert(true);
    let upserted = upserted.await.unwrap();
    assert_eq!((upserted.matched_count, upserted.modified_count), (0, 0));
    let eve = players.find_by_id(upserted.upserted_id.unwrap()).await.unwrap().unwrap();
    assert_eq!((&*eve.name, eve.score), ("Eve", 5));
}

#[tokio::test]
async fn many_documents_are_updated_by_operators_or_by_a_pipeline() {
    let (fixture, players) = players().await;
    let updated = players.update_many(doc! { "score": { "$gte": 2 } }, doc! { "$inc": { "score": 10 } });
    let updated = updated.hint(Hint::Name("_id_".into())).comment("ten more").await.unwrap();
    assert_eq!((updated.matched_count, updated.modified_count, updated.replayed()), (2, 2, false));
    let doubled = [doc! { "$set": { "score": { "$multiply": ["$score", "$$by"] } } }];
    let doubled = players.update_many(doc! {}, doubled).let_vars(doc! { "by": 2 }).await.unwrap();
    assert_eq!(doubled.modified_count, 3);
    let ada = players.find_one(doc! { "name": "Ada" }).await.unwrap().unwrap();
    assert_eq!(ada.score, 26);

    let untyped = fixture.database.collection_named::<Document>("untyped");
    untyped.insert_one(doc! { "_id": 1, "hits": [1, 5, 9] }).await.unwrap();
    let capped = untyped.update_one(doc! { "_id": 1 }, doc! { "$set": { "hits.$[high]": 4 } });
    capped.array_filters([doc! { "high": { "$gt": 4 } }]).await.unwrap();
    assert_eq!(untyped.find_by_id(1).await.unwrap(), Some(doc! { "_id": 1, "hits": [1, 4, 4] }));
}

#[tokio::test]
async fn a_document_is_replaced_and_keeps_its_id() {
    let (_fixture, players) = players().await;
    let ada = players.find_one(doc! { "name": "Ada" }).await.unwrap().unwrap();
    let replaced = players.replace_one(doc! { "name": "Ada" }, player("Eve", 7)).await.unwrap();
    assert_eq!((replaced.matched_count, replaced.modified_count), (1, 1));
    let eve = players.find_one(doc! { "name": "Eve" }).await.unwrap().unwrap();
    assert_eq!((eve.id, eve.score), (ada.id, 7));
    let id = ObjectId::new();
    let fay = Player { id: Some(id), ..player("Fay", 1) };
    let upserted = players.replace_one(doc! { "name": "Fay" }, &fay).upsert(true).await.unwrap();
    assert_eq!(upserted.upserted_id, Some(id));
    let upserted = players.replace_one(doc! { "name": "Gil" }, player("Gil", 1)).upsert(true);
    let upserted = upserted.collation(Collation::builder().locale("en").build()).await.unwrap();
    assert!(players.find_by_id(upserted.upserted_id.unwrap()).await.unwrap().is_some());
    // The `_id` of a stored document cannot be changed.
    let error = players.replace_one(doc! { "name": "Gil" }, &fay).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Server(failure) if failure.code() == 66), "{error}");
}

#[tokio::test]
async fn bad_updates_are_refused_here_or_by_the_server() {
    let (_fixture, players) = players().await;
    for update in [doc! {}, doc! { "score": 1 }] {
        let error = players.update_one(doc! {}, update.clone()).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (&ErrorKind::InvalidArgument, 0));
        let error = players.update_many(doc! {}, update).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidArgument);
    }
    let error = players.update_one(doc! {}, doc! { "$nonsense": { "a": 1 } }).await.unwrap_err();
    assert_eq!((error.code(), error.maybe_applied()), (Some(9), false), "{error}");
    let error = players.update_many(doc! {}, doc! { "$nonsense": { "a": 1 } }).await.unwrap_err();
    assert_eq!((error.code(), error.maybe_applied()), (Some(9), false), "{error}");
    let error = players.update_one(doc! { "name": "Ada" }, doc! { "$set": { "name": "Bob" } }).await.unwrap_err();
    assert!(error.is_duplicate_key() && !error.maybe_applied());
    let error = players.update_one(doc! { "name": "Ada" }, doc! { "$set": { "score": -1 } }).await.unwrap_err();
    assert!(error.validation_failure().is_some(), "{error}");
    // The first of them is renamed before the second meets it.
    let error = players.update_many(doc! {}, doc! { "$set": { "name": "one" } }).await.unwrap_err();
    assert!(error.is_duplicate_key() && error.maybe_applied());
    assert!(players.exists(doc! { "name": "one" }).await.unwrap());
}
