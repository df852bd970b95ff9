use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
struct Tuple(i32, i32);

#[derive(Serialize, Deserialize, MongoCollection)]
struct Unit;

#[derive(MongoDocument)]
union Union {
    a: i32,
}

fn main() {}
