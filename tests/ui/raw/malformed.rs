use mongomancy::MongoCollection;

#[derive(MongoCollection)]
#[index(score, raw)]
#[index(score, name = "a", raw = "storageEngine")]
#[index(score, name = "b", raw({ "storageEngine": {} }))]
struct Player {
    score: f64,
}

#[derive(MongoCollection)]
#[index(score, raw = { "storageEngine" })]
struct Broken {
    score: f64,
}

#[derive(MongoCollection)]
#[index(score, raw = { "x": NoBson })]
struct Foreign {
    score: f64,
}

struct NoBson;

fn main() {}
