//! Stored names.

use bson::oid::ObjectId;
use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

use crate::{check::documents, sample::sample};

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Plain {
    first: i32,
    second: String,
    x: Option<bool>,
}

sample!(Plain { first, second, x });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Empty {}

sample!(Empty {});

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Rename {
    #[serde(rename = "_id")]
    id: ObjectId,
    #[serde(rename = "a")]
    other: i64,
    #[serde(rename = "\u{20ac}")]
    euro: f64,
    r#type: i32,
}

sample!(Rename { id, other, euro, r#type });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
struct RenameAll {
    first_field: i32,
    #[serde(rename = "second")]
    second_field: Option<i32>,
    third: bool,
}

sample!(RenameAll { first_field, second_field, third });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Alias {
    #[serde(alias = "alias", alias = "another")]
    first: i32,
    #[serde(alias = "b")]
    second: Option<String>,
    #[serde(alias = "x", rename = "a", default)]
    third: i64,
}

sample!(Alias { first, second, third });

#[derive(Debug, Serialize, Deserialize, MongoCollection)]
struct Collected {
    #[serde(rename = "_id")]
    id: i64,
    first: Option<String>,
}

sample!(Collected { id, first });

documents! {
    plain: Plain,
    empty: Empty,
    rename: Rename,
    rename_all: RenameAll,
    alias: Alias,
    collected: Collected,
}
