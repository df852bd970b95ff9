use mongomancy::{MongoCollection, bson::DateTime};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[collection(name = "a", name = "b")]
#[collection(crate = mongomancy, crate = mongomancy)]
#[index(score, unique, unique)]
#[index(score, sparse, level, sparse)]
#[index(keys(level), keys(score), name = "a", name = "b")]
#[index(seen, expire_after = 1, expire_after = "2s")]
#[default_documents(defaults, key(score), key(level))]
#[default_documents(defaults)]
struct Player {
    #[index(1, -1)]
    score: f64,
    level: i32,
    seen: DateTime,
}

fn defaults() -> Vec<Player> {
    Vec::new()
}

fn main() {}
