//! What an apply tells while it works.

use futures_util::StreamExt;
use mongomancy::{ApplyEvent, ChangeSubject, CollectionDefinition, Document, Index, doc};
use mongomancy_testkit::ReplicaSet;
use mongomancy_tests::{LIMIT, database, run};

use super::declaring;

fn index() -> ChangeSubject {
    ChangeSubject::Index("ix__c__a".into())
}

#[tokio::test]
async fn each_change_is_told_in_order() {
    let kept = database().await;
    let database = declaring(&kept, CollectionDefinition::new("c").index(Index::ascending("a")));
    let mut create = database.create_all();
    let events = create.events().collect::<Vec<_>>();
    let (report, events) = tokio::join!(create, events);
    assert!(!report.unwrap().is_unchanged());
    let collection = || "c".to_owned();
    let expected = [ChangeSubject::Collection, index()].map(|subject| {
        [
            ApplyEvent::Started { collection: collection(), subject: subject.clone() },
            ApplyEvent::Done { collection: collection(), subject },
        ]
    });
    let told: Vec<ApplyEvent> =
        events.into_iter().filter(|event| !matches!(event, ApplyEvent::Building { .. })).collect();
    assert_eq!(told, expected.concat());
}

#[tokio::test]
async fn a_failure_is_told_too() {
    let kept = database().await;
    let database = declaring(&kept, CollectionDefinition::new("c").index(Index::ascending("a").unique(true)));
    let twins = doc! { "insert": "c", "documents": [{ "a": 1 }, { "a": 1 }] };
    run(kept.engine(), kept.name(), twins).await.unwrap();
    let mut create = database.create_all();
    let events = create.events().collect::<Vec<_>>();
    let (report, events) = tokio::join!(create, events);
    assert!(report.unwrap_err().is_duplicate_key());
    assert!(matches!(events.last(), Some(ApplyEvent::Failed { .. })), "{events:?}");
}

#[tokio::test]
async fn the_servers_own_percentage_is_told_while_an_index_is_built() {
    const DOCUMENTS: i32 = 100;
    let set = ReplicaSet::builder().members(1).start().await.unwrap();
    let kept = set.test_database();
    let documents: Vec<Document> = (0..DOCUMENTS).map(|n| doc! { "a": n }).collect();
    run(kept.engine(), kept.name(), doc! { "insert": "c", "documents": documents }).await.unwrap();
    let halt = |mode: &str| {
        doc! {
            "configureFailPoint": "hangIndexBuildDuringCollectionScanPhaseBeforeInsertion",
            "mode": mode,
            "data": { "fieldsToMatch": { "a": 40 } },
        }
    };
    run(kept.engine(), "admin", halt("alwaysOn")).await.unwrap();
    let database = declaring(&kept, CollectionDefinition::new("c").index(Index::ascending("a")));
    let mut create = database.create_all();
    let mut events = create.events();
    let creating = tokio::spawn(create.into_future());
    let heard = async {
        while let Some(event) = events.next().await {
            if let ApplyEvent::Building { done, total, .. } = &event {
                return Some((*done, *total, event.percent()));
            }
        }
        None
    };
    let heard = tokio::time::timeout(LIMIT, heard).await.unwrap();
    run(kept.engine(), "admin", halt("off")).await.unwrap();
    let report = creating.await.unwrap().unwrap();
    assert_eq!(report.created_indexes().count(), 1);
    let (done, total, percent) = heard.unwrap();
    assert!(total == 100 && (30..=41).contains(&done), "{done} of {total}");
    assert!(percent.is_some_and(|percent| (30.0..=41.0).contains(&percent)), "{percent:?}");
}
