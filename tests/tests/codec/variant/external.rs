//! The variant's name as the only key, or as a text.

use mongomancy::MongoDocument;
use serde::{Deserialize, Serialize};

use crate::{
    check::fields,
    sample::{of, sample},
};

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Inner {
    a: i32,
    b: Option<String>,
}

sample!(Inner { a, b });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
enum Units {
    Unit,
    #[serde(rename = "x")]
    Renamed,
    #[serde(alias = "alias", alias = "another")]
    Aliased,
}

sample!(Units: rng => Units::Unit, Units::Renamed, Units::Aliased);

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(rename_all = "snake_case")]
enum UnitsWithOther {
    First,
    Second,
    #[serde(rename = "Unit")]
    Third,
}

sample!(UnitsWithOther: rng => UnitsWithOther::First, UnitsWithOther::Second, UnitsWithOther::Third);

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
enum Mixed {
    Unit,
    Newtype(i32),
    #[serde(rename = "x")]
    Document(Inner),
    Tuple(i32, String),
    Struct {
        a: i32,
        #[serde(rename = "_id")]
        b: Option<i64>,
        #[serde(default, alias = "alias")]
        first: bool,
    },
    #[serde(alias = "alias")]
    Optional(Option<i32>),
    Empty {},
    Nothing(),
}

sample!(Mixed: rng =>
    Mixed::Unit, Mixed::Newtype(of(rng)), Mixed::Document(of(rng)), Mixed::Tuple(of(rng), of(rng)),
    Mixed::Struct { a: of(rng), b: of(rng), first: of(rng) }, Mixed::Optional(of(rng)), Mixed::Empty {},
    Mixed::Nothing());

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(rename_all = "camelCase", rename_all_fields = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
enum Named {
    Struct {
        first_field: i32,
        #[serde(rename = "x")]
        second_field: Option<i32>,
    },
    #[serde(rename_all = "kebab-case")]
    OtherStruct { first_field: bool },
    #[serde(skip)]
    Skipped,
    #[serde(skip_serializing)]
    Unwritten(i32),
    #[serde(skip_deserializing)]
    Unread(i32),
}

sample!(Named: rng =>
    Named::Struct { first_field: of(rng), second_field: of(rng) }, Named::OtherStruct { first_field: of(rng) },
    Named::Skipped, Named::Unwritten(of(rng)), Named::Unread(of(rng)));

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
enum Skipping {
    Struct {
        #[serde(skip)]
        a: i32,
        #[serde(skip_serializing_if = "Option::is_none")]
        b: Option<i32>,
        #[serde(skip_serializing, default)]
        first: i32,
        #[serde(skip_deserializing)]
        second: i32,
    },
    Tuple(#[serde(skip)] i32, i32, #[serde(default)] i32),
}

sample!(Skipping: rng =>
    Skipping::Struct { a: of(rng), b: of(rng), first: of(rng), second: of(rng) },
    Skipping::Tuple(of(rng), of(rng), of(rng)));

fields! {
    units: [Units],
    units_renamed: [UnitsWithOther],
    mixed: [Mixed],
    named: [Named],
    skipping: [Skipping],
    boxed: [Box<Mixed>],
    map: [std::collections::BTreeMap<String, Mixed>],
}
