//! Sets behind proxies: what they share, and that they are sets like any other.

mod intercept;
mod network;
mod random;

use std::time::Duration;

use mongodb::bson::{Document, doc};
use mongodb::error::{Error, ErrorKind};
use mongodb::{Client, Collection};
use mongomancy_testkit::{Intercept, Member, ReplicaSet, wait_until};
use tokio::net::TcpStream;

use crate::client::{connect, round_trip};

const LIMIT: Duration = Duration::from_secs(30);

async fn proxied(members: usize) -> ReplicaSet {
    let set = ReplicaSet::builder().members(members).election_timeout(Duration::from_secs(1)).proxied(true);
    set.start().await.unwrap()
}

/// A client that tries nothing twice by itself, as an application that the proxies meet.
async fn plain_client(uri: &str) -> Client {
    connect(&format!("{uri}&retryWrites=false&retryReads=false")).await.unwrap()
}

/// A client of the server itself, past the proxy.
async fn past_the_proxy(member: &Member) -> Client {
    connect(&format!("mongodb://{}/?directConnection=true", member.server_address())).await.unwrap()
}

fn orders(client: &Client) -> Collection<Document> {
    client.database("shop").collection("orders")
}

async fn stored(client: &Client) -> u64 {
    orders(client).count_documents(doc! {}).await.unwrap()
}

fn is_cut_off(error: &Error) -> bool {
    matches!(*error.kind, ErrorKind::Io(_) | ErrorKind::ConnectionPoolCleared { .. })
}

#[tokio::test]
async fn it_is_a_set_like_any_other() {
    let set =
        ReplicaSet::builder().election_timeout(Duration::from_secs(1)).authentication("ada", "p@ss").proxied(true);
    let set = set.start().await.unwrap();
    for member in set.members() {
        assert_ne!(member.address(), member.server_address());
        assert!(set.uri().contains(member.address()) && !set.uri().contains(member.server_address()));
        assert!(member.direct_uri().contains(member.address()));
    }
    round_trip(&set.uri()).await.unwrap();
    set.step_down().await.unwrap();
    let killed = set.kill_primary().await.unwrap();
    let new = set.wait_for_primary(LIMIT).await.unwrap();
    assert_ne!(new, killed);
    round_trip(&set.uri()).await.unwrap();
    // Its proxy takes connections, and resets them.
    let error = connect(&killed.direct_uri()).await.unwrap().list_database_names().await.unwrap_err();
    assert!(error.to_string().contains("reset"), "{error}");
    set.restart(&killed).await.unwrap();
    round_trip(&set.uri()).await.unwrap();
    set.freeze(&new).unwrap();
    let next = wait_until(LIMIT, "another primary", || async { set.primary().await.filter(|next| *next != new) });
    next.await.unwrap();
    set.thaw(&new).unwrap();
    round_trip(&set.uri()).await.unwrap();
}

#[tokio::test]
async fn members_meet_each_other_through_the_proxies_only() {
    let set = proxied(3).await;
    let client = past_the_proxy(&set.members()[0]).await;
    let config = client.database("admin").run_command(doc! { "replSetGetConfig": 1 }).await.unwrap();
    let hosts: Vec<&str> = config
        .get_document("config")
        .unwrap()
        .get_array("members")
        .unwrap()
        .iter()
        .map(|member| member.as_document().unwrap().get_str("host").unwrap())
        .collect();
    let addresses: Vec<&str> = set.members().iter().map(Member::address).collect();
    assert_eq!(hosts, addresses);
}

#[tokio::test]
async fn proxies_end_with_their_set() {
    let set = proxied(1).await;
    let address = set.members()[0].address().to_owned();
    // Neither a held connection nor a waiting one keeps them.
    let client = plain_client(&set.uri()).await;
    orders(&client).insert_one(doc! {}).await.unwrap();
    set.latency(&set.members()[0], Duration::from_secs(3_600)).unwrap();
    let waiting = tokio::spawn(async move { orders(&client).insert_one(doc! {}).await });
    set.cut_client(&set.members()[0]).unwrap();
    drop(set);
    assert!(TcpStream::connect(&address).await.is_err());
    assert!(waiting.await.unwrap().is_err());
}

#[test]
fn proxies_outlive_the_runtime_they_were_started_in() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let set = runtime().block_on(proxied(1));
    runtime().block_on(async {
        round_trip(&set.uri()).await.unwrap();
        set.reset_client(&set.members()[0]).unwrap();
        assert!(round_trip(&set.uri()).await.is_err());
    });
}

#[tokio::test]
async fn what_has_no_proxies_is_refused() {
    let builder = ReplicaSet::builder().members(1).proxied(true);
    let error = builder.clone().tls(true).start().await.unwrap_err();
    assert_eq!(error.to_string(), "a proxied set cannot use TLS: its proxies read what passes");

    let (plain, proxied) = (ReplicaSet::builder().members(1).start().await.unwrap(), builder.start().await.unwrap());
    let member = &plain.members()[0];
    assert_eq!(member.address(), member.server_address());
    let cut = Intercept::command(["find"]).cut_reply();
    let refused = [
        plain.partition(member).unwrap_err(),
        plain.heal(member).unwrap_err(),
        plain.reset_randomly(1, 1).unwrap_err(),
        cut.enable(&plain).unwrap_err(),
    ];
    for error in refused {
        assert_eq!(error.to_string(), "the set has no proxies: it must be built with `proxied(true)`");
    }
    let strange = format!("{} is not a member of this set", member.address());
    assert_eq!(proxied.cut_client(member).unwrap_err().to_string(), strange);
    assert_eq!(cut.at(member).enable(&proxied).unwrap_err().to_string(), strange);
}
