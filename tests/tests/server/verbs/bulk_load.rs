//! `bulk_load`.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicU64, Ordering},
};

use futures_util::stream;
use mongomancy::{Collection, Document, ErrorKind, LoadProgress, doc, options::WriteConcern};
use mongomancy_testkit::TestDatabase;
use mongomancy_tests::database;

const SMALL: i64 = 50_000;

fn numbers(database: &TestDatabase) -> Collection<Document> {
    database.collection_named("numbers")
}

async fn stored_ids(numbers: &Collection<Document>) -> Vec<i64> {
    let found =
        numbers.find(doc! {}).projection(doc! { "_id": 1 }).sort(doc! { "_id": 1 }).try_collect().await.unwrap();
    found.iter().map(|one| one.get_i64("_id").unwrap()).collect()
}

#[tokio::test]
async fn a_stream_is_stored_as_a_whole_and_its_progress_told() {
    let database = database().await;
    let numbers = numbers(&database);
    let documents = (0..SMALL).map(|n| doc! { "_id": n, "text": "x".repeat(usize::try_from(n % 50).unwrap()) });
    let bytes: usize = documents.clone().map(|one| bson::serialize_to_vec(&one).unwrap().len()).sum();
    let mut told: Vec<LoadProgress> = Vec::new();
    let load = numbers.bulk_load(stream::iter(documents)).body_size(100_000).on_progress(|so_far| told.push(so_far));
    let loaded = load.await.unwrap();
    assert_eq!((loaded.documents, loaded.bytes, loaded.failed), (50_000, u64::try_from(bytes).unwrap(), 0));
    assert!(loaded.documents_per_second() > 0.0 && loaded.bytes_per_second() > 0.0);
    assert!(told.len() > 10, "{told:?}");
    assert!(told.windows(2).all(|pair| pair[0].documents < pair[1].documents && pair[0].bytes < pair[1].bytes));
    assert!(told.windows(2).all(|pair| pair[0].elapsed <= pair[1].elapsed));
    let last = told.last().unwrap();
    assert_eq!((last.documents, last.bytes), (loaded.documents, loaded.bytes));
    assert_eq!(stored_ids(&numbers).await, (0..SMALL).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_refused_is_told_exactly_and_all_else_is_stored() {
    let database = database().await;
    let numbers = numbers(&database);
    // Every thousandth has the key of the one before it; one cannot be encoded, and one is too large.
    let document = |n: i64| match n {
        7_777 => doc! { "_id": n, "a\0": 1 },
        33_333 => doc! { "_id": n, "text": "x".repeat(16 << 20) },
        n if n % 1000 == 999 => doc! { "_id": n - 1 },
        n => doc! { "_id": n },
    };
    let mut last = None;
    let load = numbers.bulk_load(stream::iter((0..SMALL).map(document))).body_size(64 * 1024);
    let error = load.on_progress(|so_far| last = Some(so_far)).await.unwrap_err();
    let load = error.partial_load().unwrap();
    assert_eq!((load.taken(), load.stored(), load.failed()), (50_000, 49_948, 52));
    assert!(load.unknown().is_empty() && load.not_stored().is_empty());
    let refused: BTreeSet<(u64, i32)> = load.failures().iter().map(|one| (one.position(), one.code())).collect();
    let taken = (0..50).map(|thousand| (thousand * 1000 + 999, 11000));
    assert_eq!(refused, taken.chain([(7_777, 0), (33_333, 0)]).collect());
    for failure in load.failures() {
        match failure.position() {
            7_777 => assert_eq!((failure.kind(), failure.id()), (&ErrorKind::Encode, None)),
            33_333 => assert_eq!((failure.kind(), failure.id()), (&ErrorKind::InvalidArgument, None)),
            position => {
                assert!(matches!(failure.kind(), ErrorKind::DuplicateKey(duplicate) if duplicate.index() == "_id_"));
                assert_eq!(failure.id().and_then(bson::Bson::as_i64), i64::try_from(position).ok().map(|at| at - 1));
            }
        }
    }
    assert!(error.maybe_applied());
    assert!(error.to_string().ends_with(" (49948 documents are stored, 52 refused)"), "{error}");
    // The last document cannot be what was refused before it was sent, so the last progress is the whole.
    let last = last.unwrap();
    assert_eq!((last.documents, last.failed), (49_948, 52));
    let expected: Vec<i64> = (0..SMALL).filter(|n| n % 1000 != 999 && ![7_777, 33_333].contains(n)).collect();
    assert_eq!(stored_ids(&numbers).await, expected);
}

#[tokio::test]
async fn no_more_is_read_than_the_bodies_in_flight_and_one_ahead() {
    let database = database().await;
    let numbers = numbers(&database);
    let document = |n: i64| doc! { "_id": n, "text": "x".repeat(1000) };
    let size = bson::serialize_to_vec(&document(0)).unwrap().len();
    let (body_size, in_flight) = (100 * size, 3);
    let (taken, acknowledged, ahead) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let documents = (0..10_000).map(|n| {
        let taken = taken.fetch_add(1, Ordering::SeqCst) + 1;
        ahead.fetch_max(taken - acknowledged.load(Ordering::SeqCst), Ordering::SeqCst);
        document(n)
    });
    let load = numbers.bulk_load(stream::iter(documents)).body_size(body_size).in_flight(in_flight);
    load.on_progress(|so_far| acknowledged.store(so_far.documents, Ordering::SeqCst)).await.unwrap();
    assert_eq!(taken.into_inner(), 10_000);
    // Bodies of 99 documents, since their keys take room as well, and one that was too many.
    let ahead = ahead.into_inner();
    assert!(ahead <= (3 + 1) * 99 + 1, "{ahead}");
    // They were under way at the same time.
    assert!(ahead > 99 + 1, "{ahead}");
}

#[tokio::test]
async fn documents_may_be_borrowed_and_get_ids() {
    let database = database().await;
    let untyped = database.collection_named::<Document>("untyped");
    let many: Vec<Document> = (0..1000).map(|n| doc! { "n": n }).collect();
    let loaded = untyped.bulk_load(stream::iter(&many)).in_flight(1).await.unwrap();
    assert_eq!(loaded.documents, 1000);
    let found = untyped.find(doc! {}).sort(doc! { "_id": 1 }).try_collect().await.unwrap();
    assert!(found.iter().all(|one| one.get_object_id("_id").is_ok()));
    // One at a time they are stored in order.
    let order = untyped.find(doc! {}).sort(doc! { "$natural": 1 }).try_collect().await.unwrap();
    assert!(order.iter().map(|one| one.get_i32("n").unwrap()).eq(0..1000));

    let error = untyped.bulk_load(stream::iter(&many)).write_concern(WriteConcern::nodes(7)).await.unwrap_err();
    let load = error.partial_load().unwrap();
    assert_eq!((load.stored(), load.unknown().len()), (0, 1000));
    assert_eq!(untyped.count_documents(doc! {}).await.unwrap(), 2000);
}
