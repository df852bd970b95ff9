use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
enum Color {
    Red,
}

#[derive(Serialize, Deserialize, MongoDocument)]
struct Stats {
    best: Option<Vec<i64>>,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(stats.best, unique)]
struct Player {
    #[index(unique)]
    color: Option<Color>,
    stats: Stats,
}

fn main() {}
