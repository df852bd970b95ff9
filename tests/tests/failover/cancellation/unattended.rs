//! Calls whose callers go, or look away, in the moment in which they poll the attempt themselves.

use std::{future::poll_fn, pin::Pin, task::Poll};

use mongodb::options::ClientOptions;
use mongomancy::{BoxFuture, Document, Engine, Result, doc};
use mongomancy_testkit::wait_until;
use mongomancy_tests::{Commands, Connections, LIMIT};

use super::{Outcome, set};

const DROPPED: usize = 50;

/// Polls the call until the command of this name was sent for the `times`th time.
async fn sent<T>(call: &mut BoxFuture<'static, Result<T>>, commands: &Commands, times: usize) {
    poll_fn(|context| {
        let ended = Pin::new(&mut *call).poll(context).is_ready();
        assert!(!ended, "it was answered before it was sent");
        if commands.named("insert").len() == times { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

#[tokio::test]
async fn what_was_sent_goes_on_when_its_call_is_dropped_at_once() -> Outcome {
    let set = set().await;
    let (connections, commands) = (Connections::default(), Commands::default());
    let mut options = ClientOptions::parse(set.uri()).await?;
    connections.record(&mut options);
    commands.record(&mut options);
    let engine = Engine::connect(options).await?;
    let documents = engine.database("d").collection_named::<Document>("c");
    documents.insert_one(doc! {}).await?;
    for n in 0..DROPPED {
        let mut insert = documents.insert_one(doc! { "n": i64::try_from(n)? }).into_future();
        sent(&mut insert, &commands, n + 2).await;
        drop(insert);
        let stored = async || documents.exists(doc! { "n": i64::try_from(n).ok()? }).await.ok()?.then_some(());
        wait_until(LIMIT, "the document", stored).await?;
    }
    // One that dropped the attempt would close its connection each time.
    for to_server in connections.all().values() {
        assert!(to_server.created < DROPPED / 5, "{to_server:?}");
    }
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_call_that_nobody_polls_holds_no_connection() -> Outcome {
    let set = set().await;
    let commands = Commands::default();
    let mut options = ClientOptions::parse(set.uri()).await?;
    options.max_pool_size = Some(1);
    commands.record(&mut options);
    let engine = Engine::connect(options).await?;
    let documents = engine.database("d").collection_named::<Document>("c");
    documents.insert_one(doc! {}).await?;
    let mut left = documents.insert_one(doc! { "n": 0 }).into_future();
    sent(&mut left, &commands, 2).await;
    // By the only connection.
    documents.insert_one(doc! { "n": 1 }).deadline(LIMIT).await?;
    left.await?;
    assert_eq!(documents.count_documents(doc! {}).await?, 3);
    engine.dispose().await;
    Ok(())
}
