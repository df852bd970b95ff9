//! The first poll of a call asked for tokio's timer, which panics where there is no runtime.

use futures_util::FutureExt;
use mongomancy::{Engine, ErrorKind};

use super::Outcome;

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

/// Nothing is to be waited for when nothing was connected.
#[test]
fn a_dispose_outside_of_a_runtime_does_not_panic() -> Outcome {
    let engine = Engine::builder("mongodb://127.0.0.1:9/").build()?;
    assert_eq!(engine.dispose().into_future().now_or_never(), Some(()));
    assert_eq!(engine.ping().into_future().now_or_never().unwrap().unwrap_err().kind(), &ErrorKind::Disposed);
    Ok(())
}
