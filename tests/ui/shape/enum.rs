use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
enum Player {
    One,
}

#[derive(Serialize, Deserialize, MongoDocument)]
enum Kind {
    One { a: i32 },
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(kind, score)]
struct Owner {
    kind: Kind,
    score: f64,
}

fn needs<T: MongoCollection>() {}

fn main() {
    needs::<Player>();
}
