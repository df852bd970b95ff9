use mongomancy::{MongoCollection, bson::DateTime};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(player_idd, unique)]
#[index(guild = 1, last_seen = -1, expire_after = "30d")]
#[index(score, expire_after = "30d")]
struct Player {
    player_id: i64,
    guild: String,
    score: f64,
    last_seen: DateTime,
}

fn main() {}
