//! Fields of one struct among those of another.

use std::collections::BTreeMap;

use bson::{Bson, Document};
use mongomancy::MongoDocument;
use serde::{Deserialize, Serialize};

use crate::{check::documents, sample::sample};

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Inner {
    a: i32,
    b: Option<String>,
}

sample!(Inner { a, b });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Flatten {
    first: i32,
    #[serde(flatten)]
    inner: Inner,
    x: Option<bool>,
}

sample!(Flatten { first, inner, x });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct FlattenMap {
    first: i32,
    #[serde(flatten)]
    rest: BTreeMap<String, i32>,
}

sample!(FlattenMap { first, rest });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct FlattenOption {
    #[serde(flatten)]
    inner: Option<Inner>,
    second: i64,
    #[serde(flatten)]
    rest: Document,
}

sample!(FlattenOption { inner, second, rest });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct FlattenBson {
    id: Inner,
    #[serde(flatten)]
    rest: BTreeMap<String, Bson>,
}

sample!(FlattenBson { id, rest });

documents! {
    flatten: Flatten,
    flatten_map: FlattenMap,
    flatten_option: FlattenOption,
    flatten_bson: FlattenBson,
}
