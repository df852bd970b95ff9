mod database {
    pub use mongomancy;
}

#[derive(serde::Serialize, serde::Deserialize, database::mongomancy::MongoCollection)]
#[mongo(crate = database::mongomancy)]
struct Player {
    #[mongo(crate = database::mongomancy)]
    name: String,
}

fn main() {}
