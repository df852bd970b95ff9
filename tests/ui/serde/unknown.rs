use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[serde(renam_all = "camelCase")]
struct Player {
    #[serde(flaten)]
    a: i32,
}

fn main() {}
