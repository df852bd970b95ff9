use mongomancy::{MongoCollection, MongoDocument};

#[derive(MongoCollection)]
#[collection(validate, validate)]
struct Player {
    #[schema(minimum = 1)]
    a: i32,
    #[schema(maxLength = 1)]
    b: String,
    #[schema(patern = "a")]
    c: String,
    #[schema(required)]
    d: i32,
    #[schema(min = "1")]
    e: i32,
    #[schema(min)]
    f: i32,
    #[schema(max = 5i64)]
    g: i64,
    #[schema(max = 99999999999999999999)]
    h: f64,
    #[schema(min_len = -1)]
    i: String,
    #[schema(max_len = "2")]
    j: String,
    #[schema(pattern = 5)]
    k: String,
    #[schema(min = 1, min = 2)]
    l: i32,
    #[schema = "a"]
    m: i32,
}

#[derive(MongoDocument)]
struct Stats {
    #[schema(min = 5, max = 4)]
    a: i32,
    #[schema(min = 5, exclusive_max = 5)]
    b: i32,
    #[schema(min = 5, exclusive_min = 5)]
    c: i32,
    #[schema(min_len = 2, max_len = 1)]
    d: String,
}

fn main() {}
