//! What the server has otherwise than it is declared, and definitions that contradict each other.

use mongomancy::{CollectionDefinition, DefaultDocument, ErrorKind, Index, doc};
use mongomancy_tests::printed;

use super::{anew, command, database, documents, index_names};

fn player() -> CollectionDefinition {
    CollectionDefinition::new("player")
}

#[tokio::test]
async fn every_conflict_is_listed_and_nothing_is_created() {
    let database = database().await;
    let indexes = vec![
        doc! { "key": { "a": 1 }, "name": "a_1" },
        doc! { "key": { "b": -1 }, "name": "by_b" },
        doc! { "key": { "c": 1 }, "name": "ix__player__c", "expireAfterSeconds": 30 },
        doc! { "key": { "d": 1 }, "name": "d_1", "collation": { "locale": "en" } },
        doc! { "key": { "e": 1 }, "name": "e_1", "partialFilterExpression": { "e": "MARK" } },
    ];
    command(&database, doc! { "createIndexes": "player", "indexes": indexes }).await;
    command(&database, doc! { "create": "seen", "viewOn": "nothing", "pipeline": [] }).await;
    command(&database, doc! { "create": "measured", "timeseries": { "timeField": "t" } }).await;
    command(&database, doc! { "insert": "player", "documents": [{ "x": 1 }] }).await;
    let shorter = std::time::Duration::from_secs(20);
    database.extend([
        player()
            .index(Index::ascending("a").unique(true))
            .index(Index::ascending("b").name("by_b"))
            .index(Index::ascending("c").expire_after(shorter))
            .index(Index::ascending("d"))
            .index(Index::ascending("e").partial_filter_expression(doc! { "e": "MARKED" }))
            .index(Index::ascending("new")),
        CollectionDefinition::new("seen").default_document(DefaultDocument::new(doc! { "_id": 1 })),
        CollectionDefinition::new("measured"),
    ]);
    let error = database.create_all().await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Conflict);
    let told = [
        "player: index ux__player__a: on the server it is named a_1: it is not unique",
        "player: index by_b: on the server its keys are { b: -1 }, declared are { b: 1 }",
        "player: index ix__player__c: on the server its expireAfterSeconds is 30, declared is 20",
        "player: index ix__player__d: on the server it is named d_1: it has a collation, which is not declared",
        "player: index ix__player__e: on the server it is named e_1: its partialFilterExpression is another one",
        "seen: it is a view on the server, declared is a collection",
        "measured: it is a timeseries on the server, declared is a collection",
    ];
    for told in told {
        assert!(error.to_string().contains(told), "{told}\n{error}");
    }
    assert!(!printed(&error).contains("MARK"));
    assert_eq!(index_names(&database, "player").await.len(), 5);

    let report = database.create_all().report_conflicts().await.unwrap();
    let conflicts: Vec<String> = report.conflicts().map(ToString::to_string).collect();
    assert_eq!(conflicts, told);
    assert_eq!(report.created_indexes().collect::<Vec<_>>(), ["ix__player__new"]);
    assert_eq!(report.unmanaged().count(), 0, "{report}");
    assert!(documents(&database, "seen").await.is_empty());
}

#[tokio::test]
async fn a_collections_own_collation_is_no_conflict() {
    let database = database().await;
    command(&database, doc! { "create": "player", "collation": { "locale": "en", "strength": 2 } }).await;
    database.add_collection(player().index(Index::ascending("a")));
    database.create_all().await.unwrap();
    assert!(database.create_all().await.unwrap().is_unchanged());
}

#[tokio::test]
async fn contradicting_definitions_name_both_types() {
    struct Knight;
    struct Wizard;
    let database = database().await;
    database.extend([
        player().origin::<Knight>().index(Index::ascending("a")),
        player().origin::<Wizard>().index(Index::ascending("a").sparse(true)),
    ]);
    let error = database.create_all().await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::InvalidDefinition);
    let text = error.to_string();
    assert!(text.contains("Knight and ") && text.contains("Wizard declare the index `ix__player__a`"), "{text}");
    assert!(database.list_collection_names().await.unwrap().is_empty());

    let joined = anew(&database);
    joined.extend([
        player().origin::<Knight>().index(Index::ascending("a")),
        player().origin::<Wizard>().index(Index::ascending("a")).index(Index::ascending("b")),
    ]);
    assert_eq!(joined.create_all().await.unwrap().created_indexes().count(), 2);
}

#[tokio::test]
async fn duplicates_in_the_way_of_a_unique_index_are_told_without_values() {
    let database = database().await;
    let twice = vec![doc! { "name": "MARK" }, doc! { "name": "MARK" }];
    command(&database, doc! { "insert": "player", "documents": twice }).await;
    database.extend([player().index(Index::ascending("name").unique(true)), CollectionDefinition::new("guild")]);
    let error = database.create_all().await.unwrap_err();
    assert!(error.is_duplicate_key());
    let text = error.to_string();
    assert!(text.contains("index ux__player__name: documents that are there share a key"), "{text}");
    assert!(text.contains("on `player`") && !printed(&error).contains("MARK"), "{text}");
    // The other collection was made all the same, and the lock is free.
    assert_eq!(database.list_collection_names().await.unwrap(), ["guild", "mongomancy_lock", "player"]);
    assert_eq!(documents(&database, "mongomancy_lock").await, [doc! { "_id": "master", "locked": false }]);
}

#[tokio::test]
async fn bad_names_are_told_at_once() {
    let database = database().await;
    for name in ["", "a$b", "a\0b", "system.users", "a..b"] {
        let bad = anew(&database);
        bad.add_collection(CollectionDefinition::new(name));
        assert_eq!(bad.create_all().await.unwrap_err().kind(), &ErrorKind::InvalidArgument, "{name:?}");
    }
    let twice = anew(&database);
    twice.add_collection(player().index(Index::ascending("a").name("x")).index(Index::ascending("b").name("x")));
    assert_eq!(twice.create_all().await.unwrap_err().kind(), &ErrorKind::InvalidDefinition);
    assert!(database.list_collection_names().await.unwrap().is_empty());
}
