//! Stale plans, what is not declared, and definitions that make no sense.

use mongomancy::{Change, ChangeKind, CollectionDefinition, Document, ErrorKind, Index, doc};
use mongomancy_tests::database;

use super::{command, declaring, lines};

fn new() -> CollectionDefinition {
    CollectionDefinition::new("c")
}

#[tokio::test]
async fn a_stale_plan_changes_nothing() {
    let kept = database().await;
    let database = declaring(&kept, new().index(Index::ascending("a")).index(Index::ascending("b")));
    command(&database, kept.engine(), doc! { "create": "c" }).await;
    let plan = database.plan().await.unwrap();
    command(&database, kept.engine(), doc! { "createIndexes": "c", "indexes": [{ "key": { "a": 1 }, "name": "a_1" }] })
        .await;
    let error = database.apply(plan.clone()).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Conflict);
    let text = error.to_string();
    assert!(text.contains("the plan is stale") && text.contains("no longer: c: index ix__c__a"), "{text}");
    assert_eq!(lines(&database.plan().await.unwrap()), ["c: index ix__c__b: { b: 1 }"]);
    // So does one whose definitions are others now.
    let plan = database.plan().await.unwrap();
    database.add_collection(CollectionDefinition::new("d"));
    let text = database.apply(plan).await.unwrap_err().to_string();
    assert!(text.contains("new: d"), "{text}");
}

#[tokio::test]
async fn what_is_needed_by_now_is_asked_for_again() {
    let kept = database().await;
    let index = Index::ascending("a").expire_after(std::time::Duration::from_secs(10));
    let database = declaring(&kept, new().index(index));
    command(&database, kept.engine(), doc! { "create": "c" }).await;
    let plan = database.plan().await.unwrap();
    assert!(!plan.is_destructive());
    command(&database, kept.engine(), doc! { "insert": "c", "documents": [{}] }).await;
    let error = database.apply(plan).await.unwrap_err();
    assert!(error.to_string().contains("allow(Change::TimeToLive)"), "{error}");
}

#[tokio::test]
async fn what_nobody_declares_goes_only_when_asked() {
    let kept = database().await;
    let database = declaring(&kept, new().index(Index::ascending("a")));
    database.create_all().await.unwrap();
    command(&database, kept.engine(), doc! { "createIndexes": "c", "indexes": [{ "key": { "b": 1 }, "name": "b_1" }] })
        .await;
    let modify = doc! { "collMod": "c", "validator": { "a": 1 }, "changeStreamPreAndPostImages": { "enabled": true } };
    command(&database, kept.engine(), modify).await;
    command(&database, kept.engine(), doc! { "create": "other" }).await;

    let plan = database.plan().await.unwrap();
    assert!(plan.is_empty() && plan.unmanaged().len() == 3, "{plan}");
    assert!(database.create_all().allow(Change::Drop).await.unwrap().is_unchanged());
    database.check().await.unwrap();

    let plan = database.plan().drop_undeclared().await.unwrap();
    assert!(
        plan.changes().iter().all(|change| change.kind() == ChangeKind::Drop) && plan.changes().len() == 3,
        "{plan}"
    );
    assert_eq!(database.apply(plan.clone()).await.unwrap_err().kind(), &ErrorKind::Conflict);
    let report = database.apply(plan).allow(Change::Drop).await.unwrap();
    assert_eq!(report.dropped().count(), 3, "{report}");
    let plan = database.plan().drop_undeclared().await.unwrap();
    assert!(plan.is_empty() && plan.unmanaged().is_empty(), "{plan}");
    assert!(database.list_collection_names().await.unwrap().contains(&"other".to_owned()));
}

#[tokio::test]
async fn bad_definitions_are_told_before_anything_is_sent() {
    let kept = database().await;
    let two = || new().index(Index::ascending("a").name("x")).index(Index::ascending("b").name("x"));
    for (definition, told) in [
        (CollectionDefinition::new("a$b"), "contains '$'"),
        (CollectionDefinition::new("a\0b"), "contains '\\0'"),
        (CollectionDefinition::new("system.users"), "begins with `system.`"),
        (CollectionDefinition::new("c".repeat(250)), "longer than 255"),
        (CollectionDefinition::new(""), "is empty"),
        (two(), "two indexes are named `x`"),
        (new().index(Index::ascending("$a")), "begins with `$`"),
        (new().index(Index::ascending("a\0")), "no field path"),
    ] {
        let database = declaring(&kept, definition);
        let planned = database.plan().await.unwrap_err().to_string();
        let created = database.create_all().await.unwrap_err().to_string();
        assert!(planned.contains(told) && created.contains(told), "{planned}\n{created}");
    }
    assert!(kept.list_collection_names().await.unwrap().is_empty());
    assert!(kept.plan().concurrency(0).await.unwrap_err().to_string().contains("concurrency of 0"));
}

#[tokio::test]
async fn a_plan_of_another_database_is_refused() {
    let (kept, other) = (database().await, database().await);
    let plan = declaring(&kept, new()).plan().await.unwrap();
    let error = declaring(&other, new()).apply(plan).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::InvalidArgument);
    assert!(other.list_collection_names().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_index_that_another_one_has_the_name_of_by_now_is_not_dropped() {
    let kept = database().await;
    let database = declaring(&kept, new());
    let create = |keys: Document| doc! { "createIndexes": "c", "indexes": [{ "key": keys, "name": "old" }] };
    command(&database, kept.engine(), create(doc! { "a": 1 })).await;
    let plan = database.plan().drop_undeclared().await.unwrap();
    command(&database, kept.engine(), doc! { "dropIndexes": "c", "index": "old" }).await;
    command(&database, kept.engine(), create(doc! { "b": 1 })).await;
    let error = database.apply(plan).allow(Change::Drop).await.unwrap_err();
    assert!(error.to_string().contains("the plan is stale"), "{error}");
    assert_eq!(database.plan().await.unwrap().unmanaged().len(), 1);
}

#[tokio::test]
async fn who_comes_after_another_one_applied_the_same_plan_finds_nothing_to_do() {
    let kept = database().await;
    let database = declaring(&kept, new().index(Index::ascending("a")));
    let plan = database.plan().await.unwrap();
    assert!(!database.apply(plan.clone()).await.unwrap().is_unchanged());
    assert!(database.apply(plan).await.unwrap().is_unchanged());
}
