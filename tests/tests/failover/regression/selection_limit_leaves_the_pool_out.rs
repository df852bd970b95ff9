//! `serverSelectionTimeoutMS` limits how long no server is found. The wait for a connection was counted as well: when
//! that broke off, calls that had waited for longer failed at once.

use std::time::Duration;

use futures_util::future::join_all;
use mongomancy::Engine;
use mongomancy_testkit::FailPoint;

use super::{Outcome, counted, increment, set, store_counters};

const CALLS: i64 = 10;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wait_for_a_connection_is_no_search_for_a_server() -> Outcome {
    let set = set().await;
    // The driver takes half a second to find the server again: within the limit, however long a call has waited before.
    let uri = format!("{}&serverSelectionTimeoutMS=1000", set.uri());
    let engine = Engine::builder(uri).max_pool_size(1).build()?;
    store_counters(&engine, 1).await;
    let point = FailPoint::fail_command(["update"]).block(Duration::from_millis(1750)).close_connection().times(1);
    let guard = point.enable(&set).await?;
    let calls = (0..CALLS).map(|_| {
        let engine = engine.clone();
        tokio::spawn(async move { increment(&engine, 0).await })
    });
    let answers: Result<Vec<_>, _> = join_all(calls).await.into_iter().collect();
    let errors: Vec<String> = answers?.into_iter().filter_map(Result::err).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    guard.disable().await?;
    assert_eq!(counted(&engine).await, [CALLS]);
    engine.dispose().await;
    Ok(())
}
