//! A time to live that is new or shorter, on collections with documents and without.

use std::time::Duration;

use mongomancy::{Change, CollectionDefinition, ErrorKind, Index, bson::DateTime, doc};
use mongomancy_tests::database;

use super::{command, declaring, lines};

fn seen(after: u64) -> CollectionDefinition {
    CollectionDefinition::new("c").index(Index::ascending("seen").name("i").expire_after(Duration::from_secs(after)))
}

#[tokio::test]
async fn documents_are_deleted_only_where_that_is_allowed() {
    let kept = database().await;
    let long = declaring(&kept, seen(1_000_000));
    long.create_all().await.unwrap();
    let before = |seconds: i64| DateTime::from_millis(DateTime::now().timestamp_millis() - seconds * 1000);
    let documents = vec![doc! { "seen": before(500_000) }, doc! { "seen": before(1) }, doc! { "other": 1 }];
    command(&long, kept.engine(), doc! { "insert": "c", "documents": documents }).await;

    let short = declaring(&kept, seen(1000));
    let plan = short.plan().await.unwrap();
    let expected = "c: index i: on the server its expireAfterSeconds is 1000000, declared is 1000 \
                    (1 document, only under `allow(Change::TimeToLive)`)";
    assert_eq!(lines(&plan), [expected]);
    let error = short.create_all().await.unwrap_err();
    assert!(*error.kind() == ErrorKind::Conflict && error.to_string().contains("TimeToLive"), "{error}");
    // The other way it needs no word.
    let longer = declaring(&kept, seen(2_000_000));
    assert_eq!(longer.create_all().await.unwrap().changed().count(), 1);
    short.create_all().allow(Change::TimeToLive).await.unwrap();
    assert!(short.plan().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_new_one_counts_what_is_old_already() {
    let kept = database().await;
    let database = declaring(&kept, seen(1000));
    let documents = vec![doc! { "seen": DateTime::from_millis(0) }, doc! { "seen": DateTime::now() }];
    command(&database, kept.engine(), doc! { "insert": "c", "documents": documents }).await;
    let plan = database.plan().await.unwrap();
    let shown = "c: index i: { seen: 1 } expires after 1000 s (1 document, only under `allow(Change::TimeToLive)`)";
    assert_eq!(lines(&plan), [shown]);
    assert!(plan.is_destructive());
    assert_eq!(database.create_all().await.unwrap_err().kind(), &ErrorKind::Conflict);
    database.apply(plan).allow(Change::TimeToLive).await.unwrap();
    assert!(database.plan().await.unwrap().is_empty());
}

#[tokio::test]
async fn without_documents_it_needs_no_word() {
    let kept = database().await;
    let database = declaring(&kept, seen(1000));
    command(&database, kept.engine(), doc! { "create": "c" }).await;
    let plan = database.plan().await.unwrap();
    assert!(!plan.is_destructive(), "{plan}");
    assert_eq!(database.create_all().await.unwrap().created_indexes().count(), 1);
}
