use mongomancy::{MongoCollection, MongoDocument, bson::{Timestamp, Uuid}};
use serde::{Deserialize, Serialize};

mod chrono {
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct DateTime<Tz>(pub Tz);
}

mod uuid {
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct Uuid([u8; 16]);
}

#[derive(Serialize, Deserialize)]
struct Utc;

#[derive(MongoCollection)]
struct Session {
    begins: Option<chrono::DateTime<Utc>>,
    #[codec(serde)]
    ends: chrono::DateTime<Utc>,
    key: Vec<uuid::Uuid>,
    other: Uuid,
    at: Timestamp,
}

#[derive(MongoDocument)]
enum Event {
    At(chrono::DateTime<Utc>),
}

fn main() {}
