use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[serde(rename_all_fields = "camelCase")]
struct Player {
    a: i32,
}

fn main() {}
