use mongomancy::{MongoCollection, bson::{DateTime, oid::ObjectId}};

#[derive(MongoCollection)]
#[collection(clustered = name)]
struct ByName {
    name: String,
}

#[derive(MongoCollection)]
#[collection(clustered(name))]
struct ByKey {
    name: String,
}

#[derive(MongoCollection)]
#[collection(expire_after = "90 d")]
struct Expiring {
    at: DateTime,
}

#[derive(MongoCollection)]
#[collection(clustered, expire_after = "90 days and a half")]
struct Unread {
    at: DateTime,
}

#[derive(MongoCollection)]
#[collection(clustered, expire_after = "90 d")]
struct WithoutId {
    at: DateTime,
}

#[derive(MongoCollection)]
#[collection(clustered, expire_after = "90 d")]
struct ById {
    #[serde(rename = "_id")]
    id: ObjectId,
}

#[derive(MongoCollection)]
#[collection(clustered, expire_after = "90 d")]
struct ByAlias {
    #[serde(rename = "_id")]
    id: Key,
}

type Key = i64;

fn main() {}
