use mongomancy::{Collection, MongoCollection, Projection};

#[derive(MongoCollection)]
struct Player {
    name: String,
}

#[derive(MongoCollection)]
struct Guild {
    name: String,
}

#[derive(Projection)]
#[projection(of = Guild)]
struct Card {
    name: String,
}

fn other_collections(players: Collection<Player>) {
    let g = Guild::fields();
    let _ = players.find(mongomancy::doc! {}).project::<Card>();
    let _ = players.find(mongomancy::doc! {}).sort(g.name.asc());
    let _ = players.find(mongomancy::doc! {}).include(g.name);
    let _ = players.find(mongomancy::doc! {}).project::<Guild>();
}

fn main() {}
