use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(level)]
#[index(level = -1)]
struct Player {
    #[index]
    #[index(-1)]
    score: f64,
    level: i32,
    #[index("hashed", name = "hash")]
    #[index]
    guild: String,
}

fn main() {}
