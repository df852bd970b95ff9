//! Indexes of each kind with each option, as the derive declares them: the server takes them, and has them.

// Indexes that share a word are no mistake.
#![allow(clippy::duplicated_attributes)]

use bson::{DateTime, Document, doc};
use mongomancy::{Database, Index, MongoCollection, MongoDocument};
use mongomancy_testkit::TestDatabase;

use super::{database, indexes};

#[derive(MongoDocument)]
struct Stats {
    #[serde(rename = "w")]
    wins: i64,
}

#[derive(MongoCollection)]
#[index(score, hidden)]
#[index(score = -1, name = "active", partial = { status: "active", score: { $gt: 10, $lte: 20 }, stats.wins: { $exists: true } })]
#[index(status, name = "either", partial = {
    $or: [{ status: { $in: ["a", "b"] } }, { score: { $gte: 3 } }, { $and: [{ score: { $eq: 1 } }, { status: { $type: "string" } }] }],
})]
#[index(
    status,
    name = "cased",
    collation(
        locale = "de@collation=phonebook",
        strength = 3,
        case_level,
        case_first = "upper",
        numeric_ordering,
        alternate = "shifted",
        max_variable = "space",
        normalization,
        backwards = false,
    )
)]
#[index(title = "text", body = "text", score, weights(title = 10, body = 5), default_language = "german", language_override = lang)]
#[index(plane = "2d", bits = 20, min = -500, max = 500.5)]
#[index(globe = "2dsphere", score)]
#[index(lang = "hashed")]
#[index($**, name = "all", wildcard_projection(title, stats.wins))]
#[index("$**", name = "others", wildcard_projection = { "attrs": 0 }, hidden)]
#[index(attrs.$**)]
#[index(status, name = "engine", raw = { "storageEngine": { "wiredTiger": { "configString": "" } } })]
struct Item {
    score: i64,
    #[index(unique)]
    status: Option<String>,
    stats: Stats,
    title: String,
    body: String,
    lang: String,
    plane: [f64; 2],
    globe: Document,
    #[index(wildcard)]
    extra: Document,
    attrs: Document,
    #[index(expire_after = "30d", partial = { score: { $lt: 3 } })]
    seen: DateTime,
    #[index(unique, sparse, collation(locale = "en", strength = 1))]
    nick: String,
}

/// The options that the server has, but for those that it fills in.
fn told(of: &Document, declared: &Document) -> Document {
    of.iter()
        .filter(|(name, _)| declared.contains_key(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

async fn created<T: MongoCollection>(database: &TestDatabase) -> Vec<Document> {
    let registry: &Database = database;
    registry.register::<T>();
    let report = database.create_all().await.unwrap();
    assert_eq!(report.created_indexes().count(), T::definition().indexes().len(), "{report}");
    let plan = database.plan().await.unwrap();
    assert!(plan.is_empty(), "{plan}");
    indexes(database, T::NAME).await
}

#[tokio::test]
async fn every_option_of_an_index_is_created() {
    let database = database().await;
    let listed = created::<Item>(&database).await;
    let definition = Item::definition();
    assert_eq!(listed.len(), definition.indexes().len());
    for index in definition.indexes() {
        let name = index.name_in(Item::NAME);
        let on_server = listed.iter().find(|on_server| on_server.get_str("name").unwrap() == name).unwrap();
        compare(index, on_server);
    }
    let by = |name: &str| listed.iter().find(|on_server| on_server.get_str("name").unwrap() == name).unwrap();
    let rules = by("cased").get_document("collation").unwrap();
    let said = doc! {
        "locale": "de@collation=phonebook", "strength": 3, "caseLevel": true, "caseFirst": "upper",
        "numericOrdering": true, "alternate": "shifted", "maxVariable": "space", "normalization": true,
        "backwards": false,
    };
    assert_eq!(told(rules, &said), said);
    let texts = by("ix__item__title_body_score");
    assert_eq!(texts.get_document("weights").unwrap(), &doc! { "body": 5, "title": 10 });
    assert_eq!(texts.get_str("default_language").unwrap(), "german");
    assert_eq!(texts.get_str("language_override").unwrap(), "lang");
    let plane = by("ix__item__plane");
    assert_eq!(told(plane, &doc! { "bits": 0, "min": 0, "max": 0 }), doc! { "bits": 20, "min": -500.0, "max": 500.5 });
    assert_eq!(by("all").get_document("wildcardProjection").unwrap(), &doc! { "title": 1, "stats.w": 1 });
    assert_eq!(by("others").get_document("wildcardProjection").unwrap(), &doc! { "attrs": 0 });
    assert!(by("engine").contains_key("storageEngine"));
}

/// What every index may have.
fn compare(index: &Index, on_server: &Document) {
    let flag = |name: &str| on_server.get_bool(name).unwrap_or_default();
    let flags = (flag("unique"), flag("sparse"), flag("hidden"));
    assert_eq!(flags, (index.is_unique(), index.is_sparse(), index.is_hidden()), "{on_server}");
    let partial = on_server.get_document("partialFilterExpression").ok();
    assert_eq!(partial, index.partial_filter(), "{on_server}");
    let seconds =
        on_server.get("expireAfterSeconds").and_then(|after| after.as_i64().or(after.as_i32().map(Into::into)));
    assert_eq!(seconds, index.time_to_live().map(|after| i64::try_from(after.as_secs()).unwrap()), "{on_server}");
}
