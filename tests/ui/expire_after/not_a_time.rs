use mongomancy::{MongoCollection, bson::DateTime};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
struct Player {
    #[index(expire_after = -5)]
    a: DateTime,
    #[index(expire_after = "-5d")]
    b: DateTime,
    #[index(expire_after = "1500ms")]
    c: DateTime,
    #[index(expire_after = 2147483648)]
    d: DateTime,
    #[index(expire_after = "100y")]
    e: DateTime,
    #[index(expire_after = "30 dogs")]
    f: DateTime,
    #[index(expire_after = 1.5)]
    g: DateTime,
    #[index(expire_after)]
    h: DateTime,
    #[index(expire_after = true)]
    i: DateTime,
}

fn main() {}
