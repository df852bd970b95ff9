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

type Maybe<T> = Option<T>;

#[derive(Serialize, Deserialize, MongoCollection)]
struct Hidden {
    #[serde(rename = "_id")]
    id: Maybe<i64>,
}

fn main() {}
