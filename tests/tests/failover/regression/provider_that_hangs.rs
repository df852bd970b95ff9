//! A call that found no server asked a provider that never answered, and did not look up when the server was back.

use std::{
    future::pending,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use mongomancy::{ConnectTo, Engine};
use mongomancy_testkit::{Standalone, wait_until};
use mongomancy_tests::LIMIT;

use super::Outcome;

#[tokio::test]
async fn it_holds_nobody_up_when_the_server_is_back() -> Outcome {
    let server = Standalone::start().await?;
    let (uri, asked) = (server.uri(), Arc::new(AtomicU32::new(0)));
    let count = Arc::clone(&asked);
    let hanging = ConnectTo::provider(move || {
        let (uri, is_first) = (uri.clone(), count.fetch_add(1, Ordering::SeqCst) == 0);
        async move { if is_first { Ok(uri) } else { pending().await } }
    });
    let plain = Engine::builder(server.uri()).deadline(Duration::from_secs(4)).build()?;
    // Longer than the test may take: nothing but the call itself can notice that the server is back.
    let engine = Engine::builder(hanging).deadline(Duration::from_secs(600)).build()?;
    engine.ping().await?;
    let reconnect = tokio::spawn({
        let engine = engine.clone();
        async move { engine.reconnect().await }
    });
    wait_until(LIMIT, "the question", async || (asked.load(Ordering::SeqCst) > 1).then_some(())).await?;
    server.kill().await?;
    let call = tokio::spawn({
        let engine = engine.clone();
        async move { engine.ping().await }
    });
    // Any call that finds no server asks where to connect to, at the latest when it has looked for two seconds.
    assert!(plain.ping().await.is_err());
    server.restart().await?;
    tokio::time::timeout(LIMIT, call).await???;
    reconnect.abort();
    engine.dispose().await;
    Ok(())
}
