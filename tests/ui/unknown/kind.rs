use mongomancy::{MongoCollection, bson::Document};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(place = "2dspere")]
#[index(score = 2)]
#[index(score = asc)]
#[index(score = "")]
struct Player {
    place: Document,
    score: f64,
}

fn main() {}
