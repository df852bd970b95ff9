use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
struct Player {
    #[collection(name = "x")]
    a: i32,
    #[default_documents(defaults)]
    b: i32,
}

#[derive(Serialize, Deserialize, MongoDocument)]
#[index(a)]
#[collection(name = "x")]
struct Stats {
    #[index]
    a: i32,
    #[mongo(crate = mongomancy)]
    b: i32,
}

#[derive(Serialize, Deserialize, MongoDocument)]
#[mongo(name = "x")]
struct More {
    a: i32,
}

fn main() {}
