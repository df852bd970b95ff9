use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
struct Player {
    _id: Vec<String>,
}

#[derive(Serialize, Deserialize, MongoCollection)]
struct Guild {
    #[serde(rename = "_id")]
    id: [u8; 12],
}

#[derive(Serialize, Deserialize, MongoCollection)]
struct Match {
    #[serde(rename = "_id")]
    id: (i64, i64),
}

fn main() {}
