use mongomancy::{MongoCollection, MongoDocument};

#[derive(MongoCollection)]
#[collection(caped(size = 3), timeseries(time_field = at), readConcern = "local", background)]
#[collection(validation_level = "modrate", validation_action = "panic", options = "storageEngine", collation = "en")]
struct Player {
    name: String,
}

#[derive(MongoDocument)]
#[mongo(capped(size = 3))]
struct Stats {
    wins: i64,
}

fn main() {}
