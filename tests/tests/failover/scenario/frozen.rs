//! The primary is there and does not answer: nothing but the topology tells that it was replaced.

use std::time::Duration;

use mongomancy_tests::scenario::Scene;

use super::{Evidence, LIMIT, Outcome, Scenario, seconds};

async fn freeze_primary(scene: &Scene, time: Duration) -> Result<Evidence, Box<dyn std::error::Error>> {
    let primary = scene.set.wait_for_primary(LIMIT).await?;
    scene.set.freeze(&primary)?;
    scene.hold(time).await;
    scene.set.thaw(&primary)?;
    Ok(Evidence::Switched)
}

/// It comes back before the driver's own heartbeat has given it up for lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn frozen_primary() -> Outcome {
    let scenario = Scenario::new("primary frozen for 15 s").with_unanswering_member();
    scenario.play(async |scene| freeze_primary(scene, seconds(15)).await).await
}

/// It stays away for longer than the driver waits for anything.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_frozen_primary() -> Outcome {
    let scenario = Scenario::new("primary frozen for 40 s").with_unanswering_member();
    scenario.play(async |scene| freeze_primary(scene, seconds(40)).await).await
}
