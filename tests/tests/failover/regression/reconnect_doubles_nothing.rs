//! Attempts that waited in the old client's pool were taken for unsent when that was shut down, while some had run: they
//! were repeated under new numbers, and other calls never ended.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

use mongomancy::Engine;
use mongomancy_testkit::wait_until;
use mongomancy_tests::LIMIT;

use super::{Outcome, counted, ids, increment, set, store_counters};

/// Many more than there are connections, so that most calls wait for one when the client is replaced.
const CALLERS: usize = 200;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reconnect_under_load_doubles_and_fails_nothing() -> Outcome {
    let set = set().await;
    let builder = Engine::builder(set.uri()).max_pool_size(2).grace(Duration::from_millis(20));
    let engine = builder.deadline(Duration::from_secs(15)).build()?;
    store_counters(&engine, CALLERS).await;
    let stop = Arc::new(AtomicBool::new(false));
    let acknowledged = Arc::new(AtomicI64::new(0));
    let callers = ids(CALLERS).map(|id| {
        let (engine, stop, acknowledged) = (engine.clone(), Arc::clone(&stop), Arc::clone(&acknowledged));
        tokio::spawn(async move {
            let mut own = 0;
            while !stop.load(Ordering::SeqCst) {
                if let Err(error) = increment(&engine, id).await {
                    return (own, Some(error));
                }
                own += 1;
                acknowledged.fetch_add(1, Ordering::SeqCst);
            }
            (own, None)
        })
    });
    let callers: Vec<_> = callers.collect();
    for _ in 0..3 {
        let goal = acknowledged.load(Ordering::SeqCst) + 300;
        let reached = async || (acknowledged.load(Ordering::SeqCst) >= goal).then_some(());
        wait_until(LIMIT, "the load", reached).await?;
        engine.reconnect().await?;
    }
    stop.store(true, Ordering::SeqCst);
    let mut told = Vec::new();
    for caller in callers {
        let (acknowledged, error) = caller.await?;
        told.push((acknowledged, error.map(|error| error.to_string())));
    }
    let stored = counted(&engine).await.into_iter().map(|n| (n, None));
    let wrong: Vec<_> = stored.zip(told).filter(|(stored, told)| stored != told).collect();
    assert!(wrong.is_empty(), "stored, and acknowledged with the error: {wrong:?}");
    engine.dispose().await;
    Ok(())
}
