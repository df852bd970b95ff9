use mongomancy::{MongoCollection, bson::Document};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[serde(transparent)]
struct Player {
    inner: Document,
}

fn main() {}
