use mongomancy::{MongoCollection, Collection};

#[derive(MongoCollection)]
struct Player {
    name: String,
    score: f64,
    pair: [i32; 2],
    grades: Vec<i32>,
}

#[derive(MongoCollection)]
struct Guild {
    name: String,
}

fn update(players: Collection<Player>) {
    let _ = players.update_one(Player::fields().name.eq("Ada"), Guild::fields().name.set("red"));
    let _ = players.update_one(Player::fields().name.eq("Ada"), "red");
}

fn main() {}
