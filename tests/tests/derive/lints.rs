//! Generated code is quiet under lints that a strict crate denies.

#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    unused_qualifications,
    unused_imports,
    unused_results,
    private_interfaces,
    private_bounds,
    dead_code,
    single_use_lifetimes,
    trivial_casts,
    elided_lifetimes_in_paths,
    non_local_definitions,
    clippy::all,
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::missing_errors_doc
)]

use bson::{DateTime, oid::ObjectId};
use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

/// An embedded document.
#[derive(Debug, Serialize, Deserialize, MongoDocument)]
pub(crate) struct Stats<T> {
    /// Games won.
    pub(crate) wins: i64,
    /// Anything.
    pub(crate) other: Option<T>,
}

/// A private one.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, MongoDocument)]
struct Private {
    one: i32,
    two: i32,
    three: i32,
}

/// A collection with one of everything.
#[derive(Debug, Serialize, Deserialize, MongoCollection)]
#[collection(name = "lints")]
#[index(stats.wins = -1, private.one, name = "mixed")]
#[index(stats.wins, unique)]
#[index("raw.path" = "2dsphere", sparse)]
#[default_documents(Player::defaults, key(email, stats.wins))]
pub(crate) struct Player {
    #[serde(rename = "_id")]
    id: Option<ObjectId>,
    #[index(unique)]
    email: Option<String>,
    #[index(expire_after = "1d")]
    last_seen: DateTime,
    stats: Stats<i32>,
    private: Private,
}

impl Player {
    fn defaults() -> Vec<Self> {
        Vec::new()
    }
}

#[test]
fn it_compiles_and_works() {
    let private = Private { one: 1, two: 2, three: 3 };
    let sum = private.one + private.two + private.three;
    let stats = Stats { wins: i64::from(sum), other: Some(1) };
    let player = Player { id: None, email: None, last_seen: DateTime::now(), stats, private };
    assert!(player.encode().is_ok_and(|raw| Player::decode(&raw).is_ok_and(|back| back.stats.wins == 6)));
    assert!(player.id.is_none() && player.email.is_none() && player.stats.other.is_some());
    assert!(player.last_seen <= DateTime::now());
    assert_eq!(Player::definition().indexes().len(), 5);
}
