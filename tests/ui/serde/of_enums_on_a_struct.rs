use mongomancy::{MongoCollection, MongoDocument};

#[derive(MongoCollection)]
#[serde(content = "c", untagged, rename_all_fields = "camelCase")]
struct Player {
    #[serde(other)]
    a: i32,
}

#[derive(MongoDocument)]
#[serde(field_identifier)]
struct Stats {
    a: i32,
}

#[derive(MongoDocument)]
#[serde(variant_identifier)]
enum Kind {
    A,
}

fn main() {}
