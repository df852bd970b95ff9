use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[collection("books")]
struct Book {
    title: String,
}

#[derive(Serialize, Deserialize, MongoDocument)]
#[mongo("books")]
struct Page {
    title: String,
}

fn main() {}
