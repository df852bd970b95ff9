//! The variant's name in one field and what it holds in another.

use mongomancy::MongoDocument;
use serde::{Deserialize, Serialize};

use crate::{
    check::documents,
    sample::{of, sample},
};

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Inner {
    a: i32,
    b: Option<String>,
}

sample!(Inner { a, b });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(tag = "t", content = "c")]
enum Tagged {
    Unit,
    Newtype(i32),
    #[serde(rename = "x", alias = "alias")]
    Document(Inner),
    Tuple(i32, String),
    Struct {
        a: i32,
        #[serde(default)]
        b: u8,
        first: Option<bson::oid::ObjectId>,
    },
    Optional(Option<i32>),
    Bytes(Vec<u8>),
}

sample!(Tagged: rng =>
    Tagged::Unit, Tagged::Newtype(of(rng)), Tagged::Document(of(rng)), Tagged::Tuple(of(rng), of(rng)),
    Tagged::Struct { a: of(rng), b: of(rng), first: of(rng) }, Tagged::Optional(of(rng)), Tagged::Bytes(of(rng)));

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(tag = "type", content = "content", deny_unknown_fields, rename_all = "UPPERCASE")]
enum Denied {
    Unit,
    Struct { a: i32 },
}

sample!(Denied: rng => Denied::Unit, Denied::Struct { a: of(rng) });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(tag = "t", content = "c")]
enum WithOther {
    Newtype(f64),
    #[serde(other)]
    Other,
}

sample!(WithOther: rng => WithOther::Newtype(of(rng)), WithOther::Other);

documents! {
    tagged: Tagged,
    denied: Denied,
    with_other: WithOther,
}
