//! Sets behind proxies: what they share, and that they are sets like any other.

mod intercept;
mod network;
mod random;

use std::io::ErrorKind;
use std::time::Duration;

use mongodb::bson::{Document, doc};
use mongodb::error::Error;
use mongodb::{Client, Collection};
use mongomancy_testkit::{Intercept, Member, ReplicaSet, wait_until};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::{connect, round_trip};

const LIMIT: Duration = Duration::from_secs(30);

async fn proxied(members: usize) -> ReplicaSet {
    ReplicaSet::builder().members(members).proxied(true).start().await.unwrap()
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

/// Whether a new connection of a client is reset at its first message: the shortest there is, a header of 16 bytes.
async fn is_reset(member: &Member) -> bool {
    let mut connection = TcpStream::connect(member.address()).await.unwrap();
    let mut header = [0; 16];
    header[0] = 16;
    connection.write_all(&header).await.unwrap();
    matches!(connection.read(&mut header).await, Err(error) if error.kind() == ErrorKind::ConnectionReset)
}

fn is_cut_off(error: &Error) -> bool {
    use mongodb::error::ErrorKind::{ConnectionPoolCleared, Io};
    matches!(*error.kind, Io(_) | ConnectionPoolCleared { .. })
}

#[tokio::test]
async fn it_is_a_set_like_any_other() {
    let set =
        ReplicaSet::builder().election_timeout(Duration::from_secs(2)).authentication("ada", "p@ss").proxied(true);
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
    assert!(is_reset(&killed).await);
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
        assert!(is_reset(&set.members()[0]).await);
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
