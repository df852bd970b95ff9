use mongomancy::{MongoCollection, bson::DateTime};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(seen, score, expire_after = "30d")]
struct Player {
    seen: DateTime,
    score: f64,
}

fn main() {}
