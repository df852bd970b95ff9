use mongomancy::MongoCollection;

#[derive(MongoCollection)]
#[index(id, hidden)]
struct Player {
    #[serde(rename = "_id")]
    #[index(hidden)]
    id: i64,
}

#[derive(MongoCollection)]
#[index(hidden, score)]
#[index(score, hidden = true)]
struct Item {
    hidden: bool,
    score: f64,
}

fn main() {}
