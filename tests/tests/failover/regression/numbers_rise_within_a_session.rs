//! A write took its number when it was called and its session when it ran. When others used the session in between,
//! the server refused the number as too old (code 225).

use std::sync::mpsc;

use mongomancy::Engine;
use mongomancy_tests::LIMIT;
use tokio::sync::oneshot;

use super::{Outcome, counted, increment, set, store_counters};

const ROUNDS: i64 = 10;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_beside_a_computation_is_not_refused() -> Outcome {
    let set = set().await;
    let engine = Engine::connect(set.uri()).await?;
    store_counters(&engine, 2).await;
    for _ in 0..ROUNDS {
        let (called, begun) = oneshot::channel();
        let (others_done, computed) = mpsc::channel();
        let delayed = tokio::spawn({
            let engine = engine.clone();
            async move {
                let compute = async move {
                    let _ = called.send(());
                    // It keeps the thread busy that the call was begun on.
                    computed.recv_timeout(LIMIT)
                };
                tokio::join!(increment(&engine, 0), compute)
            }
        });
        begun.await?;
        for _ in 0..3 {
            increment(&engine, 1).await?;
        }
        others_done.send(())?;
        let (answer, computed) = delayed.await?;
        computed?;
        answer?;
    }
    assert_eq!(counted(&engine).await, [ROUNDS, 3 * ROUNDS]);
    engine.dispose().await;
    Ok(())
}
