use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
struct Player<'a> {
    name: &'a str,
}

#[derive(Serialize, Deserialize, MongoDocument)]
struct Stats<'a> {
    #[serde(borrow)]
    name: &'a str,
}

fn main() {}
