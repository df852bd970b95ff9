//! A `create_all` that was dropped just while it took the lock left it taken until the lease ran out.

use std::time::Duration;

use mongomancy::{CollectionDefinition, Engine};
use mongomancy_testkit::{FailPoint, ReplicaSet};
use tokio::time::timeout;

#[tokio::test]
async fn the_next_one_need_not_wait_for_the_lease() -> Result<(), Box<dyn std::error::Error>> {
    let set = ReplicaSet::builder().members(1).start().await?;
    let engine = Engine::connect(set.uri()).await?;
    let database = engine.database("d");
    database.add_collection(CollectionDefinition::new("c"));
    let held = FailPoint::fail_command(["findAndModify"]).block(Duration::from_secs(1)).times(1).enable(&set).await?;
    let dropped = timeout(Duration::from_millis(300), database.create_all().into_future()).await;
    assert!(dropped.is_err());
    held.wait_until_met(1, mongomancy_tests::LIMIT).await?;
    database.create_all().lock_timeout(Duration::from_secs(20)).await?;
    assert!(database.create_all().await?.is_unchanged());
    engine.dispose().await;
    Ok(())
}
