use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
struct Number {
    #[serde(rename = "_id")]
    id: Option<i64>,
}

#[derive(Serialize, Deserialize, MongoCollection)]
struct Text {
    _id: Option<String>,
}

fn main() {}
