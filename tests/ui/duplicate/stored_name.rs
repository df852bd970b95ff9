use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[serde(tag = "kind")]
struct Player {
    #[serde(rename = "a")]
    one: i32,
    #[serde(rename = "a")]
    other: i32,
    kind: i32,
    #[serde(rename = "a.b")]
    dotted: i32,
    #[serde(rename = "$set")]
    dollar: i32,
}

fn main() {}
