use mongomancy::{MongoCollection, bson::Document};

#[derive(MongoCollection)]
#[index("$**", name = "a", unique)]
#[index(attrs.$**, name = "b", sparse)]
#[index($**, name = "c", expire_after = "3d")]
#[index(attrs.$** = "hashed", name = "d")]
#[index($**, attrs.$**, name = "e")]
#[index(score.$**, name = "f")]
struct Item {
    #[index(wildcard, unique)]
    attrs: Document,
    #[index(wildcard)]
    score: f64,
}

fn main() {}
