use mongomancy::{MongoCollection, Collection, Patch};

#[derive(MongoCollection)]
struct Player {
    name: String,
    score: f64,
    pair: [i32; 2],
    grades: Vec<i32>,
}

#[derive(Patch)]
struct PlayerPatch {
    name: Option<String>,
}

fn update(players: Collection<Player>, patch: PlayerPatch) {
    let _ = players.update_one(Player::fields().name.eq("Ada"), patch);
}

fn main() {}
