//! Faults, and that the set recovers from them.

use std::time::{Duration, Instant};

use mongomancy_testkit::ReplicaSet;

use crate::client::round_trip;

const LIMIT: Duration = Duration::from_secs(30);

async fn quick_set(members: usize) -> ReplicaSet {
    ReplicaSet::builder().members(members).election_timeout(Duration::from_secs(1)).start().await.unwrap()
}

#[tokio::test]
async fn a_step_down_changes_the_primary_each_time() {
    let set = quick_set(3).await;
    let mut old = set.primary().await.unwrap();
    for _ in 0..4 {
        let begin = Instant::now();
        let new = set.step_down().await.unwrap();
        println!("step-down: {:?}", begin.elapsed());
        assert_ne!(new, old);
        assert_eq!(set.primary().await.as_ref(), Some(&new));
        assert!(old.is_running());
        old = new;
    }
    round_trip(&set.uri()).await.unwrap();
}

#[tokio::test]
async fn a_killed_primary_is_replaced_and_rejoins() {
    let set = quick_set(3).await;
    let before = set.primary().await.unwrap();
    let begin = Instant::now();
    let killed = set.kill_primary().await.unwrap();
    assert_eq!(killed, before);
    assert!(!killed.is_running());
    let new = set.wait_for_primary(LIMIT).await.unwrap();
    println!("from the kill to a writable primary: {:?}", begin.elapsed());
    assert_ne!(new, killed);
    round_trip(&set.uri()).await.unwrap();

    let begin = Instant::now();
    set.restart(&killed).await.unwrap();
    println!("restart: {:?}", begin.elapsed());
    assert!(killed.is_running());
    // It has rejoined: with the third one dead, it is the majority's other half.
    let third = set.members().iter().find(|member| **member != killed && **member != new).unwrap();
    set.kill(third).await.unwrap();
    set.wait_for_primary(LIMIT).await.unwrap();
    round_trip(&set.uri()).await.unwrap();
}

#[tokio::test]
async fn a_set_moves_with_its_data() {
    let mut set = quick_set(3).await;
    let old: Vec<String> = set.members().iter().map(|member| member.address().to_owned()).collect();
    round_trip(&set.uri()).await.unwrap();
    set.relocate().await.unwrap();
    assert!(set.members().iter().all(|member| !old.contains(&member.address().to_owned())));
    round_trip(&set.uri()).await.unwrap();
    set.step_down().await.unwrap();
}

#[tokio::test]
async fn a_set_without_a_majority_has_no_primary() {
    let set = quick_set(2).await;
    set.kill(&set.members()[1]).await.unwrap();
    let lost = mongomancy_testkit::wait_until(LIMIT, "the end of the primary", || async {
        set.primary().await.is_none().then_some(())
    });
    lost.await.unwrap();
    let error = set.wait_for_primary(Duration::from_millis(300)).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.to_string(), "a writable primary did not happen within 300ms");
    set.restart(&set.members()[1]).await.unwrap();
    set.wait_for_primary(LIMIT).await.unwrap();
}

#[tokio::test]
async fn a_frozen_primary_is_replaced_and_comes_back_as_a_secondary() {
    let set = quick_set(3).await;
    let old = set.primary().await.unwrap();
    set.freeze(&old).unwrap();
    assert!(old.is_frozen() && old.is_running());
    let new = set.wait_for_primary(LIMIT).await.unwrap();
    assert_ne!(new, old);
    set.thaw(&old).unwrap();
    assert!(!old.is_frozen());
    // One of the two now, and only one says so in the end.
    let settled = mongomancy_testkit::wait_until(LIMIT, "a settled set", || async {
        let client = crate::client::connect(&old.direct_uri()).await.ok()?;
        let hello = client.database("admin").run_command(mongodb::bson::doc! { "hello": 1 }).await.ok()?;
        client.shutdown().immediate(true).await;
        hello.get_bool("secondary").ok()?.then_some(())
    });
    settled.await.unwrap();
    round_trip(&set.uri()).await.unwrap();

    // A frozen member can be killed and restarted.
    set.freeze(&old).unwrap();
    set.restart(&old).await.unwrap();
    assert!(old.is_running() && !old.is_frozen());
}

#[tokio::test]
async fn members_of_another_set_are_refused() {
    let (one, other) = (ReplicaSet::builder().members(1), ReplicaSet::builder().members(1));
    let (one, other) = (one.start().await.unwrap(), other.start().await.unwrap());
    let stranger = &other.members()[0];
    assert!(one.kill(stranger).await.unwrap_err().is_invalid_argument());
    assert!(one.freeze(stranger).unwrap_err().is_invalid_argument());
    assert!(stranger.is_running());
}
