//! `find(..).resumable()`: what is sent, and how it goes on.

use std::time::Duration;

use bson::{Document, doc};

use super::recorder::{Recorder, answering};
use crate::{
    Collection, Cursor, Error, ErrorKind, Reply, Result,
    options::{Collation, CursorType},
};

fn lost() -> Error {
    Error::for_test(ErrorKind::CursorLost { documents: 0 }, None, [])
}

/// A cursor that gives these batches and is lost then.
fn dying<const N: usize>(batches: [Vec<Document>; N]) -> Reply {
    Reply::cursor(batches.map(Ok).into_iter().chain([Err(lost())]))
}

fn ids(from: i32, to: i32) -> Vec<Document> {
    (from..to).map(|id| doc! { "_id": id }).collect()
}

fn players(replies: impl IntoIterator<Item = Result<Reply>>) -> (Collection<Document>, std::sync::Arc<Recorder>) {
    answering(replies)
}

async fn rest(cursor: &mut Cursor<Document>) -> Result<Vec<Document>> {
    let mut rest = Vec::new();
    while let Some(document) = cursor.try_next().await? {
        rest.push(document);
    }
    Ok(rest)
}

fn after_id(id: i32) -> Document {
    doc! { "$expr": { "$gt": ["$_id", { "$literal": id }] }, "_id": { "$not": { "$lt": id } } }
}

#[tokio::test]
async fn it_goes_on_behind_the_last_document_with_what_the_limit_leaves() {
    let last = Reply::cursor([Ok(ids(5, 7))]);
    let (players, sent) = players([dying([ids(0, 2), ids(2, 4)]), dying([]), dying([ids(4, 5)]), last].map(Ok));
    let everyone = players
        .find(doc! { "guild": "red" })
        .skip(3)
        .limit(7)
        .batch_size(2)
        .collation(Collation::builder().locale("de").build())
        .hint("ix")
        .comment("c")
        .max_time(Duration::from_secs(9))
        .deadline(Duration::from_secs(5))
        .resumable();
    assert_eq!(everyone.try_collect().await.unwrap(), ids(0, 7));
    let command = |filter: Document, skip: Option<i64>, limit: i64| {
        let mut command = doc! { "find": "player", "filter": filter, "sort": { "_id": 1 }, "hint": "ix" };
        command.extend(skip.map(|skip| ("skip".to_owned(), skip.into())));
        let rest = doc! {
            "limit": limit, "batchSize": 2, "comment": "c", "maxTimeMS": 9000_i64, "collation": { "locale": "de" },
        };
        command.extend(rest);
        command
    };
    let red_after = |id| doc! { "$and": [{ "guild": "red" }, after_id(id)] };
    assert_eq!(
        sent.commands(),
        [
            command(doc! { "guild": "red" }, Some(3), 7),
            command(red_after(3), None, 3),
            command(red_after(3), None, 3),
            command(red_after(4), None, 2),
        ]
    );
    assert_eq!(sent.deadlines(), [Some(Duration::from_secs(5)); 4]);
}

#[tokio::test]
async fn lost_before_the_first_document_it_begins_anew() {
    let (players, sent) = players([dying([]), Reply::cursor([Ok(ids(0, 2))])].map(Ok));
    assert_eq!(players.find(doc! {}).skip(1).resumable().try_collect().await.unwrap(), ids(0, 2));
    let commands = sent.commands();
    assert_eq!(commands[0], commands[1]);
    assert_eq!(commands[1].get_i64("skip").ok(), Some(1));
}

#[tokio::test]
async fn a_limit_that_is_reached_needs_no_other_cursor() {
    let (players, sent) = players([Ok(dying([ids(0, 2)]))]);
    assert_eq!(players.find(doc! {}).limit(2).resumable().try_collect().await.unwrap(), ids(0, 2));
    assert_eq!(sent.commands().len(), 1);
}

#[tokio::test]
async fn other_errors_end_it_and_say_how_far_it_came() {
    for (replies, kind) in [
        (
            vec![Ok(Reply::cursor([
                Ok(ids(0, 2)),
                Err(Error::for_test(ErrorKind::DeadlineExceeded, None, [])),
                Ok(ids(2, 3)),
            ]))],
            ErrorKind::DeadlineExceeded,
        ),
        (
            vec![Ok(dying([ids(0, 2)])), Err(Error::for_test(ErrorKind::Unauthorized, Some(13), []))],
            ErrorKind::Unauthorized,
        ),
    ] {
        let (players, _) = players(replies);
        let mut cursor = players.find(doc! {}).resumable().await.unwrap();
        let error = rest(&mut cursor).await.unwrap_err();
        assert_eq!((error.kind(), cursor.documents_given()), (&kind, 2));
        assert!(error.to_string().contains("after 2 documents"), "{error}");
        assert_eq!(cursor.try_next().await.unwrap(), None);
    }
}

#[tokio::test]
async fn cursors_that_give_nothing_are_not_opened_for_ever() {
    let (players, sent) = players((0..100).map(|_| Ok(dying([]))));
    let error = players.find(doc! {}).resumable().try_collect().await.unwrap_err();
    assert!(error.is_cursor_lost(), "{error}");
    assert_eq!(sent.commands().len(), 9);
    // One document makes a new beginning.
    let (players, sent) = self::players((0..20).map(|n| Ok(dying([ids(n, n + i32::from(n % 8 == 7))]))));
    players.find(doc! {}).resumable().try_collect().await.unwrap_err();
    assert_eq!(sent.commands().len(), 21);
}

#[tokio::test]
async fn an_array_in_the_sort_key_ends_it_after_the_documents_before() {
    for projection in [doc! {}, doc! { "x": 0 }, doc! { "tags": 0 }] {
        let mut batch = ids(0, 2);
        batch.push(doc! { "_id": 2, "tags": ["a", "b"] });
        batch.push(doc! { "_id": 3 });
        let (players, sent) = players([Ok(dying([batch]))]);
        let find = players.find(doc! {}).sort(doc! { "tags": 1 }).projection(&projection).resumable();
        let mut cursor = find.await.unwrap();
        assert_eq!(cursor.try_next().await.unwrap(), Some(doc! { "_id": 0 }));
        let error = rest(&mut cursor).await.unwrap_err();
        assert_eq!((error.kind(), cursor.documents_given()), (&ErrorKind::InvalidArgument, 2));
        assert!(error.to_string().contains("`tags`"), "{error}");
        assert_eq!(cursor.try_next().await.unwrap(), None);
        assert_eq!(sent.commands().len(), 1);
    }
}

#[tokio::test]
async fn a_projection_that_hides_the_sort_key_is_kept_to() {
    let stored = |n: i32| doc! { "_id": n, "name": "x", "score": n, "__mongomancy_key": { "k0": n, "k1": n } };
    let (players, sent) = players([dying([vec![stored(1)]]), Reply::cursor([Ok(vec![stored(2)])])].map(Ok));
    let find = players.find(doc! {}).sort(doc! { "score": 1 }).projection(doc! { "name": 1, "score": 1 }).resumable();
    let seen = |n: i32| doc! { "_id": n, "name": "x", "score": n };
    assert_eq!(find.try_collect().await.unwrap(), [seen(1), seen(2)]);
    let keys = doc! { "k0": "$score", "k1": "$_id" };
    for command in sent.commands() {
        let projection = doc! { "name": 1, "score": 1, "__mongomancy_key": &keys };
        assert_eq!(command.get_document("projection").unwrap(), &projection);
    }

    let stored = |n: i32| doc! { "_id": n, "name": "x", "score": n };
    let (players, sent) = self::players([dying([vec![stored(1)]]), Reply::cursor([Ok(vec![stored(2)])])].map(Ok));
    let find = players.find(doc! {}).sort(doc! { "score": 1 }).projection(doc! { "_id": 0, "score": 0 }).resumable();
    assert_eq!(find.try_collect().await.unwrap(), [doc! { "name": "x" }, doc! { "name": "x" }]);
    assert!(sent.commands().iter().all(|command| !command.contains_key("projection")));
}

#[tokio::test]
async fn what_makes_no_sense_is_told_before_anything_is_sent() {
    let (players, sent) = players([]);
    let find = || players.find(doc! {}).resumable();
    for (find, told) in [
        (find().sort(doc! { "$natural": 1 }), "`$natural`"),
        (find().sort(doc! { "score": { "$meta": "textScore" } }), "`score`"),
        (find().cursor_type(CursorType::Tailable), "tailable"),
        (find().cursor_type(CursorType::TailableAwait), "tailable"),
        (find().limit(-5), "`limit`"),
        (find().return_key(true), "`return_key`"),
        (find().show_record_id(true), "`show_record_id`"),
    ] {
        let error = find.await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidArgument);
        assert!(error.to_string().contains(told), "{error}");
    }
    assert!(sent.commands().is_empty());
}

#[tokio::test]
async fn its_errors_say_how_often_the_find_was_sent() {
    let reply = Reply::cursor([Ok(vec![doc! { "_id": 1, "name": 5 }])]).after(3, false);
    let (typed, _) = answering::<super::recorder::Player>([Ok(reply)]);
    let error = typed.find(doc! {}).resumable().try_collect().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{error}");
    assert_eq!(error.attempts(), 3);
}
