use mongomancy::{Id, MongoCollection};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
struct Player {
    id: Id<Player>,
}

#[derive(Serialize, Deserialize, MongoCollection)]
struct Guild {
    name: String,
    guild_id: mongomancy::Id<Self>,
}

fn main() {}
