use mongomancy::{MongoCollection, MongoDocument};
use std::collections::HashMap;

#[derive(MongoDocument)]
struct Stats {
    wins: i64,
}

#[derive(MongoCollection)]
#[index(score, partial = { statsu: "active" })]
#[index(score, name = "a", partial = { score: { $gte: 10 }, score: { $lt: 20 } })]
#[index(score, name = "b", partial = { $or: [{ stats.winz: 3 }] })]
#[index(score, name = "c", partial = { attrs.color: "red" })]
#[index(score, name = "d", partial = { score.wins: 3 })]
struct Player {
    status: String,
    score: f64,
    stats: Stats,
    attrs: HashMap<String, String>,
}

#[derive(MongoCollection)]
#[index(score, partial = { stats.winz: 3 })]
#[index(score, name = "b", partial = { status: Status::Active })]
struct Sound {
    status: Status,
    score: f64,
    stats: Stats,
}

#[derive(MongoDocument)]
enum Status {
    Active,
}

fn main() {}
