//! A primary goes while single calls wait for it.

use std::time::Duration;

use mongomancy::{Engine, EngineEvent, doc};
use mongomancy_testkit::{ReplicaSet, wait_until};
use mongomancy_tests::{Counted, Events, LIMIT};

type Outcome = Result<(), Box<dyn std::error::Error>>;

async fn set() -> ReplicaSet {
    ReplicaSet::builder().election_timeout(Duration::from_secs(1)).start().await.unwrap()
}

/// The others elect a primary, but the frozen one keeps its connections open: nothing but the topology tells that an
/// answer will not come.
#[tokio::test]
async fn a_frozen_primary_is_not_waited_for() -> Outcome {
    let set = set().await;
    let engine = Engine::connect(set.uri()).await?;
    let events = Events::of(&engine);
    let documents = engine.database("d").collection::<Counted>();
    let id = documents.insert_one(Counted { id: "a".into(), kind: String::new(), n: 0 }).await?.into_id();
    let primary = set.wait_for_primary(LIMIT).await?;
    set.freeze(&primary)?;
    // One is sent to the frozen member, by the connection that there is: the driver does not know yet. The other one may
    // wait for a connection of its own.
    let increment = documents.update_one(doc! { "_id": &id }, doc! { "$inc": { "n": 1_i64 } });
    let (updated, found) = tokio::join!(increment, documents.find_by_id(&id).into_future());
    assert_eq!(updated?.modified_count, 1);
    assert!(found?.is_some());
    let elected = |event: &EngineEvent| event.new_primary().is_some();
    let given_up = |event: &EngineEvent| matches!(event, EngineEvent::Retrying { attempt: 1, .. });
    let told = async || (events.count(elected) > 0 && events.count(given_up) > 0).then_some(());
    assert!(wait_until(LIMIT, "both events", told).await.is_ok(), "{:?}", events.all());
    set.thaw(&primary)?;
    assert!(documents.find_by_id(&id).await?.is_some_and(|one| one.n == 1));
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_cursor_of_a_killed_member_says_how_far_it_came() -> Outcome {
    let set = set().await;
    let engine = Engine::connect(set.uri()).await?;
    let documents = engine.database("d").collection::<Counted>();
    let counted = |n| Counted { id: format!("{n:03}"), kind: String::new(), n };
    documents.insert_many((0..100).map(counted)).await?;
    let mut cursor = documents.find(doc! {}).batch_size(10).await?;
    for n in 0..5 {
        assert_eq!(cursor.try_next().await?.map(|one| one.n), Some(n));
    }
    set.kill_primary().await?;
    let mut given = 5;
    let error = loop {
        match cursor.try_next().await {
            Ok(Some(one)) => {
                assert_eq!(one.n, given);
                given += 1;
            }
            Ok(None) => panic!("the cursor ended as if it were complete after {given}"),
            Err(error) => break error,
        }
    };
    assert!(error.is_cursor_lost(), "{error}");
    assert_eq!(cursor.documents_given(), u64::try_from(given)?);
    assert!(error.to_string().contains(&format!("after {given} documents")), "{error}");
    assert!(cursor.try_next().await?.is_none());
    // The next query finds them all again.
    assert_eq!(documents.find(doc! {}).try_collect().await?.len(), 100);
    engine.dispose().await;
    Ok(())
}
