use mongomancy::{MongoCollection, MongoDocument, Projection};

#[derive(MongoDocument)]
struct Stats {
    wins: i32,
}

#[derive(MongoCollection)]
struct Player {
    name: String,
    stats: Stats,
}

#[derive(Projection)]
#[projection(of = Player)]
struct Card {
    nam: String,
    #[projection(path = stats.winz)]
    wins: i32,
}

fn main() {}
