use mongomancy::{MongoCollection, MongoDocument};

#[derive(MongoCollection)]
#[codec(dates)]
struct Player {
    #[codec(date, uuid)]
    a: i32,
    #[codec(bound = "T: Encode")]
    b: i32,
}

#[derive(MongoDocument)]
#[codec(bound = "T Encode")]
struct Page<T> {
    a: T,
}

#[derive(MongoDocument)]
enum Kind {
    #[codec(serde)]
    A(i32),
}

fn main() {}
