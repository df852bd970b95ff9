use mongomancy::{Collection, Id, MongoCollection};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
struct Player {
    _id: Id<Player>,
}

struct Guild;

fn find(players: Collection<Player>, guild: Id<Guild>) {
    let _ = players.find_by_id(guild);
    let _ = players.delete_by_id("507f1f77bcf86cd799439011");
}

fn main() {}
