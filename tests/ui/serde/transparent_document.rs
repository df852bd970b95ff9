use mongomancy::MongoDocument;

#[derive(MongoDocument)]
#[serde(transparent)]
struct Two {
    a: i32,
    b: i32,
}

#[derive(MongoDocument)]
#[serde(transparent, from = "i32")]
struct Converted {
    a: i32,
}

impl From<i32> for Converted {
    fn from(a: i32) -> Self {
        Self { a }
    }
}

#[derive(MongoDocument)]
#[serde(transparent)]
enum Kind {
    A(i32),
}

fn main() {}
