use std::collections::BTreeMap;

use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

#[derive(MongoCollection)]
#[collection(validat)]
struct Player {
    #[schema(description = "this needs no validator", min = 0)]
    score: i64,
    #[schema(min = 0)]
    #[serde(skip)]
    cached: i64,
}

#[derive(Serialize, Deserialize, MongoDocument)]
struct Flat {
    #[schema(min = 0)]
    #[serde(flatten)]
    rest: BTreeMap<String, i32>,
}

#[derive(MongoDocument)]
struct Score(#[schema(min = 0)] i64);

#[derive(MongoDocument)]
#[serde(transparent)]
struct Level {
    #[schema(min = 0)]
    level: i64,
}

#[derive(MongoDocument)]
#[schema(min = 0)]
struct Stats {
    wins: i64,
}

#[derive(MongoDocument)]
enum Color {
    #[schema(description = "red")]
    Red,
    Other(#[schema(max_len = 5)] String),
}

#[derive(Serialize, Deserialize, MongoDocument)]
#[codec(serde)]
struct ByHand {
    #[schema(min = 0)]
    a: i64,
}

fn main() {}
