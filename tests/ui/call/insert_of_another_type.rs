use mongomancy::{Collection, MongoCollection, doc};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
struct Player {
    name: String,
}

struct Guild;

fn insert(players: Collection<Player>) {
    let _ = players.insert_one(doc! { "name": "Ada" });
    let _ = players.insert_one(Guild);
    let _ = players.insert_many([Guild]);
    let _ = players.replace_one(doc! {}, &Guild);
}

fn main() {}
