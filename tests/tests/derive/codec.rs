//! The bridge to serde.

use mongomancy::{ErrorKind, MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize, MongoDocument)]
struct Stats {
    wins: i64,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, MongoCollection)]
struct Player {
    name: String,
    stats: Option<Stats>,
}

#[test]
fn what_is_written_is_read_back() {
    let player = Player { name: "Ada".into(), stats: Some(Stats { wins: 3 }) };
    assert_eq!(Player::decode(&player.encode().unwrap()).unwrap(), player);
    let stats = Stats { wins: 1 };
    assert_eq!(Stats::decode(&stats.encode().unwrap()).unwrap(), stats);
}

#[test]
fn a_misfit_is_told_by_its_path() {
    let raw = bson::rawdoc! { "_id": 7, "name": "Ada", "stats": { "wins": "many" } };
    let error = Player::decode(&raw).unwrap_err();
    let ErrorKind::Decode(failure) = error.kind() else { panic!("{error}") };
    assert!(error.to_string().contains("stats.wins"), "{failure:?}");
}
