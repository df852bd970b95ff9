//! A call that waited for a connection to a member that did not answer any more went on waiting when another member had
//! long been primary: until the driver gave the connection up.

use std::time::Duration;

use futures_util::future::try_join_all;
use mongomancy::{Engine, doc};
use mongomancy_testkit::ReplicaSet;
use mongomancy_tests::LIMIT;

use super::{Outcome, counters};

/// More than there are connections when the primary freezes.
const READERS: usize = 10;

#[tokio::test]
async fn calls_without_a_connection_turn_to_the_new_primary() -> Outcome {
    let set = ReplicaSet::builder().election_timeout(Duration::from_secs(1)).start().await?;
    // The driver alone waits for longer than the calls may take.
    let engine = Engine::connect(format!("{}&connectTimeoutMS=300000", set.uri())).await?;
    counters(&engine).find_one(doc! {}).await?;
    set.freeze(&set.wait_for_primary(LIMIT).await?)?;
    let readers = (0..READERS).map(|_| counters(&engine).find_one(doc! {}).deadline(LIMIT).into_future());
    assert_eq!(try_join_all(readers).await?.len(), READERS);
    engine.dispose().await;
    Ok(())
}
