use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[serde(variant_identifier)]
struct Player {
    a: i32,
}

fn main() {}
