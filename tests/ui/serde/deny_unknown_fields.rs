use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[serde(deny_unknown_fields)]
struct Player {
    player_id: i64,
}

fn main() {}
