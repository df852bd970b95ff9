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
use mongomancy::{MongoCollection, MongoDocument, Patch, Projection};
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

/// An enum with one of everything.
#[derive(Debug, Clone, PartialEq, MongoDocument)]
#[serde(tag = "type", rename_all_fields = "camelCase", deny_unknown_fields)]
pub(crate) enum Shape {
    /// A circle.
    Circle {
        /// How wide.
        #[serde(default, alias = "r", skip_serializing_if = "Option::is_none")]
        half_width: Option<f64>,
        /// Not stored.
        #[serde(skip)]
        cached: i32,
    },
    /// A point.
    Point,
    /// Whatever else.
    #[serde(other)]
    Other,
}

/// What is told apart by what it holds.
#[derive(Debug, Clone, PartialEq, MongoDocument)]
#[serde(untagged)]
pub(crate) enum Key {
    /// A pair.
    Pair(i32, String),
    /// A number.
    Number(i64),
    /// Nothing.
    Nothing,
}

/// A tuple, with functions.
#[derive(Debug, Default, Clone, PartialEq, MongoDocument)]
#[serde(default)]
pub(crate) struct Pair(#[serde(with = "text")] i32, Option<String>);

mod text {
    use serde::{Deserialize, Deserializer, Serializer};

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands references to functions")]
    pub(super) fn serialize<S: Serializer>(value: &i32, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<i32, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Something generic that is stored as another type.
#[derive(Debug, Clone, PartialEq, MongoDocument)]
#[serde(transparent)]
#[codec(bound = "T: mongomancy::Encode + mongomancy::Decode")]
pub(crate) struct Through<T> {
    inner: Vec<T>,
}

/// All of them.
#[derive(Debug, PartialEq, MongoDocument)]
struct Values {
    shapes: Vec<Shape>,
    keys: Vec<Key>,
    pair: Pair,
    through: Through<Key>,
}

#[test]
fn values_compile_and_work() {
    let shapes = vec![Shape::Circle { half_width: Some(0.5), cached: 0 }, Shape::Point, Shape::Other];
    let keys = vec![Key::Pair(1, "a".to_owned()), Key::Number(1), Key::Nothing];
    let through = Through { inner: keys.clone() };
    let values = Values { shapes, keys, pair: Pair(1, None), through };
    assert!(values.encode().is_ok_and(|raw| Values::decode(&raw).is_ok_and(|back| back == values)));
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

/// A part of it.
#[derive(Debug, Projection)]
#[projection(of = Private)]
struct One {
    one: i32,
}

/// A part of the collection's documents.
#[derive(Debug, Projection)]
#[projection(of = Player)]
pub(crate) struct Card {
    id: Option<ObjectId>,
    /// A nested one.
    #[projection(path = stats.wins)]
    wins: i64,
    private: One,
    #[projection(path = "raw.path")]
    raw: Option<String>,
}

#[test]
fn parts_compile_and_work() {
    let read: fn(&Card) -> bool =
        |card| card.id.is_none() && card.wins == 0 && card.private.one == 0 && card.raw.is_none();
    let card = Card { id: None, wins: 0, private: One { one: 0 }, raw: None };
    assert!(read(&card));
}

/// A patch of it.
#[derive(Debug, Default, Patch)]
#[patch(of = Player)]
pub(crate) struct PlayerPatch {
    /// Null, or an address.
    #[expect(clippy::option_option, reason = "set to null, or left alone")]
    email: Option<Option<String>>,
    #[patch(path = stats.wins)]
    wins: Option<i64>,
    #[patch(path = private.two)]
    two: Option<i32>,
}

#[test]
fn a_patch_compiles_and_works() {
    assert!(PlayerPatch::default().update().is_none());
    let patch = PlayerPatch { email: Some(None), wins: Some(1), two: Some(2) };
    assert!(patch.update().to_document().is_ok_and(|update| update.len() == 1));
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
