//! `find_one_and_update`, `find_one_and_replace`, `find_one_and_delete`.

use std::time::Duration;

use bson::{Document, doc};

use super::recorder::{ada, typed, untyped};
use crate::{
    ErrorKind, Reply,
    options::{Collation, Hint, ReturnDocument, WriteConcern},
};

#[tokio::test]
async fn an_update_gives_the_document() {
    let (players, sent) = typed(Reply::found(doc! { "_id": null, "name": "Ada" }));
    let found = players
        .find_one_and_update(doc! { "a": 1 }, doc! { "$set": { "hits.$[h]": 1 } })
        .sort(doc! { "score": -1 })
        .return_document(ReturnDocument::After)
        .projection(doc! { "name": 1 })
        .upsert(true)
        .bypass_document_validation(true)
        .write_concern(WriteConcern::majority())
        .max_time(Duration::from_secs(1))
        .collation(Collation::builder().locale("de").build())
        .array_filters([doc! { "h": 1 }])
        .hint(Hint::Name("ix".into()))
        .comment("c")
        .let_vars(doc! { "x": 1 })
        .deadline(Duration::from_secs(1))
        .await;
    assert_eq!(found.unwrap(), Some(ada()));
    assert_eq!(
        sent.command(),
        doc! {
            "findAndModify": "player",
            "query": { "a": 1 },
            "sort": { "score": -1 },
            "update": { "$set": { "hits.$[h]": 1 } },
            "new": true,
            "fields": { "name": 1 },
            "upsert": true,
            "bypassDocumentValidation": true,
            "writeConcern": { "w": "majority" },
            "maxTimeMS": 1000_i64,
            "collation": { "locale": "de" },
            "arrayFilters": [{ "h": 1 }],
            "hint": "ix",
            "comment": "c",
            "let": { "x": 1 },
        }
    );
}

#[tokio::test]
async fn a_replacement_gives_the_document_before() {
    let (players, sent) = typed(Reply::found(None));
    let found = players
        .find_one_and_replace(doc! { "a": 1 }, ada())
        .sort(doc! { "score": -1 })
        .return_document(ReturnDocument::Before)
        .projection(doc! { "name": 1 })
        .upsert(true)
        .bypass_document_validation(true)
        .write_concern(WriteConcern::majority())
        .max_time(Duration::from_secs(1))
        .collation(Collation::builder().locale("de").build())
        .hint(Hint::Name("ix".into()))
        .comment("c")
        .let_vars(doc! { "x": 1 })
        .deadline(Duration::from_secs(1))
        .await;
    assert_eq!(found.unwrap(), None, "an upsert had nothing before");
    assert_eq!(
        sent.command(),
        doc! {
            "findAndModify": "player",
            "query": { "a": 1 },
            "sort": { "score": -1 },
            "update": { "name": "Ada" },
            "new": false,
            "fields": { "name": 1 },
            "upsert": true,
            "bypassDocumentValidation": true,
            "writeConcern": { "w": "majority" },
            "maxTimeMS": 1000_i64,
            "collation": { "locale": "de" },
            "hint": "ix",
            "comment": "c",
            "let": { "x": 1 },
        }
    );
}

#[tokio::test]
async fn a_deletion_gives_the_document() {
    let (players, sent) = typed(Reply::found(doc! { "name": "Ada" }));
    let found = players
        .find_one_and_delete(doc! { "a": 1 })
        .with_type::<Document>()
        .sort(doc! { "score": -1 })
        .projection(doc! { "name": 1 })
        .write_concern(WriteConcern::majority())
        .max_time(Duration::from_secs(1))
        .collation(Collation::builder().locale("de").build())
        .hint(Hint::Name("ix".into()))
        .comment("c")
        .let_vars(doc! { "x": 1 })
        .deadline(Duration::from_secs(1))
        .await;
    assert_eq!(found.unwrap(), Some(doc! { "name": "Ada" }));
    assert_eq!(
        sent.command(),
        doc! {
            "findAndModify": "player",
            "query": { "a": 1 },
            "sort": { "score": -1 },
            "remove": true,
            "fields": { "name": 1 },
            "writeConcern": { "w": "majority" },
            "maxTimeMS": 1000_i64,
            "collation": { "locale": "de" },
            "hint": "ix",
            "comment": "c",
            "let": { "x": 1 },
        }
    );
}

#[tokio::test]
async fn a_document_that_does_not_fit_is_told_and_the_change_is_made() {
    let (players, _) = typed(Reply::found(doc! { "_id": 7, "name": "Ada" }));
    let error = players.find_one_and_delete(doc! {}).await.unwrap_err();
    let ErrorKind::Decode(failure) = error.kind() else { panic!("{error}") };
    assert_eq!((failure.collection(), failure.id(), failure.path()), (Some("game.player"), Some("7"), "_id"));
    assert!(error.maybe_applied());
}

#[tokio::test]
async fn a_change_that_is_not_acknowledged_is_an_error() {
    let reply = doc! { "ok": 1, "value": { "name": "Ada" }, "writeConcernError": { "code": 91, "errmsg": "" } };
    let (players, _) = untyped(Reply::document(reply));
    let error = players.find_one_and_delete(doc! {}).await.unwrap_err();
    assert!(error.maybe_applied() && error.code() == Some(91));
}
