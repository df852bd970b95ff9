use mongomancy::MongoDocument;

#[derive(MongoDocument)]
#[serde(rename_all = "camel_Case", tag = 1, bound = "T", default = "a b", from = "1", from)]
struct Stats {
    #[serde(rename = 1)]
    a: i32,
    #[serde(rename(serialise = "x"), alias)]
    b: i32,
    #[serde(with = module, skip_serializing_if)]
    c: i32,
}

#[derive(MongoDocument)]
enum Kind {
    #[serde(renam = "x")]
    A,
    #[serde(rename_all = "Camel")]
    B { a: i32 },
}

fn main() {}
