//! The document that is read and written.

use bson::{DateTime, oid::ObjectId};
use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

/// A document of a common size, about 250 bytes, with one embedded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoCollection)]
#[collection(name = "player")]
pub(super) struct Player {
    #[serde(rename = "_id")]
    pub(super) id: ObjectId,
    name: String,
    email: Option<String>,
    guild: String,
    score: f64,
    last_seen: DateTime,
    stats: Stats,
    titles: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoDocument)]
struct Stats {
    wins: i32,
    losses: i32,
    longest_streak: i32,
}

impl Player {
    /// The player of this number: the same one each time.
    pub(super) fn of(number: u64) -> Self {
        let counted = u32::try_from(number % 1_000_000).unwrap_or_default();
        let small = i32::try_from(number % 1000).unwrap_or_default();
        Self {
            id: id(number),
            name: format!("player {number}"),
            email: number.is_multiple_of(2).then(|| format!("player.{number}@example.org")),
            guild: ["red", "green", "blue"][usize::try_from(number % 3).unwrap_or_default()].to_owned(),
            score: f64::from(counted) * 1.5,
            last_seen: DateTime::from_millis(1_700_000_000_000 + i64::from(counted)),
            stats: Stats { wins: small, losses: 1000 - small, longest_streak: small / 10 },
            titles: vec!["novice".to_owned(), format!("hero of {small}")],
        }
    }
}

/// The `_id` of the player of this number.
pub(super) fn id(number: u64) -> ObjectId {
    let mut bytes = [0; 12];
    bytes[4..].copy_from_slice(&number.to_be_bytes());
    ObjectId::from_bytes(bytes)
}
