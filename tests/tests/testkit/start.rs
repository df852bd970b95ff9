//! Starting servers.

use std::time::Instant;

use mongomancy_testkit::{ReplicaSet, Standalone};

use crate::client::{connect, round_trip};

#[tokio::test]
async fn three_members_have_a_writable_primary() {
    let begin = Instant::now();
    let set = ReplicaSet::start().await.unwrap();
    println!("three members, a writable primary, all in the set: {:?}", begin.elapsed());
    assert_eq!(set.members().len(), 3);
    assert!(set.members().iter().all(|member| member.is_running() && !member.is_frozen()));
    assert_eq!(set.primary().await.as_ref(), Some(&set.members()[0]));
    let client = connect(&set.uri()).await.unwrap();
    let status = client.database("admin").run_command(mongodb::bson::doc! { "replSetGetStatus": 1 }).await.unwrap();
    assert_eq!(status.get_array("members").unwrap().len(), 3);
    client.shutdown().immediate(true).await;
    round_trip(&set.uri()).await.unwrap();
}

#[tokio::test]
async fn a_set_may_have_one_member() {
    let set = ReplicaSet::builder().members(1).start().await.unwrap();
    round_trip(&set.uri()).await.unwrap();
    let error = set.step_down().await.unwrap_err();
    assert!(error.is_invalid_argument(), "{error}");
}

#[tokio::test]
async fn a_member_count_that_no_set_has_is_refused() {
    for count in [0, 8, usize::MAX] {
        let error = ReplicaSet::builder().members(count).start().await.unwrap_err();
        assert!(error.is_invalid_argument());
        assert_eq!(error.to_string(), format!("a replica set has 1 to 7 members, not {count}"));
    }
}

#[tokio::test]
async fn an_election_timeout_that_no_server_takes_is_refused() {
    for timeout in [std::time::Duration::ZERO, std::time::Duration::MAX] {
        let error = ReplicaSet::builder().election_timeout(timeout).start().await.unwrap_err();
        assert!(error.is_invalid_argument(), "{error}");
    }
}

#[tokio::test]
async fn a_standalone_starts_dies_and_returns_with_its_data() {
    let server = Standalone::start().await.unwrap();
    round_trip(&server.uri()).await.unwrap();
    server.kill().await.unwrap();
    assert!(!server.member().is_running());
    assert_eq!(server.member().pid(), None);
    assert!(server.kill().await.unwrap_err().is_not_running());
    server.restart().await.unwrap();
    round_trip(&server.uri()).await.unwrap();
}

#[tokio::test]
async fn a_server_that_ends_at_its_start_shows_its_log() {
    let error = Standalone::builder().parameter("noSuchParameter", "1").start().await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("noSuchParameter"), "{text}");
    assert!(text.contains("127.0.0.1:"), "{text}");
}

#[tokio::test]
async fn dropping_a_set_leaves_nothing() {
    let set = ReplicaSet::builder().members(2).start().await.unwrap();
    let folder = set.members()[0].log().parent().unwrap().parent().unwrap().to_owned();
    let members = set.members().to_vec();
    set.freeze(&members[1]).unwrap();
    assert!(folder.is_dir());
    drop(set);
    assert!(members.iter().all(|member| !member.is_running()));
    assert!(!folder.exists());
}

/// The calls work in a task of a runtime with several threads.
#[test]
fn futures_are_send() {
    fn is_send<T: Send>(_: T) {}
    fn look(set: &'static ReplicaSet, server: &'static Standalone) {
        is_send(ReplicaSet::start());
        is_send(set.step_down());
        is_send(set.kill_primary());
        is_send(set.restart(&set.members()[0]));
        is_send(set.wait_for_primary(std::time::Duration::ZERO));
        is_send(server.restart());
        is_send(mongomancy_testkit::Server::shared());
        is_send(mongomancy_testkit::FailPoint::fail_command(["find"]).enable(set));
    }
    let _ = look;
}
