//! Documents in documents.

use std::collections::BTreeMap;

use mongomancy::MongoDocument;
use serde::{Deserialize, Serialize};

use crate::{
    check::{documents, fields},
    sample::sample,
};

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Inner {
    a: i32,
    b: Option<String>,
}

sample!(Inner { a, b });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Optional {
    a: Option<i32>,
    b: Option<Inner>,
}

sample!(Optional { a, b });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Nested {
    first: Inner,
    second: Option<Inner>,
    x: Vec<Inner>,
    id: Box<Inner>,
    a: BTreeMap<String, Inner>,
    b: Optional,
}

sample!(Nested { first, second, x, id, a, b });

fields! {
    map: [BTreeMap<String, Optional>],
    map_of_maps: [BTreeMap<String, BTreeMap<String, Inner>>],
}

documents! {
    optional: Optional,
    nested: Nested,
}
