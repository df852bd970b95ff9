//! Nothing tells the variant but what it holds.

use mongomancy::MongoDocument;
use serde::{Deserialize, Serialize};

use crate::{
    check::{documents, fields},
    sample::{of, sample},
};

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Inner {
    a: i32,
    b: Option<String>,
}

sample!(Inner { a, b });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(untagged)]
enum Untagged {
    Unit,
    Boolean(bool),
    Small(u8),
    Number(i64),
    Double(f64),
    Text(String),
    Id(bson::oid::ObjectId),
    Date(bson::DateTime),
    Pair(i32, String),
    Document(Inner),
    Struct { x: i32, first: Option<i32> },
    Several(Vec<Inner>),
}

sample!(Untagged: rng =>
    Untagged::Unit, Untagged::Boolean(of(rng)), Untagged::Small(of(rng)), Untagged::Number(of(rng)),
    Untagged::Double(of(rng)), Untagged::Text(of(rng)), Untagged::Id(of(rng)), Untagged::Date(of(rng)),
    Untagged::Pair(of(rng), of(rng)), Untagged::Document(of(rng)),
    Untagged::Struct { x: of(rng), first: of(rng) }, Untagged::Several(of(rng)));

/// All of its values are documents.
#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(untagged, deny_unknown_fields)]
enum Documents {
    Struct { a: i32, b: Option<i32> },
    Other { first: i32 },
}

sample!(Documents: rng => Documents::Struct { a: of(rng), b: of(rng) }, Documents::Other { first: of(rng) });

/// Only one variant is untagged.
#[derive(Debug, Serialize, Deserialize, MongoDocument)]
enum PartlyUntagged {
    Unit,
    Struct {
        a: i32,
    },
    #[serde(untagged)]
    Number(i32),
}

sample!(PartlyUntagged: rng =>
    PartlyUntagged::Unit, PartlyUntagged::Struct { a: of(rng) }, PartlyUntagged::Number(of(rng)));

fields! {
    untagged: [Untagged],
    partly_untagged: [PartlyUntagged],
}

documents! {
    of_documents: Documents,
}
