use mongomancy::MongoDocument;

#[derive(MongoDocument)]
struct Player {
    #[codec(date)]
    joined: String,
    #[codec(uuid)]
    key: i32,
}

fn main() {}
