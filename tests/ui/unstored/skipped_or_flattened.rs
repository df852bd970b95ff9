use mongomancy::{MongoCollection, bson::Document};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(cache)]
#[index(secret)]
#[index(rest.color)]
#[index(rest)]
#[default_documents(defaults, key(cache))]
struct Player {
    #[serde(skip)]
    cache: i64,
    #[serde(skip_serializing)]
    secret: i64,
    #[serde(flatten)]
    rest: Document,
    #[index]
    #[serde(skip)]
    other: i64,
}

fn defaults() -> Vec<Player> {
    Vec::new()
}

fn main() {}
