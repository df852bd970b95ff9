use mongomancy::{MongoCollection, bson::DateTime};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(a, expire_after = 30d)]
#[index(b, expire_after = 1h30m)]
#[index(c, expire_after = 30u64)]
#[index(d = 1i32)]
struct Session {
    a: DateTime,
    b: DateTime,
    c: DateTime,
    d: DateTime,
    #[index(-1i8)]
    e: DateTime,
}

fn main() {}
