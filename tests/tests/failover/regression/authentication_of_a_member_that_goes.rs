//! A member that shuts down or steps down while a new connection authenticates gives its own code. That reached the
//! caller as refused credentials.

use futures_util::future::join_all;
use mongomancy::{Engine, ErrorKind, doc};
use mongomancy_testkit::{FailPoint, ReplicaSet};
use mongomancy_tests::LIMIT;

use super::{Outcome, counters};

#[tokio::test]
async fn a_member_that_goes_while_it_authenticates_is_no_wrong_password() -> Outcome {
    let set = ReplicaSet::builder().members(1).authentication("ada", "secret").start().await?;
    // After such a failure the driver knows no server until the next heartbeat, by default for ten seconds.
    let engine = Engine::connect(format!("{}&heartbeatFrequencyMS=500", set.uri())).await?;
    for code in [91, 11600, 11602] {
        let guard = FailPoint::fail_command(["saslContinue"]).error_code(code).times(1).enable(&set).await?;
        // The one connection that there is does not suffice.
        let counts = (0..6).map(|_| tokio::spawn(counters(&engine).count_documents(doc! {}).into_future()));
        for count in join_all(counts).await {
            assert_eq!(count?.map_err(|error| format!("{code}: {error:?}")), Ok(0));
        }
        guard.wait_until_met(1, LIMIT).await?;
        guard.disable().await?;
        engine.reconnect().await?;
        engine.ping().await?;
    }

    let error = Engine::connect(set.uri().replace("secret", "guess")).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (&ErrorKind::Authentication, 1), "{error}");
    engine.dispose().await;
    Ok(())
}
