use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
struct Player {
    #[serde(other)]
    a: i32,
}

fn main() {}
