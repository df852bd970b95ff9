//! Many programs that start at once, and what one that finds all done reads.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use mongomancy::{CollectionDefinition, DefaultDocument, Engine, Index, doc};
use mongomancy_tests::{Commands, database, shared_uri};

const STARTERS: usize = 200;
const COLLECTIONS: usize = 20;

fn definitions() -> impl Iterator<Item = CollectionDefinition> {
    (0..COLLECTIONS).map(|n| {
        CollectionDefinition::new(format!("c{n}"))
            .index(Index::ascending("a").unique(true))
            .index(Index::ascending("b"))
            .index(Index::new([("a", 1), ("b", -1)]))
            .default_document(DefaultDocument::new(doc! { "a": 1 }).key(["a"]))
    })
}

fn counted(sent: &Commands) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for one in sent.all() {
        *counted.entry(one.name).or_default() += 1;
    }
    counted
}

#[tokio::test(flavor = "multi_thread")]
async fn one_applies_and_the_others_only_read() {
    let kept = database().await;
    let sent = Commands::default();
    let recorded = sent.clone();
    let uri = shared_uri().await;
    let engine = Engine::builder(uri).configure(move |options| recorded.record(options)).build().unwrap();
    let starters = (0..STARTERS).map(|_| {
        let database = engine.database(kept.name());
        database.extend(definitions());
        tokio::spawn(database.create_all().into_future())
    });
    let reports: Vec<_> = join_all(starters).await.into_iter().map(|report| report.unwrap().unwrap()).collect();
    let who_created = reports.iter().filter(|report| !report.is_unchanged()).count();
    assert_eq!(who_created, 1);
    let counted = counted(&sent);
    for (name, count) in [("create", COLLECTIONS), ("createIndexes", COLLECTIONS)] {
        assert_eq!(counted.get(name), Some(&count), "{counted:?}");
    }
}

#[tokio::test]
async fn two_reads_for_each_collection_are_the_most() {
    let kept = database().await;
    kept.extend(definitions());
    kept.create_all().await.unwrap();
    let sent = Commands::default();
    let recorded = sent.clone();
    let uri = shared_uri().await;
    let engine = Engine::builder(uri).configure(move |options| recorded.record(options)).build().unwrap();
    let database = engine.database(kept.name());
    database.extend(definitions());
    assert!(database.create_all().await.unwrap().is_unchanged());
    let expected = [("aggregate", COLLECTIONS), ("listCollections", 1), ("listIndexes", COLLECTIONS)];
    assert_eq!(counted(&sent), expected.map(|(name, count)| (name.to_owned(), count)).into());
}
