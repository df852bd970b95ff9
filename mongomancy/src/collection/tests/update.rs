//! `update_one`, `update_many`, `replace_one` and the deletes.

use std::time::Duration;

use bson::{Document, doc, oid::ObjectId};

use super::recorder::{Player, ada, answering, typed, untyped};
use crate::{
    ErrorKind, Reply,
    options::{Collation, Hint, WriteConcern},
};

#[tokio::test]
async fn an_update_of_one_is_one_statement() {
    let (players, sent) = untyped(Reply::updated(1, 1).after(2, true));
    let updated = players
        .update_one(doc! { "name": "Ada" }, doc! { "$inc": { "hits.$[h].n": 1 } })
        .upsert(true)
        .collation(Collation::builder().locale("de").build())
        .array_filters([doc! { "h.n": 1 }])
        .hint(Hint::Name("ix".into()))
        .sort(doc! { "score": 1 })
        .write_concern(WriteConcern::majority())
        .bypass_document_validation(true)
        .comment("c")
        .let_vars(doc! { "x": 1 })
        .deadline(Duration::from_secs(1))
        .await
        .unwrap();
    assert_eq!((updated.matched_count, updated.modified_count, &updated.upserted_id), (1, 1, &None));
    assert!(updated.replayed());
    assert_eq!(
        sent.command(),
        doc! {
            "update": "player",
            "updates": [{
                "q": { "name": "Ada" },
                "u": { "$inc": { "hits.$[h].n": 1 } },
                "upsert": true,
                "collation": { "locale": "de" },
                "arrayFilters": [{ "h.n": 1 }],
                "hint": "ix",
                "sort": { "score": 1 },
            }],
            "ordered": true,
            "writeConcern": { "w": "majority" },
            "bypassDocumentValidation": true,
            "comment": "c",
            "let": { "x": 1 },
        }
    );
}

#[tokio::test]
async fn an_update_of_many_may_be_a_pipeline() {
    let stage = || doc! { "$set": { "a": "$b" } };
    for reply in 0..2 {
        let (players, sent) = untyped(Reply::updated(3, 2));
        let update = match reply {
            0 => players.update_many(doc! {}, vec![stage()]),
            _ => players.update_many(doc! {}, [stage()]),
        };
        let updated = update.array_filters([]).upsert(false).await.unwrap();
        assert_eq!((updated.matched_count, updated.modified_count), (3, 2));
        assert_eq!(
            sent.command(),
            doc! {
                "update": "player",
                "updates": [{ "q": {}, "u": [stage()], "multi": true, "upsert": false, "arrayFilters": [] }],
                "ordered": true,
            }
        );
    }
}

#[tokio::test]
async fn what_was_upserted_did_not_match() {
    let id = ObjectId::new();
    let reply = || doc! { "ok": 1, "n": 1, "nModified": 0, "upserted": [{ "index": 0, "_id": id }] };
    let (players, _) = typed(Reply::document(reply()));
    let updated = players.update_one(doc! {}, doc! { "$set": { "name": "Ada" } }).upsert(true).await.unwrap();
    assert_eq!((updated.matched_count, updated.modified_count, updated.upserted_id), (0, 0, Some(id)));

    let (players, _) = typed(Reply::document(doc! { "ok": 1, "n": 1, "upserted": [{ "index": 0, "_id": "MARK" }] }));
    let error = players.update_one(doc! {}, doc! { "$set": { "name": "Ada" } }).upsert(true).await.unwrap_err();
    let ErrorKind::Decode(failure) = error.kind() else { panic!("{error}") };
    assert_eq!((failure.collection(), failure.path()), (Some("game.player"), "_id"));
    assert!(error.maybe_applied());
}

#[tokio::test]
async fn an_update_without_operators_is_refused_before_it_is_sent() {
    let (players, sent) = answering::<Player>([]);
    let nul = doc! { "$set": { "a\0b": 1 } };
    for (error, kind) in [
        (players.update_one(doc! {}, doc! {}).await.unwrap_err(), ErrorKind::InvalidArgument),
        (players.update_many(doc! {}, doc! {}).await.unwrap_err(), ErrorKind::InvalidArgument),
        (players.update_many(doc! {}, doc! { "a": 1 }).await.unwrap_err(), ErrorKind::InvalidArgument),
        (players.find_one_and_update(doc! {}, doc! { "a": 1 }).await.unwrap_err(), ErrorKind::InvalidArgument),
        (players.update_one(doc! {}, nul).await.unwrap_err(), ErrorKind::Encode),
        (
            players.delete_one(doc! {}).write_concern(WriteConcern::nodes(0)).await.unwrap_err(),
            ErrorKind::InvalidArgument,
        ),
    ] {
        assert_eq!(*error.kind(), kind, "{error}");
    }
    assert!(sent.commands().is_empty());
}

#[tokio::test]
async fn a_replacement_keeps_a_given_id_and_sends_no_null() {
    let id = ObjectId::new();
    for (replacement, sent_document) in
        [(ada(), doc! { "name": "Ada" }), (Player { id: Some(id), ..ada() }, doc! { "_id": id, "name": "Ada" })]
    {
        let (players, sent) = typed(Reply::updated(1, 1));
        players
            .replace_one(doc! { "name": "Ada" }, &replacement)
            .upsert(true)
            .collation(Collation::builder().locale("de").build())
            .hint(Hint::Name("ix".into()))
            .sort(doc! { "score": 1 })
            .write_concern(WriteConcern::majority())
            .bypass_document_validation(true)
            .comment("c")
            .let_vars(doc! { "x": 1 })
            .deadline(Duration::from_secs(1))
            .await
            .unwrap();
        assert_eq!(
            sent.command(),
            doc! {
                "update": "player",
                "updates": [{
                    "q": { "name": "Ada" },
                    "u": sent_document,
                    "upsert": true,
                    "collation": { "locale": "de" },
                    "hint": "ix",
                    "sort": { "score": 1 },
                }],
                "ordered": true,
                "writeConcern": { "w": "majority" },
                "bypassDocumentValidation": true,
                "comment": "c",
                "let": { "x": 1 },
            }
        );
    }
    let (players, sent) = answering::<Document>([]);
    for bad in [doc! { "$set": { "a": 1 } }, doc! { "a": "x".repeat(16 << 20) }] {
        let error = players.replace_one(doc! {}, &bad).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidArgument);
        let error = players.find_one_and_replace(doc! {}, &bad).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidArgument);
    }
    assert!(sent.commands().is_empty());
}

#[tokio::test]
async fn deletes_are_one_statement_with_a_limit() {
    let id = ObjectId::new();
    let (players, sent) = answering::<Player>((0..3).map(|_| Ok(Reply::deleted(1).after(2, true))));
    let one = players
        .delete_one(doc! { "name": "Ada" })
        .collation(Collation::builder().locale("de").build())
        .hint(Hint::Name("ix".into()))
        .comment("c")
        .let_vars(doc! { "x": 1 })
        .write_concern(WriteConcern::majority())
        .deadline(Duration::from_secs(1));
    let deleted = one.await.unwrap();
    assert!(deleted.deleted_count == 1 && deleted.replayed());
    players.delete_by_id(id).await.unwrap();
    let many = players
        .delete_many(doc! { "name": "Ada" })
        .collation(Collation::builder().locale("de").build())
        .hint(Hint::Name("ix".into()))
        .comment("c")
        .let_vars(doc! { "x": 1 })
        .write_concern(WriteConcern::majority())
        .deadline(Duration::from_secs(1));
    many.await.unwrap();
    let with_options = |limit: i32| {
        doc! {
            "delete": "player",
            "deletes": [{ "q": { "name": "Ada" }, "limit": limit, "collation": { "locale": "de" }, "hint": "ix" }],
            "ordered": true,
            "comment": "c",
            "let": { "x": 1 },
            "writeConcern": { "w": "majority" },
        }
    };
    let by_id = doc! { "delete": "player", "deletes": [{ "q": { "_id": id }, "limit": 1 }], "ordered": true };
    assert_eq!(sent.commands(), [with_options(1), by_id, with_options(0)]);
}

fn refused(code: i32) -> Reply {
    let error = doc! { "index": 0, "code": code, "errmsg": "E1 index: ux dup key: { name: \"MARK\" }" };
    Reply::document(doc! { "ok": 1, "n": 0, "writeErrors": [error] }).after(3, false)
}

#[tokio::test]
async fn a_refused_statement_is_an_error_of_its_kind() {
    for (code, kind) in [(11000, "duplicate key"), (121, "refused by the collection's validator"), (66, "code 66")] {
        let (players, _) = untyped(refused(code));
        let error = players.update_one(doc! {}, doc! { "$set": { "a": 1 } }).await.unwrap_err();
        assert!(error.to_string().starts_with(kind) || error.to_string().contains(kind), "{error}");
        assert_eq!((error.code(), error.attempts(), error.maybe_applied()), (Some(code), 3, false));
        assert!(!format!("{error} {error:?}").contains("MARK"));
    }
}

#[tokio::test]
async fn a_refused_statement_on_many_documents_may_have_changed_some() {
    for (code, maybe_applied) in [(11000, true), (14, true), (9, false)] {
        let (players, _) = untyped(refused(code));
        let error = players.update_many(doc! {}, doc! { "$set": { "a": 1 } }).await.unwrap_err();
        assert_eq!(error.maybe_applied(), maybe_applied, "{code}");
        let (players, _) = untyped(refused(code));
        assert_eq!(players.delete_many(doc! {}).await.unwrap_err().maybe_applied(), maybe_applied);
    }
}

#[tokio::test]
async fn a_write_that_is_not_acknowledged_may_be_applied() {
    let reply = doc! {
        "ok": 1, "n": 1, "nModified": 1,
        "writeConcernError": { "code": 64, "codeName": "WriteConcernFailed", "errmsg": "MARK" },
        "errorLabels": ["RetryableWriteError"],
    };
    let (players, _) = untyped(Reply::document(reply));
    let error = players.update_one(doc! {}, doc! { "$set": { "a": 1 } }).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Server(failure) if failure.code() == 64));
    assert!(error.maybe_applied());
    assert_eq!(error.labels(), ["RetryableWriteError"]);
}
