use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[serde(content = "c")]
struct Player {
    a: i32,
}

fn main() {}
