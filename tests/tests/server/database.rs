//! The handle of a database: its registry, its names, and what it does to the server.

use std::{sync::Arc, time::Duration};

use mongomancy::{
    BoxFuture, CollectionDefinition, Database, Document, ErrorKind, Executor, Index, MongoCollection, Operation, Reply,
    Result, doc,
};
use mongomancy_tests::{database, engine, run};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize, MongoCollection)]
struct Player {
    #[index(unique)]
    name: String,
}

#[tokio::test]
async fn clones_share_one_registry_and_other_handles_have_their_own() {
    let db = database().await;
    let clone = Database::clone(&db);
    clone.register::<Player>().register::<Player>();
    db.add_collection(CollectionDefinition::new("archive"));
    db.extend([CollectionDefinition::new("guild").index(Index::ascending("name"))]);
    let names: Vec<String> = clone.definitions().iter().map(|one| one.name().to_owned()).collect();
    assert_eq!(names, ["player", "archive", "guild"]);
    assert!(clone.contains("archive") && !clone.contains("other"));
    assert!(db.engine().database(db.name()).definitions().is_empty());
    assert_eq!(clone.with_deadline(Duration::from_secs(1)).definitions().len(), 3);

    assert_eq!(db.get_collection("guild").unwrap().name(), "guild");
    let error = db.get_collection("gild").unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::NotRegistered);
    assert!(error.to_string().contains("archive, guild, player"), "{error}");
    let none = db.engine().database(db.name()).get_collection("gild").unwrap_err();
    assert!(none.to_string().contains("none is"), "{none}");
}

#[tokio::test]
async fn a_collection_needs_no_registration() {
    let db = database().await;
    db.collection::<Player>().insert_one(Player { name: "Ada".into() }).await.unwrap();
    let archive = db.collection_named::<Player>("archive");
    archive.insert_one(Player { name: "Bob".into() }).await.unwrap();
    assert_eq!(db.list_collection_names().await.unwrap(), ["archive", "player"]);
    assert_eq!(archive.find_one(doc! {}).await.unwrap().unwrap().name, "Bob");
    db.ping().await.unwrap();
    db.drop().await.unwrap();
    db.drop().await.unwrap();
    assert_eq!(db.list_collection_names().await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_test_database_is_gone_when_its_test_is() {
    let engine = engine().await;
    let db = database().await;
    db.collection_named::<Document>("c").insert_one(doc! {}).await.unwrap();
    let name = db.name().to_owned();
    let databases = async || {
        let listed = run(&engine, "admin", doc! { "listDatabases": 1, "nameOnly": true }).await.unwrap();
        listed
            .get_array("databases")
            .unwrap()
            .iter()
            .any(|one| one.as_document().unwrap().get_str("name").unwrap() == name)
    };
    assert!(databases().await);
    drop(db);
    assert!(!databases().await);
}

/// An executor that must not be asked.
struct Unasked;

impl Executor for Unasked {
    fn execute(&self, operation: Operation) -> BoxFuture<'_, Result<Reply>> {
        panic!("sent {operation:?}")
    }
}

#[tokio::test]
async fn names_that_no_server_takes_are_refused_before_anything_is_sent() {
    let executor: Arc<dyn Executor> = Arc::new(Unasked);
    let bad = Database::new(Arc::clone(&executor), "a.b");
    let refused = |error: mongomancy::Error| assert_eq!(error.kind(), &ErrorKind::InvalidArgument, "{error}");
    refused(bad.ping().await.unwrap_err());
    refused(bad.drop().await.unwrap_err());
    refused(bad.list_collection_names().await.unwrap_err());
    refused(bad.register::<Player>().create_all().await.unwrap_err());
    refused(bad.collection::<Player>().find_one(doc! {}).await.unwrap_err());
    let good = Database::new(executor, "game");
    for name in ["", "a$b", "system.users", "a\0b", ".a", &"c".repeat(255)] {
        let collection = good.collection_named::<Document>(name);
        refused(collection.insert_one(doc! {}).await.unwrap_err());
        refused(collection.find(doc! {}).await.unwrap_err());
        refused(collection.drop().await.unwrap_err());
    }
    good.add_collection(CollectionDefinition::new("a$b"));
    refused(good.create_all().await.unwrap_err());
}
