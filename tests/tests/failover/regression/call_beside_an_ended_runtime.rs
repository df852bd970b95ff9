//! The runtime that a client lives on ended while other threads drove calls on it: they panicked, since nobody moved
//! their attempts to tasks any more and nobody said so.

use std::thread;

use mongomancy::{Document, Engine, ErrorKind, doc};
use mongomancy_testkit::{ReplicaSet, wait_until};
use mongomancy_tests::LIMIT;

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[test]
fn a_call_after_the_end_of_its_runtime_is_an_error() -> Outcome {
    let outside = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let set = outside.block_on(ReplicaSet::builder().members(1).start())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let documents = runtime.block_on(async {
        let engine = Engine::connect(set.uri()).await?;
        let documents = engine.database("d").collection_named::<Document>("c");
        documents.insert_one(doc! { "n": 0 }).await?;
        Ok::<_, mongomancy::Error>(documents)
    })?;
    let handle = runtime.handle().clone();
    runtime.shutdown_background();
    let call = thread::spawn(move || handle.block_on(documents.insert_one(doc! { "n": 1 }).into_future()));
    let error = call.join().map_err(|_| "the call panicked")?.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unavailable | ErrorKind::Other), "{error}");
    assert!(error.to_string().contains("runtime"), "{error}");
    Ok(())
}

/// The call waits for a server when the timers that would wake it end.
#[test]
fn a_call_that_waits_at_the_end_of_its_runtime_is_an_error() -> Outcome {
    let outside = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let engine = {
        let _entered = runtime.enter();
        Engine::builder("mongodb://127.0.0.1:9/").build()?
    };
    let documents = engine.database("d").collection_named::<Document>("c");
    let handle = runtime.handle().clone();
    let call = thread::spawn(move || handle.block_on(documents.insert_one(doc! { "n": 1 }).into_future()));
    let waits = async || (engine.metrics().calls == 1).then_some(());
    outside.block_on(wait_until(LIMIT, "the call", waits))?;
    runtime.shutdown_background();
    let error = call.join().map_err(|_| "the call panicked")?.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Unavailable, "{error}");
    assert!(error.to_string().contains("runtime"), "{error}");
    Ok(())
}
