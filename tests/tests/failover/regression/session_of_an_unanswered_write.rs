//! A server runs one numbered write of a session at a time. The session of a write that was never answered was the next
//! one's, which waited behind it for the rest of its time.

use std::time::Duration;

use mongomancy::{Engine, ErrorKind, doc};
use mongomancy_testkit::wait_until;
use mongomancy_tests::{Connections, LIMIT};

use super::{Outcome, counters, increment, set, store_counters};

/// More than enough for a write that waits for nobody, and less than a transaction may stay open.
const GENEROUS: Duration = Duration::from_secs(15);
const LATER: usize = 5;

#[tokio::test]
async fn is_not_the_next_writes() -> Outcome {
    let set = set().await;
    let connections = Connections::default();
    let record = connections.clone();
    let engine = Engine::builder(set.uri()).configure(move |options| record.record(options)).build()?;
    store_counters(&engine, 2).await;
    let closed = || connections.all().values().map(|server| server.closed).sum::<usize>();

    let client = engine.client().await?;
    let mut session = client.start_session().await?;
    session.start_transaction().await?;
    let by_driver = client.database("d").collection::<mongomancy::Document>("counter");
    by_driver.update_one(doc! { "_id": 0 }, doc! { "$inc": { "n": 1_i64 } }).session(&mut session).await?;

    // Unlike an update it has no limit at the server.
    let blocked = counters(&engine).find_one_and_update(doc! { "_id": 0 }, doc! { "$inc": { "n": 1_i64 } });
    let error = blocked.deadline(Duration::from_millis(500)).await.unwrap_err();
    assert_eq!((error.kind(), error.maybe_applied()), (&ErrorKind::DeadlineExceeded, true), "{error}");
    // Long after, its attempt gives up.
    let before = closed();
    wait_until(LIMIT, "the end of its attempt", async || (closed() > before).then_some(())).await?;

    for _ in 0..LATER {
        let write = counters(&engine).update_one(doc! { "_id": 1 }, doc! { "$inc": { "n": 1_i64 } });
        write.deadline(GENEROUS).await?;
    }
    session.abort_transaction().await?;
    increment(&engine, 0).await?;
    engine.dispose().await;
    Ok(())
}
