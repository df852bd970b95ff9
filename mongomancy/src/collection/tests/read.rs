//! `aggregate`, the counts, `distinct`, `drop`.

use std::time::Duration;

use bson::{Document, doc};

use super::recorder::{Player, answering, typed, untyped};
use crate::{
    Error, ErrorKind, Reply,
    options::{Collation, Hint, ReadConcern, ReadPreference, WriteConcern},
};

fn not_found() -> Error {
    Error::for_test(ErrorKind::Other, Some(26), [])
}

#[tokio::test]
async fn an_aggregation_sends_its_options_in_the_order_of_the_manual() {
    let (players, sent) = typed(Reply::cursor([Ok(vec![doc! { "_id": "red" }])]));
    let groups = players
        .aggregate([doc! { "$group": { "_id": "$guild" } }])
        .let_vars(doc! { "x": 1 })
        .write_concern(WriteConcern::nodes(2))
        .comment("c")
        .hint(Hint::Name("ix".into()))
        .collation(Collation::builder().locale("de").build())
        .read_concern(ReadConcern::local())
        .bypass_document_validation(true)
        .max_time(Duration::from_secs(1))
        .batch_size(2)
        .allow_disk_use(true)
        .read_preference(ReadPreference::Primary)
        .max_await_time(Duration::from_secs(1))
        .deadline(Duration::from_secs(1))
        .try_collect()
        .await
        .unwrap();
    assert_eq!(groups, [doc! { "_id": "red" }]);
    assert_eq!(
        sent.command(),
        doc! {
            "aggregate": "player",
            "pipeline": [{ "$group": { "_id": "$guild" } }],
            "cursor": { "batchSize": 2 },
            "allowDiskUse": true,
            "maxTimeMS": 1000_i64,
            "bypassDocumentValidation": true,
            "readConcern": { "level": "local" },
            "collation": { "locale": "de" },
            "hint": "ix",
            "comment": "c",
            "writeConcern": { "w": 2 },
            "let": { "x": 1 },
        }
    );
}

#[tokio::test]
async fn an_aggregation_that_stores_names_no_batches() {
    let (players, sent) = untyped(Reply::cursor([]));
    let mut stored =
        players.aggregate([doc! { "$match": {} }, doc! { "$out": "best" }]).batch_size(2).with_type::<Player>().await;
    assert!(stored.as_mut().unwrap().next().await.is_none());
    assert_eq!(sent.command().get_document("cursor").unwrap(), &doc! {});
}

#[tokio::test]
async fn documents_are_counted_by_an_aggregation() {
    let (players, sent) = untyped(Reply::cursor([Ok(vec![doc! { "_id": 1, "n": 3 }])]));
    let count = players
        .count_documents(doc! { "guild": "red" })
        .limit(9)
        .skip(2)
        .collation(Collation::builder().locale("de").build())
        .comment("c")
        .hint(Hint::Keys(doc! { "guild": 1 }))
        .max_time(Duration::from_secs(1))
        .read_concern(ReadConcern::local())
        .read_preference(ReadPreference::Primary)
        .deadline(Duration::from_secs(1));
    assert_eq!(count.await.unwrap(), 3);
    assert_eq!(
        sent.command(),
        doc! {
            "aggregate": "player",
            "pipeline": [
                { "$match": { "guild": "red" } },
                { "$skip": 2_i64 },
                { "$limit": 9_i64 },
                { "$group": { "_id": 1, "n": { "$sum": 1 } } },
            ],
            "cursor": {},
            "maxTimeMS": 1000_i64,
            "readConcern": { "level": "local" },
            "collation": { "locale": "de" },
            "hint": { "guild": 1 },
            "comment": "c",
        }
    );
    let (players, sent) = untyped(Reply::cursor([]));
    assert_eq!(players.count_documents(doc! {}).limit(0).await.unwrap(), 0);
    assert_eq!(sent.command().get_array("pipeline").unwrap().len(), 2, "a limit of 0 is none");
    let (players, _) = answering::<Document>([]);
    let error = players.count_documents(doc! {}).skip(u64::MAX).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidArgument);
}

#[tokio::test]
async fn the_estimate_is_the_commands_count() {
    let (players, sent) = untyped(Reply::document(doc! { "ok": 1, "n": 5_i64 }));
    let count = players
        .estimated_document_count()
        .comment("c")
        .max_time(Duration::from_secs(1))
        .read_concern(ReadConcern::local())
        .read_preference(ReadPreference::Primary)
        .deadline(Duration::from_secs(1));
    assert_eq!(count.await.unwrap(), 5);
    assert_eq!(
        sent.command(),
        doc! { "count": "player", "readConcern": { "level": "local" }, "maxTimeMS": 1000_i64, "comment": "c" }
    );
    let (players, _) = answering::<Document>([Err(not_found()), Err(Error::for_test(ErrorKind::Other, Some(1), []))]);
    assert_eq!(players.estimated_document_count().await.unwrap(), 0);
    assert_eq!(players.estimated_document_count().await.unwrap_err().code(), Some(1));
}

#[tokio::test]
async fn distinct_gives_values_of_one_type() {
    let (players, sent) = untyped(Reply::document(doc! { "ok": 1, "values": ["blue", "red"] }));
    let guilds = players
        .distinct::<String>("guild", doc! { "score": 1 })
        .collation(Collation::builder().locale("de").build())
        .comment("c")
        .hint(Hint::Name("ix".into()))
        .max_time(Duration::from_secs(1))
        .read_concern(ReadConcern::local())
        .read_preference(ReadPreference::Primary)
        .deadline(Duration::from_secs(1));
    assert_eq!(guilds.await.unwrap(), ["blue", "red"]);
    assert_eq!(
        sent.command(),
        doc! {
            "distinct": "player",
            "key": "guild",
            "query": { "score": 1 },
            "readConcern": { "level": "local" },
            "collation": { "locale": "de" },
            "comment": "c",
            "hint": "ix",
            "maxTimeMS": 1000_i64,
        }
    );
}

#[tokio::test]
async fn a_distinct_value_of_another_type_is_told_by_its_field() {
    let (players, _) = untyped(Reply::document(doc! { "ok": 1, "values": ["MARK"] }));
    let error = players.distinct::<i64>("stats.wins", doc! {}).await.unwrap_err();
    let ErrorKind::Decode(failure) = error.kind() else { panic!("{error}") };
    assert_eq!((failure.collection(), failure.path()), (Some("game.player"), "stats.wins"));
    assert!(!format!("{error} {error:?}").contains("MARK"));

    let (players, _) = untyped(Reply::document(doc! { "ok": 1 }));
    assert_eq!(*players.distinct::<i64>("a", doc! {}).await.unwrap_err().kind(), ErrorKind::Other);
}

#[tokio::test]
async fn dropping_what_is_not_there_is_no_error() {
    let (players, sent) = untyped(Reply::document(doc! { "ok": 1 }));
    players.drop().comment("c").write_concern(WriteConcern::majority()).deadline(Duration::from_secs(1)).await.unwrap();
    assert_eq!(sent.command(), doc! { "drop": "player", "writeConcern": { "w": "majority" }, "comment": "c" });
    let (players, _) = answering::<Document>([Err(not_found()), Err(Error::for_test(ErrorKind::Other, Some(1), []))]);
    players.drop().await.unwrap();
    players.drop().await.unwrap_err();
}

#[tokio::test]
async fn an_executor_that_answers_the_wrong_shape_is_told() {
    let (players, _) = untyped(Reply::inserted(1));
    assert_eq!(*players.find(doc! {}).await.unwrap_err().kind(), ErrorKind::Other);
    let (players, _) = untyped(Reply::cursor([]));
    assert_eq!(*players.delete_one(doc! {}).await.unwrap_err().kind(), ErrorKind::Other);
}
