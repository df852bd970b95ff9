//! Members die and come back.

use futures_util::future::try_join_all;

use super::{Evidence, Outcome, Scenario, seconds};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_primary() -> Outcome {
    let scenario = Scenario::new("kill -9 of the primary");
    scenario
        .play(async |scene| {
            scene.set.kill_primary().await?;
            Ok(Evidence::Switched)
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rolling_restart() -> Outcome {
    let scenario = Scenario::new("rolling restart of all three");
    scenario
        .play(async |scene| {
            for member in scene.set.members() {
                scene.set.restart(member).await?;
                scene.hold(seconds(5)).await;
            }
            Ok(Evidence::Switched)
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_down() -> Outcome {
    let scenario = Scenario::new("all down for 20 s");
    scenario
        .play(async |scene| {
            for member in scene.set.members() {
                scene.set.kill(member).await?;
            }
            scene.stand_still(seconds(3), seconds(20)).await;
            // One alone finds no majority, so they come back together.
            try_join_all(scene.set.members().iter().map(|member| scene.set.restart(member))).await?;
            Ok(Evidence::Lost)
        })
        .await
}
