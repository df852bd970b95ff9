//! Authentication and TLS.

use mongodb::error::ErrorKind;
use mongomancy_testkit::{FailPoint, ReplicaSet, Standalone};

use crate::client::{connect, round_trip};

/// Every character of it needs escaping in a URI.
const PASSWORD: &str = "s:e@c/r%e?t#ü";

#[tokio::test]
async fn a_set_with_authentication_takes_its_uri_and_nothing_less() {
    let set = ReplicaSet::builder().members(1).authentication("ada", PASSWORD).start().await.unwrap();
    round_trip(&set.uri()).await.unwrap();
    round_trip(&set.members()[0].direct_uri()).await.unwrap();

    let (_, hosts) = set.uri().split_once('@').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let error = round_trip(&format!("mongodb://{hosts}").replace("&authSource=admin", "")).await.unwrap_err();
    assert!(matches!(&*error.kind, ErrorKind::Command(refusal) if refusal.code_name == "Unauthorized"), "{error:?}");
    let error = round_trip(&format!("mongodb://ada:wrong@{hosts}")).await.unwrap_err();
    assert!(matches!(&*error.kind, ErrorKind::Authentication { .. }), "{error:?}");

    for shown in [format!("{set:?}"), format!("{set:#?}"), format!("{:?}", set.members()[0])] {
        assert!(!shown.contains("s:e@c") && !shown.contains("s%3Ae"), "{shown}");
    }
    let builder = ReplicaSet::builder().authentication("ada", PASSWORD);
    assert!(!format!("{builder:#?}").contains("s:e@c"));

    // The kit's own commands need no user of the test's.
    FailPoint::fail_command(["find"]).error_code(2).enable(&set).await.unwrap().disable().await.unwrap();
}

#[tokio::test]
async fn a_set_with_tls_and_authentication_keeps_its_faults() {
    let set = ReplicaSet::builder().authentication("ada", PASSWORD).tls(true).start().await.unwrap();
    round_trip(&set.uri()).await.unwrap();
    set.step_down().await.unwrap();
    round_trip(&set.uri()).await.unwrap();
    // Without the authority, and without TLS at all, nobody gets in.
    let uri = set.uri();
    let (plain, _) = uri.split_once("&tls=").unwrap();
    let untrusting = format!("{plain}&tls=true");
    let (plain, untrusting) = tokio::join!(round_trip(plain), round_trip(&untrusting));
    assert!(plain.is_err() && untrusting.is_err());
}

#[tokio::test]
async fn a_standalone_has_both_too() {
    let server = Standalone::builder().authentication("ada", PASSWORD).tls(true).start().await.unwrap();
    round_trip(&server.uri()).await.unwrap();
    server.restart().await.unwrap();
    round_trip(&server.uri()).await.unwrap();
    let client = connect(&server.uri()).await.unwrap();
    assert!(client.list_database_names().await.unwrap().contains(&"testkit".to_owned()));
    client.shutdown().immediate(true).await;
}

#[tokio::test]
async fn an_empty_password_is_refused() {
    let error = Standalone::builder().authentication("ada", "").start().await.unwrap_err();
    assert!(error.is_invalid_argument(), "{error}");
}
