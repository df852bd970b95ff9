//! A crate that knows mongomancy by another name: the derives find it all the same, and what they
//! generate for public items is quiet under lints that a strict library denies.

#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    unused_qualifications,
    private_interfaces,
    private_bounds,
    clippy::pedantic
)]

use odm::{MongoCollection, MongoDocument, bson::DateTime};
use serde::{Deserialize, Serialize};

/// An embedded document.
#[derive(Debug, Serialize, Deserialize, MongoDocument)]
pub struct Stats {
    /// Games won.
    pub wins: i64,
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Hidden {
    depth: i32,
}

/// A collection with one of everything.
#[derive(Debug, Serialize, Deserialize, MongoCollection)]
#[index(stats.wins = -1, hidden.depth)]
pub struct Player {
    /// The e-mail address.
    #[index(unique)]
    pub email: Option<String>,
    /// When it was last seen.
    #[index(expire_after = "1d")]
    pub last_seen: DateTime,
    /// Games won.
    pub stats: Stats,
    hidden: Hidden,
}

/// The same under a path that the struct names.
pub mod by_path {
    pub use odm as mapper;
    use serde::{Deserialize, Serialize};

    /// An embedded document.
    #[derive(Debug, Serialize, Deserialize, mapper::MongoDocument)]
    #[mongo(crate = mapper)]
    pub struct Stats {
        /// Games won.
        pub wins: i64,
    }

    /// A collection.
    #[derive(Debug, Serialize, Deserialize, mapper::MongoCollection)]
    #[collection(name = "players", crate = self::mapper)]
    #[index(stats.wins = -1, unique)]
    pub struct Player {
        /// Games won.
        pub stats: Stats,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definitions_are_there() {
        assert_eq!(Player::definition().indexes().len(), 3);
        assert_eq!(by_path::Player::definition().indexes()[0].name_in("players"), "ux__players__stats.wins");
    }
}
