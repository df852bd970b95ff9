//! A call waited by the timers of the runtime that its client lives on. While that one lived and nobody drove it, the
//! call's time was never over.

use std::time::Duration;

use mongomancy::{Engine, ErrorKind, doc};
use mongomancy_tests::LIMIT;
use tokio::{
    runtime::Builder,
    time::{Instant, timeout},
};

use super::{Outcome, counted, counters, increment, set, store_counters};

/// An attempt that has this much time is its caller's at first, where that is at home.
const DEADLINES: [Duration; 2] = [Duration::from_millis(50), Duration::from_millis(700)];
/// What may be left of a deadline, or come on top of it, on a slow machine.
const SLACK: Duration = Duration::from_secs(10);

#[test]
fn a_call_from_another_one_ends_at_its_deadline() -> Outcome {
    let connected = Builder::new_current_thread().enable_all().build()?;
    let calling = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let set = calling.block_on(set());
    let engine = connected.block_on(async {
        let engine = Engine::connect(set.uri()).await?;
        store_counters(&engine, 1).await;
        Ok::<_, mongomancy::Error>(engine)
    })?;
    let mut unknown = 0;
    for deadline in DEADLINES {
        let begun = Instant::now();
        let write = counters(&engine).update_one(doc! { "_id": 0 }, doc! { "$inc": { "n": 1_i64 } }).deadline(deadline);
        let answer = calling.block_on(async { timeout(LIMIT, write.into_future()).await });
        let error = answer.map_err(|_| "the deadline was not kept")?.unwrap_err();
        assert_eq!(error.kind(), &ErrorKind::DeadlineExceeded, "{error}");
        assert!((deadline..deadline + SLACK).contains(&begun.elapsed()), "{:?} of {deadline:?}", begun.elapsed());
        unknown += i64::from(error.maybe_applied());
    }
    connected.block_on(async {
        increment(&engine, 0).await?;
        let stored = counted(&engine).await;
        assert!((1..=1 + unknown).contains(&stored[0]), "{stored:?} of 1 and {unknown}");
        engine.dispose().await;
        Ok(())
    })
}
