use mongomancy::{Collection, MongoCollection, MongoDocument};

#[derive(MongoDocument)]
struct Stats {
    wins: i32,
}

#[derive(MongoCollection)]
struct Player {
    name: String,
    stats: Stats,
}

#[derive(MongoCollection)]
struct Guild {
    name: String,
}

fn find(players: Collection<Player>) {
    let p = Player::fields();
    // No such field, here and below, and none in a number.
    let _ = p.nam.eq("Ada");
    let _ = p.stats().losses.eq(1);
    let _ = p.stats().wins.first.eq(1);
    let _ = players.filter(|p| p.nam.eq("Ada"));
    // Of another collection.
    let _ = players.find(Guild::fields().name.eq("red"));
    let _ = players.filter(|p| p.name.eq("Ada") & Guild::fields().name.eq("red"));
}

fn main() {}
