use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoDocument)]
struct Stats {
    wins: i64,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[collection(name = "a$b")]
#[index(scor, -2, unique, unique)]
#[index(stats.winz)]
#[default_documents(Player::defaults, key(nam))]
struct Player {
    #[serde(rename = "_id")]
    id: Option<i64>,
    #[index(uniqe)]
    name: String,
    score: f64,
    stats: Stats,
}

fn needs<T: MongoCollection>() {}

fn main() {
    needs::<Player>();
}
