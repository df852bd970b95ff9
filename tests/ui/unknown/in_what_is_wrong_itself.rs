use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoDocument)]
#[index(wins)]
struct Stats {
    wins: i64,
}

#[derive(Serialize, Deserialize)]
struct Bare {
    x: i64,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(stats.wins = -1)]
#[index(bare.x)]
struct Player<T = i32> {
    stats: Stats,
    bare: Bare,
    t: T,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(stats.wins = -1)]
#[index(bare.x)]
struct Sound {
    stats: Stats,
    bare: Bare,
}

fn main() {}
