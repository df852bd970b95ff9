use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[collection(nam = "x")]
#[index(score, unique(null))]
struct Player {
    #[index(sparce)]
    #[index(level)]
    score: f64,
    level: i32,
}

fn main() {}
