//! A cursor of the client that a reconnect had replaced ended with "the engine is disposed", which it was not.

use std::time::Duration;

use mongomancy::{Cursor, Document, Engine, Error, ErrorKind, doc};
use mongomancy_testkit::wait_until;
use mongomancy_tests::LIMIT;
use tokio::sync::Mutex;

use super::{Outcome, counters, set, store_counters};

const DOCUMENTS: usize = 100;

/// A cursor that has given one document and holds few more.
async fn open(engine: &Engine) -> mongomancy::Result<Cursor<Document>> {
    let mut cursor = counters(engine).find(doc! {}).batch_size(5).await?;
    assert!(cursor.try_next().await?.is_some());
    Ok(cursor)
}

/// Reads to the end with a pause after each document, far longer than the grace in all: how many documents there were
/// in all, and what ended it.
async fn read_slowly(cursor: Cursor<Document>) -> mongomancy_testkit::Result<(u64, Result<(), Error>)> {
    let cursor = Mutex::new(cursor);
    let end = wait_until(LIMIT, "the end of the cursor", async || match cursor.lock().await.try_next().await {
        Ok(document) => document.is_none().then_some(Ok(())),
        Err(error) => Some(Err(error)),
    });
    let end = end.await?;
    Ok((cursor.into_inner().documents_given(), end))
}

#[tokio::test]
async fn a_reconnect_is_no_dispose_to_a_cursor() -> Outcome {
    let set = set().await;
    let engine = Engine::builder(set.uri()).grace(Duration::from_millis(50)).build()?;
    store_counters(&engine, DOCUMENTS).await;
    let cursor = open(&engine).await?;
    engine.reconnect().await?;
    match read_slowly(cursor).await? {
        (given, Ok(())) => assert_eq!(given, u64::try_from(DOCUMENTS)?),
        (documents, Err(error)) => assert_eq!(error.kind(), &ErrorKind::CursorLost { documents }),
    }

    let cursor = open(&engine).await?;
    engine.dispose().await;
    let (_, end) = read_slowly(cursor).await?;
    assert_eq!(end.unwrap_err().kind(), &ErrorKind::Disposed);
    Ok(())
}
