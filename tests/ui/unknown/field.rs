use mongomancy::{MongoCollection, bson::oid::ObjectId};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(scoer)]
#[index(_id, zzzzzz = -1)]
#[index(uniqe)]
struct Player {
    #[serde(rename = "_id")]
    id: ObjectId,
    score: f64,
    level: i32,
}

fn main() {}
