use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
struct Stored {
    a: i32,
}

#[derive(Clone, Serialize, Deserialize, MongoCollection)]
#[serde(into = "Stored", from = "Stored")]
#[index(a)]
struct Player {
    a: i32,
}

impl From<Player> for Stored {
    fn from(p: Player) -> Self {
        Self { a: p.a }
    }
}

impl From<Stored> for Player {
    fn from(p: Stored) -> Self {
        Self { a: p.a }
    }
}

fn main() {}
