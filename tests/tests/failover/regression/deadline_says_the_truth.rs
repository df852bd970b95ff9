//! A call whose time was over while it waited for a connection could still get one and send its write: the error said
//! that nothing was stored, and it was.

use std::time::Duration;

use mongomancy::{Engine, doc};
use tokio::time::Instant;

use super::{Outcome, counted, counters, ids, set, store_counters};

/// So many that most calls end while they wait for one of the ten connections.
const CALLERS: usize = 64;
const DEADLINE: Duration = Duration::from_millis(10);
const RUN: Duration = Duration::from_secs(3);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_that_failed_for_certain_is_not_stored() -> Outcome {
    let set = set().await;
    let engine = Engine::builder(set.uri()).max_pool_size(10).build()?;
    store_counters(&engine, CALLERS).await;
    let stop = Instant::now() + RUN;
    let callers = ids(CALLERS).map(|id| {
        let counters = counters(&engine);
        tokio::spawn(async move {
            let (mut calls, mut acknowledged, mut unknown) = (0, 0, 0);
            while Instant::now() < stop {
                let increment = counters.update_one(doc! { "_id": id }, doc! { "$inc": { "n": 1_i64 } });
                match increment.deadline(DEADLINE).await {
                    Ok(_) => acknowledged += 1,
                    Err(error) => unknown += i64::from(error.maybe_applied()),
                }
                calls += 1;
            }
            (calls, acknowledged, unknown)
        })
    });
    let callers: Vec<_> = callers.collect();
    let (mut calls, mut bounds) = (0, Vec::new());
    for caller in callers {
        let (made, acknowledged, unknown) = caller.await?;
        calls += made;
        bounds.push(acknowledged..=acknowledged + unknown);
    }
    assert!(calls > 1000, "{calls} calls are too few to tell");
    // It waits for connections behind whatever is still to be sent.
    let stored = counted(&engine).await;
    let wrong: Vec<_> = stored.iter().zip(&bounds).filter(|(n, bounds)| !bounds.contains(n)).collect();
    assert!(wrong.is_empty(), "stored, and what the answers allow: {wrong:?}");
    engine.dispose().await;
    Ok(())
}
