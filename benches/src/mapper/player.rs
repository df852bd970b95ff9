//! The document that is read and written: 247 bytes, 11 fields.

use bson::{DateTime, oid::ObjectId};
use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

/// One of most kinds of fields. With an e-mail, as every other player has one, it takes 260 bytes, without 234.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoCollection)]
#[collection(name = "player")]
pub(crate) struct Player {
    #[serde(rename = "_id")]
    id: ObjectId,
    pub(super) member_no: i64,
    guild: ObjectId,
    pub(super) name: String,
    score: f64,
    level: i32,
    active: bool,
    last_seen: DateTime,
    stats: Stats,
    pub(super) tags: Vec<String>,
    email: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoDocument)]
struct Stats {
    wins: i32,
    losses: i32,
    rating: f64,
}

impl Player {
    /// The player of this number, below a million: the same one each time.
    pub(crate) fn of(number: u32) -> Self {
        let small = i32::try_from(number % 1000).unwrap_or_default();
        Self {
            id: id(1, number),
            member_no: i64::from(number),
            guild: id(2, number % 100),
            name: format!("player {number:06}"),
            score: f64::from(number) * 1.5,
            level: small / 10,
            active: number.is_multiple_of(3),
            last_seen: DateTime::from_millis(1_700_000_000_000 + i64::from(number)),
            stats: Stats { wins: small, losses: 1000 - small, rating: f64::from(small) / 7.0 },
            tags: ["archer", "novice"].map(str::to_owned).into(),
            email: number.is_multiple_of(2).then(|| format!("player{number:06}@mail.org")),
        }
    }

    /// The first `count` players.
    pub(super) fn first(count: u32) -> Vec<Self> {
        (0..count).map(Self::of).collect()
    }
}

fn id(kind: u8, number: u32) -> ObjectId {
    let mut bytes = [kind; 12];
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    ObjectId::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_player_takes_247_bytes_on_average_in_11_fields() {
        let bytes = |number| bson::serialize_to_vec(&Player::of(number)).unwrap().len();
        for first in [0, 998, 99_998, 999_998] {
            assert_eq!(bytes(first) + bytes(first + 1), 2 * 247, "{first}");
        }
        assert_eq!(bson::serialize_to_document(&Player::of(7)).unwrap().len(), 11);
    }
}
