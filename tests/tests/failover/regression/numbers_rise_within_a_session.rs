//! A write took its number when it was called and its session when it ran. When others used the session in between,
//! the server refused the number as too old (code 225).

use std::{sync::mpsc, time::Duration};

use mongomancy::{Engine, ErrorKind, doc};
use mongomancy_tests::LIMIT;
use tokio::sync::oneshot;

use super::{Outcome, counted, counters, increment, set, store_counters};

const ANSWERED: i64 = 10;
/// On a slow machine some are not answered in time.
const ROUNDS: i64 = 500;
/// So short that the attempt has a task from the start, which waits for the thread.
const SHORT: Duration = Duration::from_millis(100);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_beside_a_computation_is_not_refused() -> Outcome {
    let set = set().await;
    let engine = Engine::connect(set.uri()).await?;
    store_counters(&engine, 2).await;
    let (mut rounds, mut answered, mut unheard) = (0, 0, 0);
    while answered < ANSWERED && rounds < ROUNDS {
        rounds += 1;
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
                let late = counters(&engine).update_one(doc! { "_id": 0 }, doc! { "$inc": { "n": 1_i64 } });
                tokio::join!(late.deadline(SHORT).into_future(), compute)
            }
        });
        begun.await?;
        for _ in 0..3 {
            increment(&engine, 1).await?;
        }
        others_done.send(())?;
        let (answer, computed) = delayed.await?;
        computed?;
        match answer {
            Ok(_) => answered += 1,
            Err(error) => {
                assert_eq!(error.kind(), &ErrorKind::DeadlineExceeded, "{error}");
                unheard += i64::from(error.maybe_applied());
            }
        }
    }
    assert_eq!(answered, ANSWERED);
    let [late, others] = counted(&engine).await[..] else { return Err("a counter is gone".into()) };
    assert_eq!(others, 3 * rounds);
    assert!((answered..=answered + unheard).contains(&late), "{late} of {answered} and {unheard}");
    engine.dispose().await;
    Ok(())
}
