use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(score, level, score = -1)]
#[default_documents(defaults, key(level, level))]
struct Player {
    score: f64,
    level: i32,
}

fn defaults() -> Vec<Player> {
    Vec::new()
}

fn main() {}
