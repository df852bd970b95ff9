use mongomancy::{MongoCollection, MongoDocument, Projection};

#[derive(MongoDocument)]
struct Stats {
    wins: i32,
}

#[derive(MongoDocument)]
struct Other {
    wins: i32,
}

#[derive(MongoCollection)]
struct Player {
    score: f64,
    stats: Stats,
    number: i32,
}

#[derive(Projection)]
#[projection(of = Player)]
struct Card {
    score: i64,
    stats: Other,
    number: Option<i64>,
}

fn main() {}
