//! `find`, `find_one`, `find_by_id`, `exists`.

use std::time::Duration;

use bson::{Bson, Document, doc, oid::ObjectId};
use mongomancy::{
    ErrorKind, MongoDocument,
    options::{Collation, CursorType, Hint, ReadConcern, ReadPreference},
};
use serde::{Deserialize, Serialize};

use super::{names, players};

#[derive(Debug, PartialEq, Serialize, Deserialize, MongoDocument)]
struct Card {
    name: String,
}

#[tokio::test]
async fn documents_come_sorted_skipped_limited_and_in_batches() {
    let (_fixture, players) = players().await;
    assert_eq!(names(&players).await, ["Ada", "Bob", "Cyd"]);
    let mut found = players.find(doc! {}).sort(doc! { "score": 1 }).skip(1).batch_size(1).await.unwrap();
    assert_eq!(found.try_next().await.unwrap().unwrap().name, "Bob");
    assert_eq!(found.try_next().await.unwrap().unwrap().name, "Ada");
    assert_eq!(found.try_next().await.unwrap(), None);
    for (limit, count) in [(0, 3), (2, 2), (-2, 2)] {
        assert_eq!(players.find(doc! {}).limit(limit).batch_size(2).try_collect().await.unwrap().len(), count);
    }
}

#[tokio::test]
async fn servers_take_every_option() {
    let (_fixture, players) = players().await;
    let found = players
        .find(doc! { "$expr": { "$eq": ["$name", "$$wanted"] } })
        .let_vars(doc! { "wanted": "Ada" })
        .hint(Hint::Keys(doc! { "name": 1 }))
        .min(doc! { "name": "A" })
        .max(doc! { "name": "B" })
        .projection(doc! { "_id": 0, "name": 1 })
        .allow_disk_use(true)
        .allow_partial_results(false)
        .no_cursor_timeout(false)
        .comment("every option")
        .max_time(Duration::from_secs(5))
        .read_concern(ReadConcern::majority())
        .read_preference(ReadPreference::SecondaryPreferred { options: None })
        .deadline(Duration::from_secs(30))
        .with_type::<Card>()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(found, [Card { name: "Ada".into() }]);

    let collation = Collation::builder().locale("en").strength(mongomancy::options::CollationStrength::Primary).build();
    assert!(players.exists(doc! { "name": "ADA" }).collation(collation).await.unwrap());
    let keys = players.find_one(doc! { "name": "Ada" }).return_key(true).with_type::<Document>().await.unwrap();
    assert_eq!(keys, Some(doc! { "name": "Ada" }));
    let id = players.find_one(doc! {}).show_record_id(true).with_type::<Document>().await.unwrap();
    assert!(id.unwrap().contains_key("$recordId"));
}

#[tokio::test]
async fn one_document_is_found_by_filter_or_by_id() {
    let (fixture, players) = players().await;
    let ada = players.find_one(doc! { "name": "Ada" }).await.unwrap().unwrap();
    let best = players.find_one(doc! {}).sort(doc! { "score": -1 }).await.unwrap();
    assert_eq!(best.as_ref(), Some(&ada));
    assert_eq!(players.find_by_id(ada.id.unwrap()).await.unwrap(), Some(ada));
    assert_eq!(players.find_by_id(ObjectId::new()).await.unwrap(), None);
    assert_eq!(players.find_one(doc! { "name": "Eve" }).await.unwrap(), None);
    assert!(players.exists(doc! { "name": "Ada" }).await.unwrap());
    assert!(!players.exists(doc! { "name": "Eve" }).await.unwrap());
    // A document that looks like a query is an `_id` like any other.
    let untyped = fixture.database.collection_named::<Document>("player");
    assert_eq!(untyped.find_by_id(Bson::from(doc! { "$gt": 0 })).await.unwrap(), None);
}

#[tokio::test]
async fn a_bad_filter_is_the_servers_error() {
    let (_fixture, players) = players().await;
    for filter in [doc! { "$nonsense": 1 }, doc! { "score": { "$nonsense": 1 } }] {
        let error = players.find(filter.clone()).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Server(failure) if failure.code() == 2), "{error}");
        assert!(!error.maybe_applied());
        players.find_one(filter.clone()).await.unwrap_err();
        players.exists(filter.clone()).await.unwrap_err();
    }
    let error = players.find(doc! {}).hint(Hint::Name("no such index".into())).await.unwrap_err();
    assert_eq!(error.code(), Some(2), "{error}");
}

#[tokio::test]
async fn a_document_that_does_not_fit_is_one_error_and_the_stream_goes_on() {
    let (fixture, players) = players().await;
    let untyped = fixture.database.collection_named::<Document>("player");
    untyped.insert_one(doc! { "_id": 7, "name": "Bad", "score": 9 }).await.unwrap();
    untyped.update_one(doc! { "name": "Bob" }, doc! { "$set": { "guild": ["red"] } }).await.unwrap();
    let mut found = players.find(doc! {}).sort(doc! { "name": 1 }).await.unwrap();
    assert_eq!(found.try_next().await.unwrap().unwrap().name, "Ada");
    let paths: Vec<(Option<String>, String)> = [found.try_next().await, found.try_next().await]
        .into_iter()
        .map(|misfit| match misfit.unwrap_err().kind() {
            ErrorKind::Decode(failure) => {
                assert_eq!(failure.collection().unwrap(), players.namespace().to_string());
                (failure.id().map(str::to_owned), failure.path().to_owned())
            }
            kind => panic!("{kind}"),
        })
        .collect();
    assert_eq!(paths[0], (Some("7".into()), "_id".into()));
    assert_eq!(paths[1].1, "guild");
    assert_eq!(found.try_next().await.unwrap().unwrap().name, "Cyd");
    assert_eq!(found.try_next().await.unwrap(), None);

    let error = players.find_one(doc! { "_id": 7 }).await.unwrap_err();
    assert!(error.to_string().contains("document 7 of ") && error.to_string().contains("at `_id`"), "{error}");
    players.find(doc! {}).try_collect().await.unwrap_err();
}

#[tokio::test]
async fn a_tailable_cursor_waits_for_documents_to_come() {
    let (fixture, _players) = players().await;
    fixture.run(doc! { "create": "log", "capped": true, "size": 4096 }).await;
    let log = fixture.database.collection_named::<Document>("log");
    log.insert_one(doc! { "_id": 1 }).await.unwrap();
    let tail = log.find(doc! {}).cursor_type(CursorType::TailableAwait).max_await_time(Duration::from_millis(50));
    let mut tail = tail.await.unwrap();
    assert_eq!(tail.try_next().await.unwrap(), Some(doc! { "_id": 1 }));
    let (next, inserted) = tokio::join!(tail.try_next(), log.insert_one(doc! { "_id": 2 }));
    inserted.unwrap();
    assert_eq!(next.unwrap(), Some(doc! { "_id": 2 }));
}
