use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[index]
#[index()]
#[index(score level)]
#[index("")]
#[index("a..b")]
#[index(score.)]
#[index(keys)]
#[index(score, name = "")]
#[index(score, name = 5)]
#[index = "score"]
struct Player {
    score: f64,
    level: i32,
}

fn main() {}
