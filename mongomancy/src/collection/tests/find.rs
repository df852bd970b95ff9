//! `find`, `find_one`, `find_by_id`, `exists`.

use std::time::Duration;

use bson::{Bson, Document, Regex, doc, oid::ObjectId};

use super::recorder::{Player, ada, answering, typed, untyped};
use crate::{
    Error, ErrorKind, Id, Reply,
    options::{Collation, CursorType, Hint, ReadConcern, ReadPreference},
};

fn nothing() -> Reply {
    Reply::cursor([])
}

#[tokio::test]
async fn a_find_sends_its_options_in_the_order_of_the_manual() {
    let (players, sent) = untyped(nothing());
    let _ = players
        .find(doc! { "guild": "red" })
        .let_vars(doc! { "x": 1 })
        .allow_disk_use(true)
        .collation(Collation::builder().locale("de").build())
        .allow_partial_results(true)
        .cursor_type(CursorType::TailableAwait)
        .no_cursor_timeout(true)
        .show_record_id(true)
        .return_key(true)
        .min(doc! { "a": 1 })
        .max(doc! { "a": 2 })
        .read_concern(ReadConcern::local())
        .max_time(Duration::from_micros(1500))
        .comment("c")
        .batch_size(3)
        .limit(7)
        .skip(2)
        .hint(Hint::Name("ix".into()))
        .projection(doc! { "name": 1 })
        .sort(doc! { "score": -1, "name": 1 })
        .read_preference(ReadPreference::Secondary { options: None })
        .max_await_time(Duration::from_secs(2))
        .deadline(Duration::from_secs(5))
        .await
        .unwrap();
    assert_eq!(
        sent.command(),
        doc! {
            "find": "player",
            "filter": { "guild": "red" },
            "sort": { "score": -1, "name": 1 },
            "projection": { "name": 1 },
            "hint": "ix",
            "skip": 2_i64,
            "limit": 7_i64,
            "batchSize": 3,
            "comment": "c",
            "maxTimeMS": 2_i64,
            "readConcern": { "level": "local" },
            "max": { "a": 2 },
            "min": { "a": 1 },
            "returnKey": true,
            "showRecordId": true,
            "tailable": true,
            "noCursorTimeout": true,
            "awaitData": true,
            "allowPartialResults": true,
            "collation": { "locale": "de" },
            "allowDiskUse": true,
            "let": { "x": 1 },
        }
    );
    let operation = sent.operation();
    assert_eq!((operation.database(), operation.deadline()), ("game", Some(Duration::from_secs(5))));
    assert!(matches!(operation.read_preference(), Some(ReadPreference::Secondary { .. })));
    assert_eq!(operation.max_await_time(), Some(Duration::from_secs(2)));
}

#[tokio::test]
async fn a_limit_is_positive_and_a_negative_one_asks_for_one_batch() {
    for (limit, batch, sent_limit, sent_batch, single) in [
        (0, None, 0_i64, None, false),
        (-5, None, 5, None, true),
        // One document more than the limit lets the server close the cursor at once.
        (5, Some(5), 5, Some(6), false),
    ] {
        let (players, sent) = untyped(nothing());
        let mut find = players.find(doc! {}).limit(-1).limit(limit);
        if let Some(batch) = batch {
            find = find.batch_size(batch);
        }
        drop(find.await.unwrap());
        let command = sent.command();
        assert_eq!(command.get_i64("limit").ok(), Some(sent_limit));
        assert_eq!(command.get_i32("batchSize").ok(), sent_batch);
        assert_eq!(command.contains_key("singleBatch"), single, "{limit}");
    }
}

#[tokio::test]
async fn what_cannot_be_sent_is_told_before_anything_is_sent() {
    let (players, sent) = answering::<Document>([]);
    let nul = doc! { "a\0b": 1 };
    for (error, kind, told) in [
        (players.find(doc! {}).limit(i64::MIN).await.unwrap_err(), ErrorKind::InvalidArgument, "`limit`"),
        (players.find(doc! {}).skip(u64::MAX).await.unwrap_err(), ErrorKind::InvalidArgument, "`skip`"),
        (players.find(doc! {}).batch_size(u32::MAX).await.unwrap_err(), ErrorKind::InvalidArgument, "`batchSize`"),
        (players.find(&nul).await.unwrap_err(), ErrorKind::Encode, "the filter"),
        (players.find(doc! {}).sort(nul.clone()).await.unwrap_err(), ErrorKind::Encode, "sort"),
        (players.find(doc! {}).comment(nul.clone()).await.unwrap_err(), ErrorKind::Encode, "`comment`"),
    ] {
        assert_eq!(*error.kind(), kind, "{error}");
        assert!(error.to_string().contains(told), "{error}");
        assert!(!error.maybe_applied());
    }
    assert!(sent.commands().is_empty());
}

#[tokio::test]
async fn a_find_gives_typed_documents_and_a_lost_cursor_tells_how_many() {
    let id = ObjectId::new();
    let (players, _) = typed(Reply::cursor([
        Ok(vec![doc! { "_id": id, "name": "Ada" }, doc! { "_id": id, "name": 5 }]),
        Ok(vec![doc! { "_id": id, "name": "Bob" }]),
        Err(Error::for_test(ErrorKind::CursorLost { documents: 0 }, None, [])),
    ]));
    let mut found = players.find(doc! {}).await.unwrap();
    assert_eq!(found.try_next().await.unwrap(), Some(Player { id: Some(id), ..ada() }));
    let error = found.try_next().await.unwrap_err();
    let ErrorKind::Decode(failure) = error.kind() else { panic!("{error}") };
    assert_eq!(failure.collection(), Some("game.player"));
    assert_eq!((failure.id(), failure.path()), (Some(&*id.to_hex()), "name"));
    assert_eq!(found.try_next().await.unwrap().unwrap().name, "Bob");
    let error = found.try_next().await.unwrap_err();
    assert!(error.is_cursor_lost());
    assert_eq!(*error.kind(), ErrorKind::CursorLost { documents: 3 });
    assert!(found.next().await.is_none());
}

#[tokio::test]
async fn all_documents_come_at_once_and_as_another_type() {
    let (players, _) = typed(Reply::cursor([Ok(vec![doc! { "name": "Ada" }]), Ok(vec![doc! { "name": "Bob" }])]));
    let names: Vec<Document> = players.find(doc! {}).with_type().try_collect().await.unwrap();
    assert_eq!(names, [doc! { "name": "Ada" }, doc! { "name": "Bob" }]);
}

#[tokio::test]
async fn find_one_asks_for_one_document() {
    let (players, sent) = typed(Reply::cursor([Ok(vec![doc! { "_id": null, "name": "Ada" }])]));
    let found = players
        .find_one(doc! { "guild": "red" })
        .sort(doc! { "score": -1 })
        .skip(1)
        .projection(doc! { "name": 1 })
        .allow_partial_results(true)
        .collation(Collation::builder().locale("de").build())
        .comment(1)
        .hint(Hint::Keys(doc! { "score": 1 }))
        .let_vars(doc! { "x": 1 })
        .min(doc! { "score": 1 })
        .max(doc! { "score": 9 })
        .max_time(Duration::from_secs(1))
        .read_concern(ReadConcern::majority())
        .return_key(false)
        .show_record_id(false)
        .await;
    assert_eq!(found.unwrap(), Some(ada()));
    assert_eq!(
        sent.command(),
        doc! {
            "find": "player",
            "filter": { "guild": "red" },
            "sort": { "score": -1 },
            "projection": { "name": 1 },
            "hint": { "score": 1 },
            "skip": 1_i64,
            "limit": 1_i64,
            "singleBatch": true,
            "comment": 1,
            "maxTimeMS": 1000_i64,
            "readConcern": { "level": "majority" },
            "max": { "score": 9 },
            "min": { "score": 1 },
            "returnKey": false,
            "showRecordId": false,
            "allowPartialResults": true,
            "collation": { "locale": "de" },
            "let": { "x": 1 },
        }
    );
    let (players, _) = typed(nothing());
    assert_eq!(players.find_one(doc! {}).await.unwrap(), None);
}

#[tokio::test]
async fn an_id_is_never_read_as_a_query() {
    for (id, filter) in [
        (Bson::from("a"), doc! { "_id": "a" }),
        (Bson::from(doc! { "$gt": "" }), doc! { "_id": { "$eq": { "$gt": "" } } }),
        (
            Bson::from(Regex { pattern: ".".try_into().unwrap(), options: "".try_into().unwrap() }),
            doc! { "_id": { "$eq": Regex { pattern: ".".try_into().unwrap(), options: "".try_into().unwrap() } } },
        ),
    ] {
        let (players, sent) = untyped(nothing());
        players.find_by_id(id).await.unwrap();
        assert_eq!(sent.command().get_document("filter").unwrap(), &filter);
    }
}

#[tokio::test]
async fn an_id_is_taken_by_value_and_by_reference() {
    let id = ObjectId::new();
    let filter = doc! { "_id": id };
    let typed_id = Id::<Player>::from(id);
    let (by_reference, typed_by_reference, bson, text) = (&id, &typed_id, &Bson::from(id), &"a".to_owned());
    let replies = || (0..4).map(|_| Ok(nothing()));
    let (players, sent) = answering::<Player>(replies());
    players.find_by_id(id).await.unwrap();
    players.find_by_id(by_reference).await.unwrap();
    players.find_by_id(typed_id).await.unwrap();
    players.find_by_id(typed_by_reference).await.unwrap();
    let (untyped, untyped_sent) = answering::<Document>(replies());
    untyped.find_by_id(id).await.unwrap();
    untyped.find_by_id(by_reference).await.unwrap();
    untyped.find_by_id(Bson::from(id)).await.unwrap();
    untyped.find_by_id(bson).await.unwrap();
    for command in sent.commands().iter().chain(&untyped_sent.commands()) {
        assert_eq!(command.get_document("filter").unwrap(), &filter);
    }
    let (untyped, sent) = answering::<Document>(replies());
    untyped.find_by_id(5).await.unwrap();
    untyped.find_by_id("a").await.unwrap();
    untyped.find_by_id(text).await.unwrap();
    let filters: Vec<Document> =
        sent.commands().iter().map(|one| one.get_document("filter").unwrap().clone()).collect();
    assert_eq!(filters, [doc! { "_id": 5 }, doc! { "_id": "a" }, doc! { "_id": "a" }]);
}

#[tokio::test]
async fn documents_of_options_are_taken_by_value_and_by_reference() {
    let (sort, fields) = (doc! { "score": -1 }, doc! { "name": 1 });
    let (players, sent) = answering::<Document>((0..2).map(|_| Ok(nothing())));
    let _ = players.find(doc! {}).sort(&sort).projection(&fields).hint(&sort).await.unwrap();
    let _ = players.find(doc! {}).sort(sort.clone()).projection(fields.clone()).hint(sort.clone()).await.unwrap();
    for command in sent.commands() {
        let given = ["sort", "projection", "hint"].map(|option| command.get_document(option).unwrap());
        assert_eq!(given, [&sort, &fields, &sort]);
    }
    let (players, sent) = untyped(nothing());
    players.find_one(doc! {}).hint("ix").await.unwrap();
    assert_eq!(sent.command().get_str("hint").unwrap(), "ix");
}

#[tokio::test]
async fn a_decode_failure_says_how_often_the_call_was_sent() {
    let (players, _) = typed(Reply::cursor([Ok(vec![doc! { "_id": 1 }])]).after(3, false));
    let error = players.find_one(doc! {}).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{error}");
    assert_eq!(error.attempts(), 3);
    let (players, _) = typed(Reply::document(doc! { "values": ["MARK"] }).after(2, false));
    assert_eq!(players.distinct::<i64>("score", doc! {}).await.unwrap_err().attempts(), 2);
}

#[tokio::test]
async fn an_executor_is_taken_in_its_arc() {
    let (_, recorder) = answering::<Document>([Ok(nothing())]);
    let players = crate::Collection::<Document>::new(recorder.clone(), crate::Namespace::new("game", "player"));
    players.find_one(doc! {}).await.unwrap();
    assert_eq!(crate::Database::new(recorder.clone(), "game").name(), "game");
    assert_eq!(recorder.commands().len(), 1);
}

#[tokio::test]
async fn exists_fetches_one_id() {
    for (reply, exists) in [(Reply::cursor([Ok(vec![doc! { "_id": 1 }])]), true), (nothing(), false)] {
        let (players, sent) = typed(reply);
        let asked = players
            .exists(doc! { "name": "Ada" })
            .collation(Collation::builder().locale("de").build())
            .comment("c")
            .hint(Hint::Name("ix".into()))
            .let_vars(doc! { "x": 1 })
            .max_time(Duration::from_secs(1))
            .read_concern(ReadConcern::local())
            .read_preference(ReadPreference::Primary)
            .deadline(Duration::from_secs(1));
        assert_eq!(asked.await.unwrap(), exists);
        assert_eq!(
            sent.command(),
            doc! {
                "find": "player",
                "filter": { "name": "Ada" },
                "projection": { "_id": 1 },
                "hint": "ix",
                "limit": 1_i64,
                "singleBatch": true,
                "comment": "c",
                "maxTimeMS": 1000_i64,
                "readConcern": { "level": "local" },
                "collation": { "locale": "de" },
                "let": { "x": 1 },
            }
        );
    }
}

#[tokio::test]
async fn an_invalid_name_is_told_before_anything_is_sent() {
    let (players, sent) = answering::<Document>([]);
    let executor = sent.clone() as std::sync::Arc<dyn crate::Executor>;
    let bad = crate::Collection::<Document>::new(executor, crate::Namespace::new("game", "a$b"));
    assert_eq!(*bad.find_one(doc! {}).await.unwrap_err().kind(), ErrorKind::InvalidArgument);
    assert!(sent.commands().is_empty());
    drop(players);
}
