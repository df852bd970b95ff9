use mongomancy::{MongoCollection, MongoDocument};
use serde::Serialize;

#[derive(MongoCollection)]
#[index(score)]
struct Player {
    score: String,
}

#[derive(Serialize, MongoDocument)]
struct Stats {
    wins: i64,
}

fn main() {}
