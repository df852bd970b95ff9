use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(unique, score)]
#[index(sparse)]
#[index(name)]
#[index(name = -1)]
#[index(unique = 1)]
struct Player {
    unique: bool,
    sparse: bool,
    name: String,
    score: f64,
}

fn main() {}
