use std::collections::BTreeMap;

use mongomancy::{MongoCollection, MongoDocument};
use serde::Serialize;

struct Foreign;

#[derive(MongoCollection)]
struct Player {
    foreign: Foreign,
    several: Option<Vec<Foreign>>,
}

#[derive(Serialize, MongoDocument)]
struct Flattened {
    #[serde(flatten)]
    rest: BTreeMap<String, i32>,
}

#[derive(MongoDocument)]
#[codec(serde)]
enum Whole {
    A,
}

#[derive(MongoDocument)]
struct Field {
    #[codec(serde)]
    foreign: Foreign,
}

fn main() {}
