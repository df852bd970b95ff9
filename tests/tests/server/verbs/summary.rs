//! `aggregate`, `count_documents`, `estimated_document_count`, `distinct`.

use std::time::Duration;

use bson::{Bson, Document, doc};
use mongomancy::{
    ErrorKind, MongoDocument,
    options::{Collation, Hint, ReadConcern, ReadPreference, WriteConcern},
};
use serde::{Deserialize, Serialize};

use super::{player, players};

#[derive(Debug, PartialEq, Serialize, Deserialize, MongoDocument)]
struct Total {
    score: i64,
}

#[tokio::test]
async fn a_pipeline_gives_documents_of_any_type() {
    let (_fixture, players) = players().await;
    let sum = [doc! { "$group": { "_id": null, "score": { "$sum": "$score" } } }];
    let totals = players.aggregate(sum.clone()).try_collect().await.unwrap();
    assert_eq!(totals, [doc! { "_id": null, "score": 6_i64 }]);
    let totals = players
        .aggregate(sum)
        .with_type::<Total>()
        .allow_disk_use(true)
        .batch_size(1)
        .collation(Collation::builder().locale("en").build())
        .hint(Hint::Name("_id_".into()))
        .let_vars(doc! { "x": 1 })
        .max_time(Duration::from_secs(5))
        .read_concern(ReadConcern::majority())
        .read_preference(ReadPreference::Primary)
        .comment("total")
        .try_collect()
        .await
        .unwrap();
    assert_eq!(totals, [Total { score: 6 }]);
    let mut sorted = players.aggregate([doc! { "$sort": { "score": 1 } }]).batch_size(1).await.unwrap();
    let mut scores = Vec::new();
    while let Some(player) = sorted.try_next().await.unwrap() {
        scores.push(player.get_i64("score").unwrap());
    }
    assert_eq!(scores, [1, 2, 3]);
    let error = players.aggregate([doc! { "$nonsense": {} }]).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Server(_)), "{error}");
}

#[tokio::test]
async fn a_pipeline_may_store_what_it_makes() {
    let (fixture, players) = players().await;
    let best = fixture.database.collection_named::<Document>("best");
    for (count, stage) in [(1, doc! { "$out": "best" }), (2, doc! { "$merge": { "into": "best" } })] {
        let name = if count == 1 { "Ada" } else { "Bob" };
        let stored = players.aggregate([doc! { "$match": { "name": name } }, stage]).batch_size(5);
        assert!(stored.try_collect().await.unwrap().is_empty());
        assert_eq!(best.count_documents(doc! {}).await.unwrap(), count);
    }
    let unmet = players.aggregate([doc! { "$out": "best" }]).write_concern(WriteConcern::nodes(7));
    let error = unmet.await.unwrap_err();
    assert!(error.maybe_applied() && error.code() == Some(100), "{error}");
}

#[tokio::test]
async fn documents_are_counted() {
    let (fixture, players) = players().await;
    assert_eq!(players.count_documents(doc! { "score": { "$gte": 2 } }).await.unwrap(), 2);
    assert_eq!(players.count_documents(doc! {}).skip(1).limit(1).await.unwrap(), 1);
    assert_eq!(players.count_documents(doc! {}).limit(0).await.unwrap(), 3);
    assert_eq!(players.count_documents(doc! { "name": "Eve" }).await.unwrap(), 0);
    let hinted = players.count_documents(doc! { "name": "Ada" }).hint(Hint::Keys(doc! { "name": 1 }));
    let hinted = hinted.comment("one").max_time(Duration::from_secs(5)).read_concern(ReadConcern::majority());
    assert_eq!(hinted.await.unwrap(), 1);
    assert_eq!(players.estimated_document_count().comment("all").await.unwrap(), 3);
    let nowhere = fixture.database.collection_named::<Document>("nowhere");
    assert_eq!(nowhere.count_documents(doc! {}).await.unwrap(), 0);
    assert_eq!(nowhere.estimated_document_count().await.unwrap(), 0);
    players.count_documents(doc! { "$nonsense": 1 }).await.unwrap_err();
}

#[tokio::test]
async fn the_values_of_a_field_come_with_their_type() {
    let (_fixture, players) = players().await;
    players.insert_one(super::Player { guild: Some("red".into()), ..player("Eve", 3) }).await.unwrap();
    let mut scores = players.distinct::<i64>("score", doc! {}).await.unwrap();
    scores.sort_unstable();
    assert_eq!(scores, [1, 2, 3]);
    let guilds = players.distinct::<String>("guild", doc! { "score": 3 }).comment("guilds");
    assert_eq!(guilds.max_time(Duration::from_secs(5)).await.unwrap(), ["red"]);
    assert_eq!(players.distinct::<Bson>("nothing", doc! {}).await.unwrap(), []);
    let error = players.distinct::<i64>("name", doc! {}).await.unwrap_err();
    let ErrorKind::Decode(failure) = error.kind() else { panic!("{error}") };
    assert_eq!(failure.path(), "name");
    players.distinct::<i64>("score", doc! { "$nonsense": 1 }).await.unwrap_err();
}
