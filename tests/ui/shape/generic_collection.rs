use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(score)]
struct Page<T, const N: usize> {
    items: Vec<T>,
    score: f64,
}

fn main() {}
