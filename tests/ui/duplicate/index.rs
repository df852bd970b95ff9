use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(score)]
#[index(score = 1)]
#[index(a, b_c)]
#[index(a_b, c)]
#[index(level = -1)]
#[index(level = 1)]
#[index(a, name = "x")]
#[index(c, name = "x")]
#[index(stats.wins)]
#[index(stats.wins = 1)]
struct Player {
    score: f64,
    a: i32,
    b_c: i32,
    a_b: i32,
    c: i32,
    level: i32,
    stats: Stats,
    #[index(unique)]
    #[index(unique)]
    twice: i32,
}

#[derive(Serialize, Deserialize, MongoDocument)]
struct Stats {
    wins: i64,
}

fn main() {}
