use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

mod as_is {
    pub use serde::{Deserialize, Serialize};
    pub fn serialize<T: Serialize, S: serde::Serializer>(value: &T, s: S) -> Result<S::Ok, S::Error> {
        value.serialize(s)
    }
    pub fn deserialize<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(d: D) -> Result<T, D::Error> {
        T::deserialize(d)
    }
}

#[derive(Serialize, Deserialize, MongoDocument)]
struct Inner {
    deep: i32,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(inner.deep)]
struct Player {
    #[serde(with = "as_is")]
    inner: Inner,
    #[index(unique)]
    #[serde(with = "as_is")]
    email: Option<String>,
}

fn main() {}
