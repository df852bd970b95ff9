//! Calls whose time was over stayed in the queue for connections, where the driver takes half a second to skip each: a
//! stall of one second kept all calls waiting for half a minute.

use std::time::Duration;

use futures_util::future::join_all;
use mongomancy::{Engine, doc};
use mongomancy_testkit::FailPoint;

use super::{Outcome, counters, set};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_whose_time_is_over_do_not_slow_later_ones() -> Outcome {
    let set = set().await;
    for connections in [1, 10] {
        let engine = Engine::builder(set.uri()).max_pool_size(connections).build()?;
        engine.ping().await?;
        let stall = FailPoint::fail_command(["insert"]).block(Duration::from_secs(1)).times(connections);
        let guard = stall.enable(&set).await?;
        let calls = (0..60).map(|_| {
            let insert = counters(&engine).insert_one(doc! {}).deadline(Duration::from_millis(300));
            tokio::spawn(insert.into_future())
        });
        let answers = join_all(calls).await;
        assert!(answers.into_iter().all(|answer| answer.is_ok_and(|insert| insert.is_err())));
        guard.disable().await?;
        // What was sent still takes its second.
        tokio::time::timeout(Duration::from_secs(3), engine.ping()).await??;
        engine.dispose().await;
    }
    Ok(())
}
