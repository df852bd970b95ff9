use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(score = "hashed", unique)]
struct Player {
    #[index(unique, sparse)]
    email: Option<String>,
    score: f64,
}

fn main() {}
