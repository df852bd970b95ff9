use mongomancy::{MongoCollection, bson::DateTime};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(title, partial = "x")]
#[index(title, nmae = "x")]
#[index(seen, expireAfterSeconds = 3)]
#[index(seen, background)]
#[index(titel = -1)]
#[index(title = "x")]
struct Book {
    title: String,
    seen: DateTime,
    #[index(expireAfterSeconds = 3)]
    read: DateTime,
}

fn main() {}
