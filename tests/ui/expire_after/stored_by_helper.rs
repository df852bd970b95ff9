use mongomancy::{
    MongoCollection, MongoDocument,
    bson::{DateTime, serde_helpers, serde_helpers::datetime},
};

#[derive(MongoDocument)]
struct Visit {
    #[serde(with = "serde_helpers::u64::AsI64")]
    millis: u64,
}

#[derive(MongoCollection)]
#[index(visit.millis, expire_after = 1)]
struct Session {
    #[index(expire_after = "1d")]
    #[serde(with = "datetime::AsRfc3339String")]
    seen: DateTime,
    visit: Visit,
}

fn main() {}
