//! The faults of a network: each acts, and each is healed.

use std::time::{Duration, Instant};

use mongodb::Client;
use mongodb::bson::{Document, doc};
use mongodb::options::{ReadConcern, WriteConcern};
use mongomancy_testkit::{ReplicaSet, wait_until};

use super::{LIMIT, is_cut_off, is_reset, orders, past_the_proxy, plain_client, proxied, stored};
use crate::client::{connect, round_trip};

/// How long nothing must come where nothing can.
const QUIET: Duration = Duration::from_millis(300);

async fn ping(client: &Client) -> mongodb::error::Result<Document> {
    client.database("admin").run_command(doc! { "ping": 1 }).await
}

#[tokio::test]
async fn a_partitioned_primary_is_replaced_while_clients_reach_it() {
    // With authentication, since members then greet each other in another way.
    let set =
        ReplicaSet::builder().election_timeout(Duration::from_secs(2)).authentication("ada", "p@ss").proxied(true);
    let set = set.start().await.unwrap();
    let old = set.primary().await.unwrap();
    let client = plain_client(&old.direct_uri()).await;
    ping(&client).await.unwrap();
    set.partition(&old).unwrap();

    let new = wait_until(LIMIT, "another primary", || async { set.primary().await.filter(|new| *new != old) });
    new.await.unwrap();
    ping(&client).await.unwrap();
    // It finds itself in the set again, by its proxy, and not the others.
    set.restart(&old).await.unwrap();
    let client = plain_client(&old.direct_uri()).await;
    ping(&client).await.unwrap();

    // A majority is on the other side, and the old one hears nothing of it. The write waits until the third member copies
    // from the new primary, which takes it up to half a minute.
    let client_of_set = connect(&set.uri()).await.unwrap();
    let written = wait_until(3 * LIMIT, "a majority write", || async {
        let orders = orders(&client_of_set);
        let write = orders.update_one(doc! { "_id": 1 }, doc! { "$set": { "x": 1 } });
        write.upsert(true).write_concern(WriteConcern::majority()).await.ok()
    });
    written.await.unwrap();
    let local = || async { orders(&client).find_one(doc! { "_id": 1 }).read_concern(ReadConcern::local()).await };
    assert!(wait_until(QUIET, "nothing", || async { local().await.unwrap() }).await.unwrap_err().is_timeout());

    set.heal(&old).unwrap();
    // It answers nothing while it rolls back what it alone had.
    let caught_up = wait_until(LIMIT, "the document at the old primary", || async { local().await.ok().flatten() });
    caught_up.await.unwrap();
}

#[tokio::test]
async fn clients_are_cut_off_while_members_are_not() {
    let set = proxied(3).await;
    let primary = set.primary().await.unwrap();
    let client = plain_client(&primary.direct_uri()).await;
    ping(&client).await.unwrap();
    set.cut_client(&primary).unwrap();

    // Neither an old connection nor a new one carries anything, and neither is closed.
    let mut held = tokio::spawn({
        let client = client.clone();
        async move { orders(&client).insert_one(doc! { "_id": "held" }).await }
    });
    assert!(tokio::time::timeout(QUIET, &mut held).await.is_err());
    let late = plain_client(&primary.direct_uri()).await;
    assert!(tokio::time::timeout(QUIET, ping(&late)).await.is_err());

    let past = past_the_proxy(&primary).await;
    let all = WriteConcern::builder().w(Some(3.into())).build();
    orders(&past).insert_one(doc! { "_id": "past" }).write_concern(all).await.unwrap();
    assert_eq!(stored(&past).await, 1);
    assert_eq!(set.primary().await.as_ref(), Some(&primary));

    set.heal(&primary).unwrap();
    held.await.unwrap().unwrap();
    ping(&late).await.unwrap();
    assert_eq!(stored(&past).await, 2);
}

#[tokio::test]
async fn held_bytes_arrive_after_their_sender_has_gone() {
    let set = proxied(1).await;
    let member = &set.members()[0];
    let client = plain_client(&set.uri()).await;
    ping(&client).await.unwrap();
    set.cut_client(member).unwrap();
    assert!(tokio::time::timeout(QUIET, orders(&client).insert_one(doc! {})).await.is_err());
    // The driver has closed the connection of an operation that was dropped.
    let past = past_the_proxy(member).await;
    assert_eq!(stored(&past).await, 0);
    set.heal(member).unwrap();
    wait_until(LIMIT, "the late write", || async { (stored(&past).await == 1).then_some(()) }).await.unwrap();
}

#[tokio::test]
async fn connections_of_clients_are_reset() {
    let set = proxied(1).await;
    let member = &set.members()[0];
    let client = plain_client(&set.uri()).await;
    ping(&client).await.unwrap();
    set.reset_client(member).unwrap();
    assert!(is_cut_off(&ping(&client).await.unwrap_err()));
    assert!(is_reset(member).await);
    set.heal(member).unwrap();
    round_trip(&set.uri()).await.unwrap();
    ping(&client).await.unwrap();
}

#[tokio::test]
async fn messages_of_clients_arrive_later() {
    const LATENCY: Duration = Duration::from_millis(150);
    let set = proxied(1).await;
    let member = &set.members()[0];
    let client = plain_client(&set.uri()).await;
    ping(&client).await.unwrap();
    set.latency(member, LATENCY).unwrap();
    let begin = Instant::now();
    ping(&client).await.unwrap();
    assert!(begin.elapsed() >= LATENCY);

    set.latency(member, Duration::from_secs(3_600)).unwrap();
    assert!(tokio::time::timeout(QUIET, ping(&client)).await.is_err());
    set.heal(member).unwrap();
    round_trip(&set.uri()).await.unwrap();
}
