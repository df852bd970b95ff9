use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Compound {
    a: i32,
}

#[derive(Serialize, Deserialize, MongoCollection)]
struct Composed {
    #[serde(rename = "_id")]
    id: Option<Compound>,
}

fn main() {}
