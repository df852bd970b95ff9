use std::collections::BTreeMap;

use mongomancy::MongoDocument;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoDocument)]
struct Flat {
    #[serde(flatten)]
    rest: BTreeMap<String, i32>,
    #[schema(max_len = 5)]
    name: String,
}

fn main() {}
