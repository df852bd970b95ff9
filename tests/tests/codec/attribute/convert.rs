//! Types that are stored as another.

use mongomancy::MongoDocument;
use serde::{Deserialize, Serialize};

use crate::{check::documents, sample::sample};

#[derive(Clone, Debug, Serialize, Deserialize, MongoDocument)]
struct Stored {
    a: i32,
    b: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, MongoDocument)]
#[serde(from = "Stored", into = "Stored")]
struct From_ {
    twice: i32,
    text: Option<String>,
}

sample!(From_ { twice, text });

impl From<Stored> for From_ {
    fn from(stored: Stored) -> Self {
        Self { twice: stored.a.wrapping_mul(2), text: stored.b }
    }
}

impl From<From_> for Stored {
    fn from(value: From_) -> Self {
        Self { a: value.twice.wrapping_add(1), b: value.text }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, MongoDocument)]
#[serde(try_from = "Stored", into = "Stored")]
struct TryFrom_ {
    a: i32,
}

sample!(TryFrom_ { a });

impl TryFrom<Stored> for TryFrom_ {
    type Error = String;

    fn try_from(stored: Stored) -> Result<Self, String> {
        if stored.b.is_some() { Err("there is a b".into()) } else { Ok(Self { a: stored.a }) }
    }
}

impl From<TryFrom_> for Stored {
    fn from(value: TryFrom_) -> Self {
        Self { a: value.a, b: None }
    }
}

documents! {
    from: From_,
    try_from: TryFrom_,
}
