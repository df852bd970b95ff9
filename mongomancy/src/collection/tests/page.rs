//! `find(..).page(..)` and `page_number(..)`: what is sent, and what becomes of the replies.

use std::time::Duration;

use bson::{Document, doc};

use super::recorder::{Player, Recorder, answering};
use crate::{
    Collection, Database, Error, ErrorKind, MAX_PAGE_SIZE, PageToken, Reply,
    options::{Collation, CursorType},
};

const SECRET: &str = "0123456789abcdef-SECRET";

fn lost() -> Error {
    Error::for_test(ErrorKind::CursorLost { documents: 0 }, None, [])
}

fn ids(from: i32, to: i32) -> Vec<Document> {
    (from..to).map(|id| doc! { "_id": id }).collect()
}

/// A collection that answers each find with the next of these.
fn players<const N: usize>(answers: [Vec<Document>; N]) -> (Collection<Document>, std::sync::Arc<Recorder>) {
    answering(answers.map(|documents| Ok(Reply::cursor([Ok(documents)]))))
}

#[tokio::test]
async fn one_more_is_asked_for_than_the_page_has() {
    let (players, sent) = players([ids(0, 3)]);
    let find = players.find(doc! { "guild": "red" }).sort(doc! { "score": -1 }).hint("ix");
    let page = find.page(2).deadline(Duration::from_secs(5)).await.unwrap();
    assert_eq!(
        sent.command(),
        doc! {
            "find": "player", "filter": { "guild": "red" }, "sort": { "score": -1, "_id": 1 }, "hint": "ix",
            "limit": 3_i64, "batchSize": 4_i64,
        }
    );
    assert_eq!(sent.deadlines(), [Some(Duration::from_secs(5))]);
    assert_eq!(page.items(), ids(0, 2));
    assert!(page.next().is_some() && page.previous().is_none());
    assert!(!format!("{page:?}").contains("_id"));
}

#[tokio::test]
async fn the_tokens_lead_on_and_back() {
    let (players, sent) = players([ids(0, 3), ids(2, 5), vec![doc! { "_id": 1 }, doc! { "_id": 0 }], ids(2, 3)]);
    let find = || players.find(doc! {});
    let first = find().page(2).after(None::<&str>).before(&None::<String>).await.unwrap();
    let second = find().page(2).after(first.next()).await.unwrap();
    assert_eq!(second.items(), ids(2, 4));
    let back = find().page(2).before(second.previous().map(PageToken::as_str)).await.unwrap();
    assert_eq!(back.items(), ids(0, 2));
    assert!(back.previous().is_none());
    // The size is nothing that a token is bound to.
    let last = find().page(100).after(back.next()).await.unwrap();
    assert!(last.next().is_none() && last.previous() == second.previous());
    let commands = sent.commands();
    let beyond = |command: &Document| command.get_document("filter").unwrap().get_array("$and").unwrap()[1].clone();
    assert_eq!(beyond(&commands[1]), doc! { "$expr": { "$gt": ["$_id", { "$literal": 1 }] } }.into());
    assert_eq!(beyond(&commands[2]), doc! { "$expr": { "$lt": ["$_id", { "$literal": 2 }] } }.into());
    assert_eq!(commands[3].get("filter"), commands[1].get("filter"));
    let sorts: Vec<_> = commands.iter().map(|command| command.get_document("sort").unwrap().clone()).collect();
    assert_eq!(sorts, [doc! { "_id": 1 }, doc! { "_id": 1 }, doc! { "_id": -1 }, doc! { "_id": 1 }]);
}

#[tokio::test]
async fn behind_an_empty_page_is_where_the_reader_came_from() {
    let (players, sent) = players([ids(0, 3), vec![], ids(1, 2), vec![], ids(1, 2)]);
    let find = || players.find(doc! {}).page(2);
    let first = find().await.unwrap();
    let empty = find().after(first.next()).await.unwrap();
    assert!(empty.items().is_empty() && empty.next().is_none());
    let back = find().before(empty.previous()).await.unwrap();
    assert_eq!(back.items(), ids(1, 2));
    let empty = find().before(back.next().map(|_| empty.previous().unwrap())).await.unwrap();
    assert!(empty.items().is_empty() && empty.previous().is_none());
    find().after(empty.next()).await.unwrap();
    let commands = sent.commands();
    for (command, at_least) in [(&commands[2], "$lte"), (&commands[4], "$gte")] {
        let filter = command.get_document("filter").unwrap().get_array("$and").unwrap();
        assert_eq!(filter[1], doc! { "$expr": { at_least: ["$_id", { "$literal": 1 }] } }.into());
    }
    let (empty, _) = self::players([vec![]]);
    let page = empty.find(doc! {}).page(1).await.unwrap();
    assert!(page.next().is_none() && page.previous().is_none());
}

#[tokio::test]
async fn what_makes_no_sense_is_told_before_anything_is_sent() {
    let (players, sent) = players([]);
    let find = || players.find(doc! {});
    for (page, told) in [
        (find().page(0), "no documents"),
        (find().page(MAX_PAGE_SIZE + 1), "10000"),
        (find().limit(5).page(1), "`limit`"),
        (find().limit(-5).page(1), "`limit`"),
        (find().skip(5).page(1), "`skip`"),
        (find().sort(doc! { "$natural": 1 }).page(1), "`$natural`"),
        (find().sort(doc! { "score": { "$meta": "textScore" } }).page(1), "`score`"),
        (find().cursor_type(CursorType::Tailable).page(1), "tailable"),
        (find().return_key(true).page(1), "`return_key`"),
        (find().show_record_id(true).page(1), "`show_record_id`"),
        (find().page(1).after("x").before("x"), "not both"),
        (find().page(1).after("x"), "damaged"),
        (find().page(1).page_secret("SECRET"), "`page_secret`"),
    ] {
        let error = page.await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidArgument);
        assert!(error.to_string().contains(told) && !format!("{error:?}").contains("SECRET"), "{error}");
    }
    for (page, told) in [
        (find().page_number(1, 0), "no documents"),
        (find().page_number(0, 1), "number 1"),
        (find().page_number(u64::MAX, 2), "too large"),
        (find().page_number(1, MAX_PAGE_SIZE + 1), "10000"),
        (find().limit(5).page_number(1, 1), "`limit`"),
        (find().skip(5).page_number(1, 1), "`skip`"),
        (find().min(doc! { "a": 1 }).page_number(1, 1), "`min`"),
        (find().cursor_type(CursorType::TailableAwait).page_number(1, 1), "`tailable`"),
    ] {
        let error = page.await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidArgument);
        assert!(error.to_string().contains(told), "{error}");
    }
    assert!(sent.commands().is_empty());
}

#[tokio::test]
async fn a_token_is_bound_to_its_query_and_direction() {
    let first = || Ok(Reply::cursor([Ok(ids(0, 3))]));
    let (players, sent) = answering::<Document>((0..20).map(|_| first()));
    let find = || players.find(doc! { "guild": "red" }).sort(doc! { "score": -1 });
    let token = find().page(2).await.unwrap().next().cloned();
    let swedish = Collation::builder().locale("sv").build();
    let other = Database::new(sent.clone(), "other").collection_named::<Document>("player");
    for page in [
        players.find(doc! { "guild": "blue" }).sort(doc! { "score": -1 }),
        players.find(doc! {}).sort(doc! { "score": -1 }),
        find().sort(doc! { "score": 1 }),
        find().sort(doc! { "name": -1 }),
        find().sort(doc! {}),
        find().collation(swedish),
        find().let_vars(doc! { "x": 1 }),
        find().min(doc! { "score": 1 }),
        other.find(doc! { "guild": "red" }).sort(doc! { "score": -1 }),
    ] {
        let error = page.page(2).after(&token).await.unwrap_err();
        assert!(error.to_string().contains("another query"), "{error}");
    }
    let error = find().page(2).before(&token).await.unwrap_err();
    assert!(error.to_string().contains("is one for `after`"), "{error}");
    assert_eq!(sent.commands().len(), 1);
    // What the sort says without words, a projection and a comment make it no other query.
    let same = find().sort(doc! { "score": -1.0, "_id": 1 }).projection(doc! { "name": 1 }).comment("c");
    let error = same.page(2).after(&token).await.unwrap_err();
    assert_eq!((error.kind(), sent.commands().len()), (&ErrorKind::Other, 2), "{error}");
}

#[tokio::test]
async fn the_secret_of_the_handle_signs_unless_the_call_has_its_own() {
    let other = "another-secret-of-many-bytes";
    let (players, sent) = answering::<Document>((0..20).map(|_| Ok(Reply::cursor([Ok(ids(0, 3))]))));
    let signing = players.clone().with_page_secret(SECRET);
    let database = Database::new(sent.clone(), "game").with_page_secret(SECRET);
    assert!(!format!("{signing:?} {database:?} {:?}", signing.find(doc! {}).page(2)).contains("SECRET"));
    let token = signing.find(doc! {}).page(2).await.unwrap().next().cloned();
    for page in [
        signing.find(doc! {}).page(2),
        database.collection_named::<Document>("player").find(doc! {}).page(2),
        players.find(doc! {}).page(2).page_secret(SECRET),
    ] {
        page.after(&token).await.unwrap();
    }
    for (page, told) in [
        (signing.find(doc! {}).page(2).page_secret(other), "another secret"),
        (players.find(doc! {}).page(2), "no `page_secret`"),
    ] {
        let error = page.after(&token).await.unwrap_err();
        assert!(error.to_string().contains(told), "{error}");
    }
    let unsigned = players.find(doc! {}).page(2).await.unwrap().next().cloned();
    let error = signing.find(doc! {}).page(2).after(unsigned).await.unwrap_err();
    assert!(error.to_string().contains("not signed"), "{error}");
}

#[tokio::test]
async fn a_lost_cursor_begins_the_page_anew_and_one_behind_it_does_not_matter() {
    let dying = |documents: Vec<Document>| Ok(Reply::cursor([Ok(documents), Err(lost())]));
    let (players, sent) = answering::<Document>([dying(ids(0, 2)), dying(vec![]), dying(ids(0, 3))]);
    assert_eq!(players.find(doc! {}).page(2).await.unwrap().items(), ids(0, 2));
    assert_eq!(sent.commands().len(), 3);
    let (players, sent) = answering::<Document>((0..20).map(|_| dying(ids(0, 1))));
    let error = players.find(doc! {}).page(2).await.unwrap_err();
    assert!(error.is_cursor_lost() && error.attempts() == 9, "{error}");
    assert_eq!(sent.commands().len(), 9);
    let late = Err(Error::for_test(ErrorKind::DeadlineExceeded, None, []));
    let (players, _) = answering::<Document>([Ok(Reply::cursor([Ok(ids(0, 1)), late]))]);
    let error = players.find(doc! {}).page(2).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::DeadlineExceeded);
}

#[tokio::test]
async fn documents_without_one_place_in_the_order_are_refused() {
    let tagged = vec![doc! { "_id": 0 }, doc! { "_id": 1, "tags": ["a"] }, doc! { "_id": 2 }];
    let twins = vec![doc! { "_id": 0 }, doc! { "_id": 1 }, doc! { "_id": 1 }];
    let (players, _) = players([tagged.clone(), tagged, twins, vec![doc! { "_id": "a" }]]);
    let find = || players.find(doc! {}).sort(doc! { "tags": 1 });
    let error = find().page(2).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidArgument);
    assert!(error.to_string().contains("`tags`") && error.to_string().contains("game.player"), "{error}");
    // It is the next page's then.
    assert_eq!(find().page(1).await.unwrap().items(), [doc! { "_id": 0 }]);
    let error = players.find(doc! {}).page(2).await.unwrap_err();
    assert!(error.to_string().contains("the same `_id`"), "{error}");
    let swedish = Collation::builder().locale("sv").build();
    let error = players.find(doc! {}).collation(swedish).page(2).await.unwrap_err();
    assert!(error.to_string().contains("collation"), "{error}");
}

#[tokio::test]
async fn a_projection_that_hides_the_sort_key_is_kept_to() {
    let stored = |n: i32| doc! { "_id": n, "name": "x", "__mongomancy_key": { "k0": n * 10, "k1": n } };
    let (players, sent) = players([(0..3).map(stored).collect(), vec![]]);
    let find = || players.find(doc! {}).sort(doc! { "score": 1 }).projection(doc! { "name": 1 });
    let page = find().page(2).await.unwrap();
    assert_eq!(page.items(), [doc! { "_id": 0, "name": "x" }, doc! { "_id": 1, "name": "x" }]);
    find().page(2).after(page.next()).await.unwrap();
    let filter = sent.commands()[1].get_document("filter").unwrap().clone();
    assert!(filter.to_string().contains("\"$literal\": 10"), "{filter}");
}

#[tokio::test]
async fn a_document_that_does_not_fit_is_told_with_the_collection() {
    let documents = vec![doc! { "_id": 1, "name": 5 }];
    let (typed, _) = answering::<Player>([Ok(Reply::cursor([Ok(documents.clone())]).after(3, false))]);
    let error = typed.find(doc! {}).page(2).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Decode(failure) if failure.collection() == Some("game.player")));
    assert_eq!(error.attempts(), 3);
}

#[tokio::test]
async fn a_page_and_its_tokens_are_json() {
    let (players, _) = players([ids(0, 3)]);
    let page = players.find(doc! {}).page(2).await.unwrap().map(|document| document.get_i32("_id").unwrap());
    let json: serde_json::Value = serde_json::to_value(&page).unwrap();
    let next = page.next().unwrap().as_str();
    assert_eq!(json, serde_json::json!({ "items": [0, 1], "next": next, "previous": null }));
    assert_eq!(page.into_iter().collect::<Vec<_>>(), [0, 1]);
}

fn counted(n: i32) -> Reply {
    Reply::cursor([Ok(vec![doc! { "n": n }])])
}

#[tokio::test]
async fn a_numbered_page_is_a_find_and_a_count() {
    let (players, sent) = answering::<Document>([Ok(Reply::cursor([Ok(ids(4, 6))])), Ok(counted(7))]);
    let swedish = Collation::builder().locale("sv").build();
    let find = players.find(doc! { "guild": "red" }).sort(doc! { "score": -1 }).collation(swedish);
    let page = find.page_number(3, 2).await.unwrap();
    assert_eq!(
        sent.commands(),
        [
            doc! {
                "find": "player", "filter": { "guild": "red" }, "sort": { "score": -1, "_id": 1 }, "skip": 4_i64,
                "limit": 2_i64, "batchSize": 3_i64, "collation": { "locale": "sv" },
            },
            doc! {
                "aggregate": "player",
                "pipeline": [{ "$match": { "guild": "red" } }, { "$group": { "_id": 1, "n": { "$sum": 1 } } }],
                "cursor": {}, "collation": { "locale": "sv" },
            },
        ]
    );
    assert_eq!((page.number(), page.size(), page.total(), page.pages()), (3, 2, 7, 4));
    assert_eq!(page.items(), ids(4, 6));
    assert!(!format!("{page:?}").contains("_id"));
    let json = serde_json::to_value(page.map(|document| document.get_i32("_id").unwrap())).unwrap();
    assert_eq!(json, serde_json::json!({ "items": [4, 5], "number": 3, "size": 2, "total": 7, "pages": 4 }));
}

#[tokio::test]
async fn a_numbered_page_keeps_natural_order_and_ends_with_the_first_error() {
    let nothing = || Ok(Reply::cursor([]));
    let (players, sent) = answering::<Document>([nothing(), nothing(), nothing(), Err(lost())]);
    let page = players.find(doc! {}).sort(doc! { "$natural": -1 }).page_number(1, 2).await.unwrap();
    assert_eq!((page.items().len(), page.total(), page.pages()), (0, 0, 0));
    assert_eq!(sent.commands()[0].get_document("sort").unwrap(), &doc! { "$natural": -1 });
    players.find(doc! {}).page_number(1, 2).await.unwrap_err();
    assert_eq!(sent.commands()[2].get_document("sort").unwrap(), &doc! { "_id": 1 });
}
