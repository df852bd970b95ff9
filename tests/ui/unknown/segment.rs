use mongomancy::{MongoCollection, MongoDocument, bson::Document};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoDocument)]
struct Stats {
    wins: i64,
    best: Option<String>,
    #[serde(skip)]
    cache: i64,
}

#[derive(Serialize, Deserialize)]
struct Bare {
    x: i64,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(stats.winz = -1)]
#[index(stats.cache)]
#[index(score.wins)]
#[index(attrs.color)]
#[index(doc.color)]
#[index(bare.x)]
#[index(stats.best.name)]
#[index(stats.nothing_of_the_kind)]
struct Player {
    stats: Stats,
    score: f64,
    attrs: std::collections::HashMap<String, Stats>,
    doc: Document,
    bare: Bare,
}

fn main() {}
