use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoDocument)]
struct Stats {
    wins: i64,
}

#[derive(Serialize, Deserialize)]
struct Day(String);

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(maybe, expire_after = 1)]
#[index(stats.wins, expire_after = 1)]
struct Player {
    #[index(expire_after = "1d")]
    name: String,
    maybe: Option<Vec<i64>>,
    stats: Stats,
    #[index(expire_after = "1d")]
    day: Option<Day>,
}

fn main() {}
