//! The types that bytes are decoded as.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, VecDeque},
    net::IpAddr,
};

use bson::{
    Binary, Bson, DateTime, Decimal128, Document, JavaScriptCodeWithScope, RawArrayBuf, RawBson, RawDocumentBuf, Regex,
    Timestamp, Uuid, oid::ObjectId,
};
use mongomancy::{Id, MongoDocument};
use serde::{Deserialize, Serialize};

/// Keys are short, so that the fuzzer finds them.
#[derive(Debug, Serialize, Deserialize, MongoDocument)]
pub struct Wide {
    #[serde(rename = "_id")]
    id: Option<Id<Wide>>,
    #[serde(default)]
    a: i32,
    #[serde(default, alias = "B")]
    b: String,
    c: Option<Box<Wide>>,
    d: Option<Vec<Wide>>,
    e: Option<(i32, String, f64)>,
    #[serde(default)]
    f: VecDeque<String>,
    g: Option<DateTime>,
    #[serde(default)]
    h: Vec<u8>,
    i: Option<Inner>,
    j: Option<Cow<'static, str>>,
    k: Option<IpAddr>,
    l: Option<[Inner; 2]>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    m: BTreeSet<i64>,
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(deny_unknown_fields)]
struct Inner {
    a: i64,
    b: Option<bool>,
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(default)]
#[derive(Default)]
pub struct Numbers {
    a: i8,
    b: u8,
    c: i16,
    d: u16,
    e: u32,
    f: u64,
    g: f32,
    h: f64,
    i: char,
    j: bool,
    k: (),
    l: Option<i64>,
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
pub struct Enums {
    a: Option<External>,
    b: Option<Internal>,
    c: Option<Adjacent>,
    d: Option<Untagged>,
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
enum External {
    U,
    N(i32),
    T(i32, String),
    S { a: i32, b: Option<Inner> },
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(tag = "t")]
enum Internal {
    U,
    N(Inner),
    S { a: i32, b: Option<u8>, c: Option<ObjectId>, d: Option<Vec<f32>> },
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    U,
    N(i32),
    T(i32, String),
    S { a: i32, b: Option<Inner> },
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(untagged)]
enum Untagged {
    B(bool),
    N(i32),
    D(DateTime),
    I(Inner),
    T(i32, String),
    S { x: Option<String> },
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
pub struct Maps {
    a: Option<BTreeMap<String, i32>>,
    b: Option<BTreeMap<String, Inner>>,
    c: Option<BTreeMap<Box<str>, Vec<Option<String>>>>,
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
pub struct Untyped {
    a: Option<Bson>,
    b: Option<Document>,
    c: Option<Binary>,
    d: Option<Decimal128>,
    e: Option<Regex>,
    f: Option<Timestamp>,
    g: Option<Uuid>,
    h: Option<JavaScriptCodeWithScope>,
    i: Option<RawDocumentBuf>,
    j: Option<RawArrayBuf>,
    k: Option<RawBson>,
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
pub struct Flat {
    a: Option<i32>,
    #[serde(flatten)]
    inner: Option<Few>,
    #[serde(flatten)]
    rest: BTreeMap<String, Bson>,
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Few {
    b: i64,
    c: Option<bool>,
}
