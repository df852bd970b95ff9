use mongomancy::{MongoCollection, bson::Document};

#[derive(MongoCollection)]
#[index(attrs.$*, name = "a")]
#[index($x, name = "b")]
#[index("attrs.$**.color", name = "c")]
#[index("$set", name = "d")]
#[index(attrs.$**, name = "e", wildcard_projection(score))]
#[index(score, name = "f", wildcard_projection = { "score": 1 })]
#[index($**, name = "g", wildcard_projection)]
#[index($**, name = "h", wildcard_projection())]
#[index($**, name = "i", wildcard_projection(scoer))]
#[index($**, name = "j", wildcard_projection = score)]
struct Item {
    #[index(wildcard = 1)]
    attrs: Document,
    score: f64,
}

#[derive(MongoCollection)]
#[index("attrs.$**.color", name = "c")]
#[index("$set", name = "d")]
#[index(attrs.$**, name = "e", wildcard_projection(score))]
#[index(score, name = "f", wildcard_projection = { "score": 1 })]
#[index($**, name = "i", wildcard_projection(scoer))]
struct Thing {
    attrs: Document,
    score: f64,
}

fn main() {}
