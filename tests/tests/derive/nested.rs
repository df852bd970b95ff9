//! Paths through embedded documents.

use std::collections::HashMap;

use bson::{DateTime, doc};
use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoDocument)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct Stats {
    games_won: i64,
    #[serde(rename = "p")]
    r#place: Option<Box<Place>>,
    history: Vec<Place>,
    inner: Option<Box<Self>>,
}

#[derive(Serialize, Deserialize, MongoDocument)]
struct Place {
    #[serde(rename = "at")]
    since: DateTime,
    r#type: String,
    tags: HashMap<String, String>,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(stats.games_won = -1)]
#[index(maybe.place.since, expire_after = "1h")]
#[index(stats.history.r#type, places.since = -1)]
#[index(stats.inner.inner.games_won)]
#[index(parent.stats.games_won = "hashed")]
#[index(stats.games_won = 1, name = "up")]
struct Player {
    stats: Stats,
    #[serde(rename = "m")]
    maybe: Option<Stats>,
    places: [Place; 2],
    parent: Option<Box<Player>>,
}

#[test]
fn every_segment_becomes_its_stored_name() {
    let keys: Vec<_> = Player::definition().indexes().iter().map(mongomancy::Index::field_for_mongo).collect();
    assert_eq!(
        keys,
        [
            doc! { "stats.GAMES_WON": -1 },
            doc! { "m.p.at": 1 },
            doc! { "stats.HISTORY.type": 1, "places.at": -1 },
            doc! { "stats.INNER.INNER.GAMES_WON": 1 },
            doc! { "parent.stats.GAMES_WON": "hashed" },
            doc! { "stats.GAMES_WON": 1 },
        ]
    );
    Player::definition().check().unwrap();
}
