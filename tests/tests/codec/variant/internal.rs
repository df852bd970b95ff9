//! The variant's name as a field among those of the variant.

use std::collections::BTreeMap;

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
#[serde(tag = "t")]
enum Tagged {
    Unit,
    Struct {
        a: i32,
        #[serde(rename = "_id")]
        b: Option<i64>,
        #[serde(default, alias = "alias")]
        first: bool,
        x: Vec<f32>,
    },
    Newtype(Inner),
    #[serde(rename = "x", alias = "alias")]
    Map(BTreeMap<String, i32>),
    Empty {},
}

sample!(Tagged: rng =>
    Tagged::Unit, Tagged::Struct { a: of(rng), b: of(rng), first: of(rng), x: of(rng) }, Tagged::Newtype(of(rng)),
    Tagged::Map(of(rng)), Tagged::Empty {});

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
enum Denied {
    Unit,
    Struct { a: i32, b: Option<u64> },
    Newtype(Inner),
    Empty {},
}

sample!(Denied: rng =>
    Denied::Unit, Denied::Struct { a: of(rng), b: of(rng) }, Denied::Newtype(of(rng)), Denied::Empty {});

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(tag = "t")]
enum WithOther {
    Struct {
        a: i32,
    },
    #[serde(other)]
    Other,
}

sample!(WithOther: rng => WithOther::Struct { a: of(rng) }, WithOther::Other);

/// What its fields hold is read from a buffer by serde, whose rules are not those of the bytes.
#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(tag = "t")]
enum Buffered {
    Struct {
        a: i8,
        b: Option<f64>,
        first: Option<bson::oid::ObjectId>,
        second: bson::DateTime,
        id: Option<Box<Tagged>>,
        c: Vec<u8>,
        x: bson::Bson,
        content: (i32, String),
        another: char,
        alias: (),
    },
}

sample!(Buffered: rng => Buffered::Struct {
    a: of(rng), b: of(rng), first: of(rng), second: of(rng), id: of(rng), c: of(rng), x: of(rng), content: of(rng),
    another: of(rng), alias: of(rng),
});

/// A struct can have a tag as well: its own name.
#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(tag = "t", rename = "Struct")]
struct Named {
    a: i32,
    b: Option<i32>,
}

sample!(Named { a, b });

documents! {
    tagged: Tagged,
    denied: Denied,
    with_other: WithOther,
    buffered: Buffered,
    named: Named,
}
