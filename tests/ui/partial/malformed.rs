use mongomancy::MongoCollection;

#[derive(MongoCollection)]
#[index(score, name = "a", partial)]
#[index(score, name = "b", partial = "score > 3")]
#[index(score, name = "c", partial = {})]
#[index(score, name = "d", partial = { score = 3 })]
#[index(score, name = "e", partial = { score: })]
#[index(score, name = "f", partial = { $or: { score: 3 } })]
#[index(score, name = "g", partial = { $or: [] })]
#[index(score, name = "h", partial = { $or: [3] })]
#[index(score, name = "i", partial = { score: { $gte 3 } })]
#[index(score, name = "j", partial(score = 3))]
struct Player {
    score: f64,
}

fn main() {}
