//! The primary hands over.

use super::{Evidence, Outcome, Scenario, seconds};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn step_down() -> Outcome {
    let scenario = Scenario::new("step-down");
    scenario
        .play(async |scene| {
            scene.set.step_down().await?;
            Ok(Evidence::Switched)
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_step_downs() -> Outcome {
    let scenario = Scenario::new("five step-downs, 10 s apart");
    scenario
        .play(async |scene| {
            for _ in 0..5 {
                scene.set.step_down().await?;
                scene.hold(seconds(10)).await;
            }
            Ok(Evidence::Switched)
        })
        .await
}
