use mongomancy::MongoCollection;

#[derive(MongoCollection)]
#[index(score, name = "a", partial = { status: { $ne: "gone" } })]
#[index(score, name = "b", partial = { score: { $gtee: 3 } })]
#[index(score, name = "c", partial = { status: { $exists: false } })]
#[index(score, name = "d", partial = { $nor: [{ score: 3 }] })]
#[index(score, name = "e", partial = { $gte: 3 })]
#[index(score, name = "f", partial = { score: { $gte: 3, $gte: 4 } })]
#[index(score, name = "g", partial = { score: { $gte: 3, lt: 4 } })]
#[index(score, name = "h", partial = { "$where": "true" })]
struct Player {
    status: String,
    score: f64,
}

fn main() {}
