use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[serde(rename_all(serialize = "camelCase"))]
struct Player {
    player_id: i64,
    #[serde(rename(deserialize = "b"))]
    a: i32,
}

fn main() {}
