use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[serde(untagged)]
struct Player {
    a: i32,
}

fn main() {}
