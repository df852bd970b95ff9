//! What a validator does not let pass is told by field and rule, and never by value.

use mongomancy::{
    Document, Error, ErrorKind, Id, MongoCollection, MongoDocument, bson::DateTime, doc, error::ValidationFailure,
};
use mongomancy_testkit::TestDatabase;
use mongomancy_tests::{database, printed, run};

const MARK: &str = "MARKED-SECRET";

#[derive(Clone, MongoDocument)]
struct Stats {
    #[schema(min = 0, description = "matches won")]
    wins: i32,
}

#[derive(Clone, MongoDocument)]
struct Item {
    #[schema(pattern = "^[a-z]+$")]
    sku: String,
}

#[derive(Clone, MongoDocument)]
#[serde(tag = "type")]
enum Place {
    Nowhere,
    At { x: f64 },
}

#[derive(Clone, MongoCollection)]
#[collection(validate)]
struct Player {
    #[serde(rename = "_id")]
    id: Option<Id<Player>>,
    #[schema(min_len = 1, max_len = 20)]
    name: String,
    score: Option<i64>,
    stats: Stats,
    #[schema(max_len = 2)]
    items: Vec<Item>,
    place: Place,
    last_seen: DateTime,
}

fn ada() -> Player {
    let items = vec![Item { sku: "sword".into() }];
    Player {
        id: None,
        name: "Ada".into(),
        score: None,
        stats: Stats { wins: 3 },
        items,
        place: Place::At { x: 0.5 },
        last_seen: DateTime::now(),
    }
}

/// A database with the collection, made by hand.
async fn created<T: MongoCollection>() -> TestDatabase {
    let db = database().await;
    let definition = T::definition();
    let mut create = doc! { "create": definition.name() };
    create.extend(definition.options().clone());
    run(db.engine(), db.name(), create).await.unwrap();
    db.register::<T>();
    db
}

/// The rules that the document breaks, as the error tells them.
fn broken(error: &Error) -> Vec<(&str, &str)> {
    assert!(!printed(error).contains(MARK), "{}", printed(error));
    let Some(failure) = error.validation_failure() else { panic!("{error}") };
    failure.broken().iter().map(|broken| (broken.path(), broken.rule())).collect()
}

#[tokio::test]
async fn a_refused_document_is_told_by_its_fields() {
    let db = created::<Player>().await;
    let players = db.collection::<Player>();
    players.insert_one(ada()).await.unwrap();

    let error = players.insert_one(Player { stats: Stats { wins: -1 }, ..ada() }).await.unwrap_err();
    assert_eq!(broken(&error), [("stats.wins", "minimum")]);
    let told = "refused by the collection's validator: `stats.wins` breaks `minimum` (matches won)";
    assert!(error.to_string().contains(told), "{error}");

    let items = ["sword", "SHIELD", "bow"].map(|sku| Item { sku: sku.into() }).to_vec();
    let error = players.insert_one(Player { name: MARK.repeat(2), items, ..ada() }).await.unwrap_err();
    assert_eq!(broken(&error), [("name", "maxLength"), ("items", "maxItems"), ("items.1.sku", "pattern")]);

    let untyped = db.collection_named::<Document>("player");
    for (change, expected) in [
        (doc! { "$set": { "score": MARK } }, vec![("score", "bsonType")]),
        (doc! { "$unset": { "last_seen": 1 } }, vec![("last_seen", "required")]),
        (doc! { "$set": { "place": { "type": MARK } } }, vec![("place.type", "enum"), ("place.x", "required")]),
        (doc! { "$set": { "stats": MARK } }, vec![("stats", "bsonType")]),
    ] {
        let error = untyped.update_one(doc! {}, change.clone()).await.unwrap_err();
        assert_eq!(broken(&error), expected, "{change}");
        // Here the server says it in the reply to the command itself.
        let error = untyped.find_one_and_update(doc! {}, change.clone()).await.unwrap_err();
        assert_eq!(broken(&error), expected, "{change}");
    }
    let error = untyped.replace_one(doc! {}, doc! { "name": MARK }).await.unwrap_err();
    let missing = ["items", "last_seen", "place", "score", "stats"].map(|name| (name, "required"));
    assert_eq!(broken(&error), missing);
    assert_eq!(untyped.count_documents(doc! {}).await.unwrap(), 1);
}

#[tokio::test]
async fn each_document_of_many_has_its_own_reasons() {
    let db = created::<Player>().await;
    let players = db.collection::<Player>();
    let bad = [Player { name: String::new(), ..ada() }, ada(), Player { stats: Stats { wins: -2 }, ..ada() }];
    let error = players.insert_many(bad).ordered(false).await.unwrap_err();
    let failures = error.partial_insert().unwrap().failures();
    let told: Vec<String> =
        failures.iter().map(|failure| format!("{} {}", failure.position(), failure.kind())).collect();
    assert_eq!(
        told,
        [
            "0 refused by the collection's validator: `name` breaks `minLength`",
            "2 refused by the collection's validator: `stats.wins` breaks `minimum` (matches won)",
        ]
    );
}

#[tokio::test]
async fn a_filter_as_validator_is_told_by_its_fields() {
    let db = database().await;
    let filter = doc! { "secret": { "$exists": false }, "$expr": { "$lt": ["$a", "$b"] } };
    run(db.engine(), db.name(), doc! { "create": "c", "validator": filter }).await.unwrap();
    let documents = db.collection_named::<Document>("c");
    let error = documents.insert_one(doc! { "secret": MARK, "a": 1, "b": 2 }).await.unwrap_err();
    assert_eq!(broken(&error), [("secret", "$exists")]);
    let error = documents.insert_one(doc! { "a": 2, "b": 1 }).await.unwrap_err();
    assert_eq!(broken(&error), [("", "$expr")]);
    assert_ne!(*error.kind(), ErrorKind::Validation(ValidationFailure::default()));
}
