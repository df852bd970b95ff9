//! Fail points and their guard.

use std::time::Duration;

use mongodb::bson::{Document, doc};
use mongodb::error::{Error, ErrorKind};
use mongomancy_testkit::{FailPoint, ReplicaSet, Standalone};

use crate::client::connect;

fn code(error: &Error) -> Option<i32> {
    match &*error.kind {
        ErrorKind::Command(refusal) => Some(refusal.code),
        _ => None,
    }
}

/// A find that fails `attempts` times, as the driver's own retry of reads is off.
async fn find(uri: &str) -> Result<Option<Document>, Error> {
    let client = connect(&format!("{uri}&retryReads=false&appName=fail-point-test")).await?;
    let found = client.database("testkit").collection::<Document>("points").find_one(doc! {}).await;
    client.shutdown().immediate(true).await;
    found
}

#[tokio::test]
async fn it_fails_as_told_and_ends_with_its_guard() {
    let set = ReplicaSet::builder().members(1).start().await.unwrap();
    let uri = set.uri();

    let guard = FailPoint::fail_command(["find"]).error_code(2).enable(&set).await.unwrap();
    assert_eq!(guard.member(), &set.members()[0]);
    assert_eq!(code(&find(&uri).await.unwrap_err()), Some(2));
    guard.wait_until_met(1, Duration::from_secs(10)).await.unwrap();
    let error = guard.wait_until_met(1_000, Duration::from_millis(50)).await.unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("failCommand 1000 times by find at"), "{error}");
    drop(guard);
    find(&uri).await.unwrap();

    let guard = FailPoint::fail_command(["find"]).error_code(2).times(2).enable(&set.members()[0]).await.unwrap();
    assert!(find(&uri).await.is_err());
    assert!(find(&uri).await.is_err());
    find(&uri).await.unwrap();
    guard.disable().await.unwrap();

    let guard = FailPoint::fail_command(["find"]).error_code(2).skip(1).enable(&set).await.unwrap();
    find(&uri).await.unwrap();
    assert!(find(&uri).await.is_err());
    guard.disable().await.unwrap();

    let labelled = FailPoint::fail_command(["find"]).error_code(2).error_labels(["Ours"]).enable(&set).await.unwrap();
    assert!(find(&uri).await.unwrap_err().contains_label("Ours"));
    labelled.disable().await.unwrap();

    let cut =
        FailPoint::fail_command(["find"]).close_connection().app_name("fail-point-test").enable(&set).await.unwrap();
    assert!(matches!(*find(&uri).await.unwrap_err().kind, ErrorKind::Io(_)));
    cut.disable().await.unwrap();

    let other = FailPoint::fail_command(["find"]).error_code(2).app_name("someone else").enable(&set).await.unwrap();
    find(&uri).await.unwrap();
    other.disable().await.unwrap();

    let concern = FailPoint::fail_command(["insert"]).write_concern_error(64, "not enough").enable(&set).await.unwrap();
    let client = connect(&uri).await.unwrap();
    let collection = client.database("testkit").collection::<Document>("concern");
    assert!(collection.insert_one(doc! { "x": 1 }).await.is_err());
    concern.disable().await.unwrap();
    assert_eq!(collection.count_documents(doc! {}).await.unwrap(), 1);
    client.shutdown().immediate(true).await;
}

#[tokio::test]
async fn a_command_waits_in_it_until_the_member_is_killed() {
    let set = ReplicaSet::builder().members(1).start().await.unwrap();
    let held = FailPoint::fail_command(["find"]).block(Duration::from_secs(60)).enable(&set).await.unwrap();
    let uri = set.uri();
    let waiting = tokio::spawn(async move { find(&uri).await });
    held.wait_until_met(1, Duration::from_secs(10)).await.unwrap();
    set.kill(held.member()).await.unwrap();
    assert!(waiting.await.unwrap().is_err());
    // Nothing to switch off, and nothing to complain about.
    held.disable().await.unwrap();
}

#[test]
fn a_drop_works_without_the_runtime_that_enabled_it() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let first = runtime();
    let (server, guard) = first.block_on(async {
        let server = Standalone::start().await.unwrap();
        let guard = FailPoint::fail_command(["find"]).error_code(2).enable(&server).await.unwrap();
        assert!(find(&server.uri()).await.is_err());
        (server, guard)
    });
    drop(first);
    drop(guard);
    runtime().block_on(find(&server.uri())).unwrap();
}

#[tokio::test]
async fn a_panic_switches_it_off() {
    let server = Standalone::start().await.unwrap();
    let guard = FailPoint::fail_command(["find"]).error_code(2).enable(&server).await.unwrap();
    let task = tokio::spawn(async move {
        let _guard = guard;
        std::panic::resume_unwind(Box::new("a failed test"));
    });
    assert!(task.await.unwrap_err().is_panic());
    find(&server.uri()).await.unwrap();
}

#[tokio::test]
async fn one_that_would_do_nothing_is_refused() {
    let server = Standalone::start().await.unwrap();
    let nothing = FailPoint::fail_command(["find"]).times(1).enable(&server).await.unwrap_err();
    assert!(nothing.is_invalid_argument(), "{nothing}");
    let nobody = FailPoint::fail_command::<&str>([]).error_code(2).enable(&server).await.unwrap_err();
    assert!(nobody.is_invalid_argument(), "{nobody}");
    let unknown = FailPoint::new("noSuchFailPoint", doc! {}).enable(&server).await.unwrap_err();
    assert!(unknown.code().is_some(), "{unknown}");
    FailPoint::new("failCommand", doc! { "failCommands": ["find"], "errorCode": 2 })
        .enable(&server)
        .await
        .unwrap()
        .disable()
        .await
        .unwrap();
}
