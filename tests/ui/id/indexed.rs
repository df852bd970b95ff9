use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(id)]
struct Player {
    #[serde(rename = "_id")]
    #[index(unique)]
    id: i64,
}

fn main() {}
