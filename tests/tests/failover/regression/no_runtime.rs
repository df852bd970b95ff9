//! The first poll of a call asked for tokio's timer, which panics where there is no runtime.

use std::{
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
    time::{Duration, Instant},
};

use futures_util::FutureExt;
use mongomancy::{BoxFuture, Engine, ErrorKind, Result, doc};
use mongomancy_testkit::FailPoint;
use mongomancy_tests::LIMIT;

use super::{Outcome, counted, counters, set, store_counters};

#[test]
fn a_call_outside_of_a_runtime_is_an_error() -> Outcome {
    let engine = Engine::builder("mongodb://127.0.0.1:9/").build()?;
    for answer in [engine.ping().into_future().now_or_never(), engine.reconnect().now_or_never()] {
        let error = answer.unwrap().unwrap_err();
        assert_eq!(error.kind(), &ErrorKind::Unavailable);
        assert!(error.to_string().contains("tokio runtime"), "{error}");
    }
    Ok(())
}

/// The same, for an engine whose client lives on a runtime that the caller is not in.
#[test]
fn a_call_outside_of_the_runtime_of_the_client_does_not_panic() -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let engine = runtime.block_on(mongomancy_tests::engine());
    // It may as well be on its way.
    if let Some(Err(error)) = engine.ping().into_future().now_or_never() {
        assert_eq!(error.kind(), &ErrorKind::Unavailable);
        assert!(error.to_string().contains("tokio runtime"), "{error}");
    }
    runtime.block_on(engine.ping().into_future())?;
    runtime.block_on(engine.dispose().into_future());
    Ok(())
}

/// A call that begins within a runtime, and goes on where there is none, is repeated and ends like any other.
#[test]
fn a_call_that_leaves_its_runtime_does_not_panic() -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let (set, engine, guard) = runtime.block_on(async {
        let set = set().await;
        let engine = Engine::connect(set.uri()).await.unwrap();
        store_counters(&engine, 1).await;
        let guard = FailPoint::fail_command(["update"]).error_code(91).times(2).enable(&set).await.unwrap();
        (set, engine, guard)
    });
    let increment = || {
        let update = counters(&engine).update_one(doc! { "_id": 0 }, doc! { "$inc": { "n": 1_i64 } });
        begun_within(&runtime, update.into_future())
    };
    assert_eq!(outside(increment()?)?.modified_count, 1);
    runtime.block_on(guard.disable())?;
    let blocked = FailPoint::fail_command(["update"]).block(Duration::from_secs(2)).times(1);
    let guard = runtime.block_on(blocked.enable(&set))?;
    let late = counters(&engine).update_one(doc! { "_id": 0 }, doc! { "$inc": { "n": 1_i64 } });
    let late = begun_within(&runtime, late.deadline(Duration::from_millis(300)).into_future())?;
    assert_eq!(outside(late).unwrap_err().kind(), &ErrorKind::DeadlineExceeded);
    runtime.block_on(guard.disable())?;
    assert_eq!(outside(increment()?)?.modified_count, 1);
    let stored = runtime.block_on(counted(&engine))[0];
    assert!((2..=3).contains(&stored), "{stored}");
    runtime.block_on(engine.dispose().into_future());
    Ok(())
}

/// `call`, after one poll within `runtime`.
fn begun_within<T>(
    runtime: &tokio::runtime::Runtime,
    mut call: BoxFuture<'static, Result<T>>,
) -> std::result::Result<BoxFuture<'static, Result<T>>, &'static str> {
    let _entered = runtime.enter();
    match call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Pending => Ok(call),
        Poll::Ready(_) => Err("it was over at once"),
    }
}

/// Polls `call` to its end where there is no runtime.
fn outside<T>(mut call: BoxFuture<'static, Result<T>>) -> Result<T> {
    let (begun, waker) = (Instant::now(), Waker::from(Arc::new(Waiting(thread::current()))));
    loop {
        if let Poll::Ready(answer) = call.as_mut().poll(&mut Context::from_waker(&waker)) {
            return answer;
        }
        thread::park_timeout(LIMIT);
        assert!(begun.elapsed() < LIMIT, "it did not end");
    }
}

/// A thread that waits to be woken.
struct Waiting(Thread);

impl Wake for Waiting {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Nothing is to be waited for when nothing was connected.
#[test]
fn a_dispose_outside_of_a_runtime_does_not_panic() -> Outcome {
    let engine = Engine::builder("mongodb://127.0.0.1:9/").build()?;
    assert_eq!(engine.dispose().into_future().now_or_never(), Some(()));
    assert_eq!(engine.ping().into_future().now_or_never().unwrap().unwrap_err().kind(), &ErrorKind::Disposed);
    Ok(())
}
