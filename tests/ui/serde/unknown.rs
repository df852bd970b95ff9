use mongomancy::MongoCollection;

#[derive(MongoCollection)]
#[serde(renam_all = "camelCase")]
struct Player {
    #[serde(flaten)]
    a: i32,
}

fn main() {}
