//! The derived codec, held against serde's.

#![allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde hands references to functions")]
#![allow(clippy::items_after_statements, reason = "a type stands where it is used")]

#[path = "codec/agree.rs"]
pub(super) mod agree;
#[path = "codec/conversion.rs"]
mod conversion;
#[path = "codec/enumeration.rs"]
mod enumeration;
#[path = "codec/form.rs"]
mod form;
#[path = "codec/functions.rs"]
mod functions;
#[path = "codec/generic.rs"]
mod generic;
#[path = "codec/helper.rs"]
mod helper;
#[path = "codec/structure.rs"]
mod structure;
#[path = "codec/without_serde.rs"]
mod without_serde;

use mongomancy::{ErrorKind, MongoCollection, MongoDocument};

#[derive(Debug, PartialEq, MongoDocument)]
struct Stats {
    wins: i64,
}

#[derive(Debug, PartialEq, MongoCollection)]
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
