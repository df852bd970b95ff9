use std::collections::HashMap;

use mongomancy::bson::{DateTime, oid::ObjectId};
use mongomancy::{MongoCollection, MongoDocument};

#[derive(MongoCollection)]
#[collection(validate)]
struct Player {
    #[schema(min = 1)]
    name: String,
    #[schema(exclusive_max = 10)]
    tags: Vec<String>,
    #[schema(min = 0, max = 5)]
    last_seen: Option<DateTime>,
    #[schema(pattern = "^[a-z]+$")]
    score: f64,
    #[schema(pattern = "a")]
    words: Vec<String>,
    #[schema(min_len = 1)]
    level: Option<Box<i32>>,
    #[schema(max_len = 1)]
    counts: HashMap<String, i32>,
    #[schema(pattern = "a")]
    active: bool,
}

#[derive(MongoDocument)]
struct Stats {
    #[schema(max = 5)]
    guild: ObjectId,
}

fn main() {}
