//! The struct that the design opens with, as it stands there.

use bson::{DateTime, doc, oid::ObjectId};
use mongomancy::{Id, Index, MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize, MongoDocument)]
struct Stats {
    wins: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize, MongoCollection)]
struct Guild {
    name: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, MongoCollection)]
#[collection(name = "player")]
#[index(player_id, unique)]
#[index(guild = 1, score = -1)]
#[index(stats.wins = -1)]
#[default_documents(Player::house_accounts, key(player_id))]
#[allow(clippy::struct_field_names)]
struct Player {
    #[serde(rename = "_id")]
    id: ObjectId,
    player_id: i64,
    name: String,
    #[index(unique)]
    email: Option<String>,
    score: f64,
    guild: Option<Id<Guild>>,
    #[index(expire_after = "30d")]
    last_seen: DateTime,
    stats: Stats,
}

impl Player {
    fn house_accounts() -> Vec<Self> {
        let house = Self {
            id: ObjectId::new(),
            player_id: 0,
            name: "the house".into(),
            email: None,
            score: 0.0,
            guild: Some(Id::new()),
            last_seen: DateTime::now(),
            stats: Stats { wins: 0 },
        };
        vec![house]
    }
}

#[test]
fn it_is_defined_as_it_reads() {
    let player = Player::definition();
    player.check().unwrap();
    let indexes: Vec<_> =
        player.indexes().iter().map(|index| (index.name_in(Player::NAME), index.field_for_mongo())).collect();
    assert_eq!(
        indexes,
        [
            ("ux__player__player_id".to_owned(), doc! { "player_id": 1 }),
            ("ix__player__guild_score".to_owned(), doc! { "guild": 1, "score": -1 }),
            ("ix__player__stats.wins".to_owned(), doc! { "stats.wins": -1 }),
            ("ux__player__email".to_owned(), doc! { "email": 1 }),
            ("ix__player__last_seen".to_owned(), doc! { "last_seen": 1 }),
        ]
    );
    assert_eq!(player.indexes().iter().filter(|index| Index::partial_filter(index).is_some()).count(), 1);
    assert_eq!(player.default_documents()[0].filter(), doc! { "player_id": { "$eq": 0_i64 } });
    let house = &Player::house_accounts()[0];
    assert_eq!(Player::decode(&house.encode().unwrap()).unwrap().stats.wins, house.stats.wins);
}
