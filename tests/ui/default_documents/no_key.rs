use mongomancy::{MongoCollection, bson::oid::ObjectId};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[default_documents(defaults)]
struct Player {
    name: String,
}

fn defaults() -> Vec<Player> {
    Vec::new()
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[default_documents(more)]
struct Optional {
    _id: Option<ObjectId>,
}

fn more() -> Vec<Optional> {
    Vec::new()
}

fn main() {}
