//! `explain` on a real server: what it says of each kind of plan, and that it changes nothing.

use std::time::Duration;

use bson::{Document, doc};
use mongomancy::{
    Collection, ErrorKind,
    options::{ExplainVerbosity, Hint, ReadConcern, ReadPreference},
};
use mongomancy_testkit::TestDatabase;

const GUILD: &str = "ix__player__guild_score";
const SCORE: &str = "ix__player__score";

/// Ten players of the guild "red" and ten of "blue", with scores from 0 to 19 and two indexes.
async fn players() -> (TestDatabase, Collection<Document>) {
    let database = mongomancy_tests::database().await;
    let players = database.collection_named::<Document>("player");
    let guild = |number: i32| if number % 2 == 0 { "red" } else { "blue" };
    let player = |number| doc! { "_id": number, "guild": guild(number), "score": number, "name": format!("p{number}") };
    players.insert_many((0..20).map(player)).await.unwrap();
    let indexes =
        [doc! { "key": { "guild": 1, "score": -1 }, "name": GUILD }, doc! { "key": { "score": 1 }, "name": SCORE }];
    run(&database, doc! { "createIndexes": "player", "indexes": indexes.to_vec() }).await;
    (database, players)
}

async fn run(database: &TestDatabase, command: Document) {
    mongomancy_tests::run(database.engine(), database.name(), command).await.unwrap();
}

async fn all(players: &Collection<Document>) -> Vec<Document> {
    players.find(doc! {}).sort(doc! { "_id": 1 }).try_collect().await.unwrap()
}

#[tokio::test]
async fn a_collection_scan_is_told_from_an_index_scan() {
    let (_database, players) = players().await;
    let scan = players.explain(doc! { "name": "p3" }).await.unwrap();
    assert!(scan.is_collection_scan() && scan.indexes().is_empty() && !scan.is_covered(), "{scan}");
    assert_eq!((scan.keys_examined(), scan.documents_examined(), scan.returned()), (Some(0), Some(20), Some(1)));
    assert!(scan.execution_time().is_some());
    assert!(scan.document().contains_key("queryPlanner"));

    let index = players.explain(doc! { "guild": "red", "score": { "$gte": 14 } }).await.unwrap();
    assert!(index.uses_index(GUILD) && !index.uses_index(SCORE), "{index}");
    assert_eq!(index.index(), Some(GUILD));
    assert!(!index.is_collection_scan() && !index.is_covered() && !index.sorts_in_memory(), "{index}");
    assert_eq!((index.keys_examined(), index.documents_examined(), index.returned()), (Some(3), Some(3), Some(3)));
}

#[tokio::test]
async fn the_options_of_the_find_change_its_plan() {
    let (_database, players) = players().await;
    let red = || players.find(doc! { "guild": "red" });
    let covered = red().projection(doc! { "_id": 0, "score": 1 }).explain().await.unwrap();
    assert!(covered.is_covered() && covered.index() == Some(GUILD), "{covered}");
    assert_eq!((covered.keys_examined(), covered.documents_examined()), (Some(10), Some(0)));

    let ordered = red().sort(doc! { "score": -1 }).limit(4).explain().await.unwrap();
    assert!(!ordered.sorts_in_memory() && ordered.documents_examined() == Some(4), "{ordered}");
    let sorted = red().sort(doc! { "name": 1 }).limit(4).explain().await.unwrap();
    assert!(sorted.sorts_in_memory() && sorted.documents_examined() == Some(10), "{sorted}");
    assert_eq!(sorted.returned(), Some(4));

    let hinted = red().hint(Hint::Name(SCORE.into())).explain().await.unwrap();
    assert_eq!((hinted.indexes(), hinted.documents_examined()), (&[SCORE.to_owned()][..], Some(20)));
    let first = players.find_one(doc! { "guild": "red" }).explain().await.unwrap();
    assert_eq!((first.index(), first.documents_examined()), (Some(GUILD), Some(1)));
    let resumable = players.find(doc! {}).resumable().explain().await.unwrap();
    assert_eq!(resumable.index(), Some("_id_"), "its order is that of the `_id`");
}

#[tokio::test]
async fn an_or_uses_an_index_for_each_branch() {
    let (_database, players) = players().await;
    let or = players.explain(doc! { "$or": [{ "guild": "red" }, { "score": 3 }] }).await.unwrap();
    let mut indexes = or.indexes().to_vec();
    indexes.sort();
    assert_eq!(indexes, [GUILD, SCORE]);
    assert_eq!((or.keys_examined(), or.returned(), or.is_collection_scan()), (Some(11), Some(11), false));
    let scan = players.explain(doc! { "$or": [{ "guild": "red" }, { "name": "p3" }] }).await.unwrap();
    assert!(scan.is_collection_scan() && scan.index().is_none(), "{scan}");
}

#[tokio::test]
async fn an_id_is_looked_up_by_its_index() {
    let (_database, players) = players().await;
    let found = players.find_one(doc! { "_id": 3 }).explain().await.unwrap();
    assert_eq!((found.index(), found.returned()), (Some("_id_"), Some(1)));
    assert_eq!((found.documents_examined(), found.is_covered()), (Some(1), false));
    let deleted = players.delete_one(doc! { "_id": 3 }).explain().await.unwrap();
    assert_eq!((deleted.index(), deleted.documents_examined()), (Some("_id_"), Some(1)));
    assert_eq!(players.count_documents(doc! {}).await.unwrap(), 20);
}

#[tokio::test]
async fn an_aggregation_is_explained_in_each_of_its_forms() {
    let (database, players) = players().await;
    let red = || doc! { "$match": { "guild": "red" } };
    let matched = players.aggregate([red()]).explain().await.unwrap();
    assert_eq!((matched.index(), matched.documents_examined(), matched.returned()), (Some(GUILD), Some(10), Some(10)));

    // Which servers of 6.0 leave to the slot-based engine.
    let grouped = players.aggregate([red(), doc! { "$group": { "_id": "$guild", "best": { "$max": "$score" } } }]);
    let grouped = grouped.explain().await.unwrap();
    assert_eq!((grouped.index(), grouped.keys_examined(), grouped.returned()), (Some(GUILD), Some(10), Some(1)));
    assert!(grouped.is_covered(), "{grouped}");

    // And which no planner takes over as a whole.
    let facet = doc! { "$facet": { "all": [{ "$count": "n" }], "best": [{ "$sort": { "name": 1 } }] } };
    let faceted = players.aggregate([red(), facet]).explain().await.unwrap();
    assert_eq!((faceted.index(), faceted.documents_examined(), faceted.returned()), (Some(GUILD), Some(10), Some(1)));
    assert!(faceted.sorts_in_memory() && faceted.document().contains_key("stages"), "{faceted}");

    let other = database.collection_named::<Document>("guild");
    other.insert_many([doc! { "_id": "red" }, doc! { "_id": "blue" }]).await.unwrap();
    let lookup = |pipeline: Vec<Document>| {
        let lookup = doc! { "from": "guild", "let": { "guild": "$guild" }, "pipeline": pipeline, "as": "found" };
        players.aggregate([red(), doc! { "$lookup": lookup }]).explain()
    };
    let by_id = lookup(vec![doc! { "$match": { "$expr": { "$eq": ["$_id", "$$guild"] } } }]).await.unwrap();
    assert!(by_id.uses_index(GUILD) && by_id.uses_index("_id_") && !by_id.is_collection_scan(), "{by_id}");
    let by_scan = lookup(vec![doc! { "$match": { "$expr": { "$eq": ["$name", "$$guild"] } } }]).await.unwrap();
    assert!(by_scan.uses_index(GUILD) && by_scan.is_collection_scan(), "{by_scan}");
}

#[tokio::test]
async fn the_other_reads_are_explained() {
    let (database, players) = players().await;
    let counted = players.count_documents(doc! { "guild": "red" }).explain().await.unwrap();
    assert!(counted.index() == Some(GUILD) && counted.is_covered(), "{counted}");
    let exists = players.exists(doc! { "guild": "red" }).explain().await.unwrap();
    assert_eq!((exists.index(), exists.documents_examined()), (Some(GUILD), Some(1)));
    let distinct = players.distinct::<i32>("score", doc! {}).explain().await.unwrap();
    assert!(distinct.index() == Some(SCORE) && distinct.is_covered(), "{distinct}");

    run(&database, doc! { "create": "red", "viewOn": "player", "pipeline": [{ "$match": { "guild": "red" } }] }).await;
    let view = database.collection_named::<Document>("red").explain(doc! { "score": 4 }).await.unwrap();
    assert!(!view.indexes().is_empty() && !view.is_collection_scan() && view.returned() == Some(1), "{view}");

    let missing = database.collection_named::<Document>("missing").explain(doc! { "score": 4 }).await.unwrap();
    assert!(missing.index().is_none() && !missing.is_collection_scan(), "{missing}");
    assert_eq!((missing.documents_examined(), missing.returned()), (Some(0), Some(0)));
}

#[tokio::test]
async fn no_explained_call_changes_anything() {
    let (database, players) = players().await;
    let before = all(&players).await;
    let red = || doc! { "guild": "red" };
    let update = || doc! { "$set": { "score": -1 } };
    for explain in [
        players.update_one(red(), update()).explain(),
        players.update_many(red(), update()).explain(),
        players.update_many(red(), update()).exactly_once().explain(),
        players.replace_one(red(), doc! { "name": "new" }).explain(),
        players.delete_one(red()).explain(),
        players.delete_many(red()).explain(),
        players.find_one_and_update(red(), update()).explain(),
        players.find_one_and_replace(red(), doc! { "name": "new" }).explain(),
        players.find_one_and_delete(red()).explain(),
        players.aggregate([doc! { "$match": red() }, doc! { "$out": "stored" }]).explain(),
        players.aggregate([doc! { "$match": red() }, doc! { "$merge": { "into": "stored" } }]).explain(),
    ] {
        let explained = explain.await.unwrap();
        assert_eq!(explained.index(), Some(GUILD), "{explained}");
        assert!(explained.keys_examined() > Some(0), "{explained}");
    }
    let upsert = players.update_one(doc! { "_id": 99 }, update()).upsert(true).explain().await.unwrap();
    assert_eq!(upsert.index(), Some("_id_"));
    assert_eq!(all(&players).await, before);
    assert_eq!(database.collection_named::<Document>("stored").count_documents(doc! {}).await.unwrap(), 0);
}

#[tokio::test]
async fn each_verbosity_says_what_it_promises() {
    let (_database, players) = players().await;
    let explain = |verbosity| players.explain(doc! { "guild": "red", "score": 4 }).verbosity(verbosity);
    let planned = explain(ExplainVerbosity::QueryPlanner).await.unwrap();
    assert!(!planned.indexes().is_empty());
    assert_eq!((planned.keys_examined(), planned.documents_examined(), planned.returned()), (None, None, None));
    let every = explain(ExplainVerbosity::AllPlansExecution).await.unwrap();
    assert_eq!(every.returned(), Some(1));
    let stats = every.document().get_document("executionStats").unwrap();
    assert!(stats.contains_key("allPlansExecution"));
    // Not the plans that were tried and lost.
    assert_eq!(every.indexes().len(), 1, "{every}");
}

#[tokio::test]
async fn what_explain_does_not_take_is_kept_from_it() {
    let (_database, players) = players().await;
    let find = || players.find(doc! { "guild": "red" }).read_concern(ReadConcern::majority());
    assert_eq!(find().explain().await.unwrap().index(), Some(GUILD));
    // A secondary may not have the index yet, nor the collection; it explains all the same.
    find().read_preference(ReadPreference::SecondaryPreferred { options: None }).explain().await.unwrap();

    let slow = || players.find(doc! { "$where": "sleep(100) || true" }).max_time(Duration::from_millis(150)).explain();
    let error = slow().await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (&ErrorKind::DeadlineExceeded, Some(50)), "{error}");
    assert!(slow().verbosity(ExplainVerbosity::QueryPlanner).await.unwrap().is_collection_scan());
}

#[tokio::test]
async fn what_the_server_refuses_it_does_not_explain() {
    let (_database, players) = players().await;
    for error in [
        players.explain(doc! { "$nonsense": 1 }).await.unwrap_err(),
        players.find(doc! {}).hint(Hint::Name("no such index".into())).explain().await.unwrap_err(),
    ] {
        assert_eq!(error.code(), Some(2), "{error}");
        assert!(error.to_string().contains("explain on ") && error.to_string().contains(".player"), "{error}");
        assert!(!error.maybe_applied());
    }
}
