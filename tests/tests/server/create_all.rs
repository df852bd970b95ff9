//! `create_all`: what it creates, finds, skips and refuses, on real servers.

mod collection_options;
mod conflict;
mod default_documents;
mod index_options;
mod together;

use std::time::Duration;

use futures_util::TryStreamExt;
use mongomancy::{
    ChangeSubject, CollectionDefinition, Database, DefaultDocument, Document, Engine, ErrorKind, Index, IndexKey,
    MongoCollection, ReportOutcome, doc,
};
use mongomancy_testkit::{Server, Standalone, TestDatabase, unique_database_name};
use mongomancy_tests::{Commands, run, shared_uri};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize, MongoCollection)]
#[collection(name = "player")]
#[index(player_id, unique)]
#[index(guild = 1, score = -1)]
#[default_documents(Account::house_accounts, key(player_id))]
struct Account {
    player_id: i64,
    guild: String,
    score: f64,
    #[index(unique)]
    email: Option<String>,
}

impl Account {
    fn house_accounts() -> Vec<Self> {
        let account = |player_id| Self { player_id, guild: "house".into(), score: 0.0, email: None };
        (0..3).map(account).collect()
    }
}

/// Every kind of index and option that can be declared.
fn everything() -> CollectionDefinition {
    CollectionDefinition::new("everything")
        .index(Index::ascending("a"))
        .index(Index::new([("b", 1), ("c", -1)]).name("by_b"))
        .index(Index::ascending("unique").unique(true))
        .index(Index::ascending("sparse").sparse(true))
        .index(Index::ascending("date").expire_after(Duration::from_secs(30 * 86_400)))
        .index(Index::ascending("part").partial_filter_expression(doc! { "n": { "$gt": 5 }, "m": 1.5 }))
        .index(Index::ascending("mail").unique(true).partial_filter_expression(doc! { "mail": { "$gte": "" } }))
        .index(Index::new([("z", IndexKey::Ascending), ("title", IndexKey::Text), ("body", IndexKey::Text)]))
        .index(Index::new([("hash", IndexKey::Hashed)]))
        .index(Index::new([("flat", IndexKey::TwoD)]))
        .index(Index::new([("globe", IndexKey::TwoDSphere)]))
        .index(Index::ascending("wild.$**"))
        .default_document(DefaultDocument::new(doc! { "_id": 7, "unique": 1 }))
        .default_document(DefaultDocument::new(doc! { "unique": 2, "in": { "a": 1, "b": [1] } }).key(["unique"]))
        .default_document(
            DefaultDocument::new(doc! { "unique": 3, "in": { "a": null, "b": 2 } }).key(["in.a", "unique", "in.b"]),
        )
}

async fn database() -> TestDatabase {
    Server::shared().await.unwrap().test_database()
}

async fn standalone() -> (Standalone, TestDatabase) {
    let server = Standalone::start().await.unwrap();
    let database = server.test_database();
    (server, database)
}

/// A handle of the same database with an empty registry.
fn anew(database: &TestDatabase) -> Database {
    database.engine().database(database.name())
}

async fn command(database: &TestDatabase, command: Document) -> Document {
    run(database.engine(), database.name(), command).await.unwrap()
}

/// The indexes as the server lists them, without the one over `_id`.
async fn indexes(database: &TestDatabase, collection: &str) -> Vec<Document> {
    let client = database.engine().client().await.unwrap();
    let listed = client.database(database.name()).run_cursor_command(doc! { "listIndexes": collection }).await.unwrap();
    let mut listed: Vec<Document> = listed.try_collect().await.unwrap();
    listed.retain(|index| index.get_str("name").unwrap() != "_id_");
    listed
}

async fn index_names(database: &TestDatabase, collection: &str) -> Vec<String> {
    let mut names: Vec<String> =
        indexes(database, collection).await.iter().map(|index| index.get_str("name").unwrap().to_owned()).collect();
    names.sort();
    names
}

async fn documents(database: &TestDatabase, collection: &str) -> Vec<Document> {
    let all = database.collection_named::<Document>(collection.to_owned());
    all.find(doc! {}).sort(doc! { "_id": 1 }).try_collect().await.unwrap()
}

#[tokio::test]
async fn a_type_gets_all_that_it_declares_and_finds_it_again() {
    let database = database().await;
    database.register::<Account>();
    let report = database.create_all().await.unwrap();
    assert_eq!(report.created_collections().collect::<Vec<_>>(), ["player"]);
    assert_eq!(report.created_indexes().count(), 3, "{report}");
    assert_eq!(report.created_default_documents(), 3);
    let names = ["ix__player__guild_score", "ux__player__email", "ux__player__player_id"];
    assert_eq!(index_names(&database, "player").await, names);
    assert_eq!(database.collection::<Account>().count_documents(doc! { "guild": "house" }).await.unwrap(), 3);

    let again = database.create_all().await.unwrap();
    assert!(again.is_unchanged() && again.notes().is_empty(), "{again}");
    assert_eq!(again.found().count(), 7);
    assert!(again.to_string().contains("nothing to create"), "{again}");
}

async fn everything_is_found_again(database: &TestDatabase) {
    database.add_collection(everything());
    let report = database.create_all().await.unwrap();
    assert_eq!((report.created_indexes().count(), report.created_default_documents()), (12, 3), "{report}");
    let stored = documents(database, "everything").await;
    let stored: Vec<Document> = stored
        .into_iter()
        .map(|mut document| {
            if document.get_object_id("_id").is_ok() {
                document.remove("_id");
            }
            document
        })
        .collect();
    assert_eq!(
        stored,
        [
            doc! { "_id": 7, "unique": 1 },
            doc! { "unique": 2, "in": { "a": 1, "b": [1] } },
            doc! { "unique": 3, "in": { "a": null, "b": 2 } },
        ]
    );
    let again = database.create_all().await.unwrap();
    assert!(again.is_unchanged() && again.conflicts().count() + again.unmanaged().count() == 0, "{again}");
    let lock = documents(database, "mongomancy_lock").await;
    assert_eq!(lock, [doc! { "_id": "master", "locked": false }]);
}

#[tokio::test]
async fn every_kind_of_index_is_found_again() {
    everything_is_found_again(&database().await).await;
}

#[tokio::test]
async fn a_standalone_server_does_as_well() {
    let (_server, database) = standalone().await;
    everything_is_found_again(&database).await;
}

#[tokio::test]
async fn an_up_to_date_database_is_only_read_and_by_few_reads() {
    let sent = Commands::default();
    let recorded = sent.clone();
    let engine =
        Engine::builder(shared_uri().await).configure(move |options| recorded.record(options)).build().unwrap();
    let database = engine.database(unique_database_name());
    database.register::<Account>().add_collection(everything());
    database.create_all().await.unwrap();
    let before = sent.all().len();
    database.create_all().await.unwrap();
    let mut names: Vec<String> = sent.all().into_iter().skip(before).map(|sent| sent.name).collect();
    names.sort();
    assert_eq!(names, ["aggregate", "aggregate", "listCollections", "listIndexes", "listIndexes"]);
    database.drop().await.unwrap();
    assert!(database.list_collection_names().await.unwrap().is_empty());
}

#[tokio::test]
async fn what_is_missing_is_added_and_nothing_is_dropped() {
    let database = database().await;
    command(&database, doc! { "createIndexes": "player", "indexes": [{ "key": { "old": 1 }, "name": "old_1" }] }).await;
    command(&database, doc! { "insert": "player", "documents": [{ "_id": 1, "player_id": 99 }] }).await;
    command(&database, doc! { "create": "other" }).await;
    database.register::<Account>();
    let report = database.create_all().await.unwrap();
    assert_eq!(report.created_collections().count(), 0);
    assert_eq!(report.created_indexes().count(), 3);
    let unmanaged: Vec<&str> = report.unmanaged().filter_map(|entry| entry.index()).collect();
    assert_eq!(unmanaged, ["old_1"]);
    assert!(report.to_string().contains("? index              old_1 { old: 1 }"), "{report}");
    assert_eq!(index_names(&database, "player").await.len(), 4);
    assert_eq!(documents(&database, "player").await.len(), 4);
    assert_eq!(database.list_collection_names().await.unwrap(), ["mongomancy_lock", "other", "player"]);
}

#[tokio::test]
async fn the_same_index_under_another_name_is_found() {
    let database = database().await;
    let theirs = doc! { "key": { "player_id": 1.0 }, "name": "player_id_1", "unique": true };
    command(&database, doc! { "createIndexes": "player", "indexes": [theirs] }).await;
    database.add_collection(CollectionDefinition::new("player").index(Index::ascending("player_id").unique(true)));
    let report = database.create_all().await.unwrap();
    assert!(report.is_unchanged());
    let found = report.found().find(|entry| entry.index().is_some()).unwrap();
    assert_eq!(found.index(), Some("ux__player__player_id"));
    assert!(found.detail().ends_with(", named player_id_1 on the server"), "{report}");
    assert_eq!(index_names(&database, "player").await, ["player_id_1"]);
}

#[tokio::test]
async fn existing_collections_are_skipped_when_asked() {
    let database = database().await;
    command(&database, doc! { "create": "player" }).await;
    database.register::<Account>().add_collection(CollectionDefinition::new("guild").index(Index::ascending("name")));
    let report = database.create_all().skip_existing(true).await.unwrap();
    let skipped: Vec<(&str, &ChangeSubject)> = report.skipped().map(|one| (one.collection(), one.subject())).collect();
    assert_eq!(skipped, [("player", &ChangeSubject::Collection)]);
    assert!(
        report
            .entries()
            .iter()
            .all(|entry| { (entry.collection() == "player") == (entry.outcome() == ReportOutcome::Skipped) })
    );
    assert_eq!(report.created_collections().collect::<Vec<_>>(), ["guild"]);
    assert!(index_names(&database, "player").await.is_empty());
    assert!(documents(&database, "player").await.is_empty());
}

#[tokio::test]
async fn many_collections_are_created_several_at_a_time() {
    let database = database().await;
    let definitions = (0..20).map(|n| CollectionDefinition::new(format!("c{n}")).index(Index::ascending("a")));
    database.extend(definitions);
    let report = database.create_all().concurrency(3).await.unwrap();
    assert_eq!((report.created_collections().count(), report.created_indexes().count()), (20, 20));
    let error = database.create_all().concurrency(0).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::InvalidArgument);
}

#[tokio::test]
async fn an_index_that_is_still_being_built_is_waited_for() {
    use mongomancy_testkit::{FailPoint, ReplicaSet};
    let set = ReplicaSet::builder().members(1).start().await.unwrap();
    let database = set.test_database();
    command(&database, doc! { "insert": "c", "documents": [{ "a": 1 }] }).await;
    let hang = FailPoint::new("hangAfterStartingIndexBuild", doc! {}).enable(&set).await.unwrap();
    let building = anew(&database);
    building.add_collection(CollectionDefinition::new("c").index(Index::ascending("a")));
    let first = tokio::spawn(building.create_all().into_future());
    let second = anew(&database);
    second.extend(building.definitions());
    mongomancy_testkit::wait_until(mongomancy_tests::LIMIT, "the build", async || {
        (!indexes(&database, "c").await.is_empty()).then_some(())
    })
    .await
    .unwrap();
    let error = second.create_all().lock_timeout(Duration::from_millis(300)).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::LockTimeout, "{error}");
    drop(hang);
    assert_eq!(first.await.unwrap().unwrap().created_indexes().count(), 1);
    assert!(second.create_all().await.unwrap().is_unchanged());
}
