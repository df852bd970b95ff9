use mongomancy::{MongoCollection, MongoDocument, Projection};

#[derive(MongoDocument)]
struct Stats {
    wins: i32,
}

#[derive(MongoCollection)]
struct Player {
    email: Option<String>,
    stats: Option<Stats>,
    old: Option<Stats>,
}

#[derive(Projection)]
#[projection(of = Stats)]
struct Wins {
    wins: i32,
}

#[derive(Projection)]
#[projection(of = Player)]
struct Card {
    email: String,
    stats: Wins,
    #[projection(path = old.wins)]
    wins: i32,
}

fn main() {}
