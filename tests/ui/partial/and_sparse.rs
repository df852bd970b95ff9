use mongomancy::MongoCollection;

#[derive(MongoCollection)]
#[index(score, sparse, partial = { score: { $gte: 10 } })]
struct Player {
    score: f64,
    #[index(partial = { score: 1 }, sparse)]
    level: i32,
}

fn main() {}
