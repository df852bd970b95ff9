//! How many batches a cursor asks for before they are wanted.

use mongomancy::{Collection, Document, Engine, action::Find, doc, mongodb::options::ClientOptions};
use mongomancy_testkit::{unique_database_name, wait_until};
use mongomancy_tests::{Commands, LIMIT, shared_uri};

/// In batches of 3 that are 7, the last of which has one document.
const DOCUMENTS: usize = 19;
const BATCH: usize = 3;
const BATCHES: usize = DOCUMENTS.div_ceil(BATCH);
/// So many round trips later, what was to be sent is sent.
const MOMENT: usize = 20;

/// An engine of whose commands a record is kept, and a collection with the documents.
async fn recorded() -> (Engine, Commands, Collection<Document>) {
    let mut options = ClientOptions::parse(shared_uri().await).await.unwrap();
    let commands = Commands::default();
    commands.record(&mut options);
    let engine = Engine::connect(options).await.unwrap();
    let documents = engine.database(unique_database_name()).collection_named::<Document>("numbers");
    documents.insert_many((0_i64..).take(DOCUMENTS).map(|n| doc! { "_id": n })).await.unwrap();
    (engine, commands, documents)
}

#[tokio::test]
async fn as_many_batches_are_fetched_ahead_as_are_asked_for() {
    let (engine, commands, documents) = recorded().await;
    let find = || documents.find(doc! {}).sort(doc! { "_id": 1 }).batch_size(3);
    let finds: [(&str, Find<Document>, usize); 6] = [
        ("default", find(), 1),
        ("0", find().prefetch(0), 0),
        ("1", find().prefetch(1), 1),
        ("3", find().prefetch(3), 3),
        ("100", find().prefetch(100), 100),
        ("resumable", find().prefetch(2).resumable(), 2),
    ];
    for (name, find, ahead) in finds {
        let before = commands.named("getMore").len();
        let asked = || commands.named("getMore").len() - before;
        let mut cursor = find.await.unwrap();
        for n in 0..DOCUMENTS {
            let document = cursor.try_next().await.unwrap();
            assert_eq!(document, Some(doc! { "_id": i64::try_from(n).unwrap() }));
            // The reader stands still within a batch.
            let expected = (n / BATCH + ahead).min(BATCHES - 1);
            wait_until(LIMIT, "the batches ahead", async || (asked() >= expected).then_some(())).await.unwrap();
            if n % BATCH == 0 {
                for _ in 0..MOMENT {
                    engine.ping().await.unwrap();
                }
            }
            assert_eq!(asked(), expected, "at document {n} with {name}");
        }
        assert_eq!(cursor.try_next().await.unwrap(), None);
        assert_eq!(asked(), BATCHES - 1, "{name}");
    }
    engine.dispose().await;
}

#[tokio::test]
async fn nothing_is_asked_for_where_the_first_batch_is_the_last() {
    let (engine, commands, documents) = recorded().await;
    let all = documents.find(doc! {}).prefetch(5).try_collect().await.unwrap();
    let sums = [doc! { "$group": { "_id": null, "n": { "$sum": 1 } } }];
    let sum = documents.aggregate(sums).prefetch(5).try_collect().await.unwrap();
    assert_eq!((all.len(), sum.len()), (DOCUMENTS, 1));
    assert!(commands.named("getMore").is_empty());
    engine.dispose().await;
}

#[tokio::test]
async fn an_aggregation_fetches_ahead_as_well() {
    let (engine, commands, documents) = recorded().await;
    let everything = || documents.aggregate([doc! { "$match": {} }]).batch_size(3);
    for (aggregate, ahead) in [(everything(), 1), (everything().prefetch(0), 0), (everything().prefetch(2), 2)] {
        let before = commands.named("getMore").len();
        let asked = || commands.named("getMore").len() - before;
        let mut cursor = aggregate.await.unwrap();
        assert!(cursor.try_next().await.unwrap().is_some());
        wait_until(LIMIT, "the batches ahead", async || (asked() >= ahead).then_some(())).await.unwrap();
        for _ in 0..MOMENT {
            engine.ping().await.unwrap();
        }
        assert_eq!(asked(), ahead);
        assert_eq!(cursor.try_collect().await.unwrap().len(), DOCUMENTS - 1);
    }
    engine.dispose().await;
}
