//! The network fails, and no server does.

use super::{Evidence, LIMIT, Outcome, Scenario, seconds};

/// One connection is reset for this many commands on average, ours and the driver's alike.
const COMMANDS_PER_RESET: u32 = 300;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn primary_cut_off_from_the_members() -> Outcome {
    let scenario = Scenario::new("primary cut off from the other members for 20 s").proxied().with_unanswering_member();
    scenario
        .play(async |scene| {
            let primary = scene.set.wait_for_primary(LIMIT).await?;
            scene.set.partition(&primary)?;
            scene.hold(seconds(20)).await;
            scene.set.heal(&primary)?;
            Ok(Evidence::Switched)
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn client_cut_off_from_the_primary() -> Outcome {
    let scenario = Scenario::new("client cut off from the primary for 15 s").proxied();
    scenario
        .play(async |scene| {
            let primary = scene.set.wait_for_primary(LIMIT).await?;
            scene.set.cut_client(&primary)?;
            // The set keeps its primary, so there is no other to turn to.
            let stood_still = scene.stand_still(seconds(3), seconds(15)).await;
            scene.set.heal(&primary)?;
            Ok(Evidence::Struck(u32::from(stood_still)))
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_reset_at_random() -> Outcome {
    let scenario = Scenario::new("connections reset at random for 20 s").proxied();
    scenario
        .play(async |scene| {
            let resets = scene.set.reset_randomly(42, COMMANDS_PER_RESET)?;
            scene.hold(seconds(20)).await;
            Ok(Evidence::Struck(resets.hits()))
        })
        .await
}
