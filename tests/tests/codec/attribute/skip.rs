//! Fields that are left out.

use mongomancy::MongoDocument;
use serde::{Deserialize, Serialize};

use crate::{check::documents, sample::sample};

fn is_even(number: &i32) -> bool {
    number % 2 == 0
}

fn eleven() -> i32 {
    11
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Skip {
    #[serde(skip)]
    a: i32,
    b: i32,
    #[serde(skip, default = "eleven")]
    x: i32,
    first: Option<String>,
}

sample!(Skip { a, b, x, first });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct SkipSerializing {
    a: i32,
    #[serde(skip_serializing, default)]
    b: i32,
    #[serde(skip_serializing)]
    first: Option<String>,
    x: i32,
}

sample!(SkipSerializing { a, b, first, x });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct SkipDeserializing {
    #[serde(skip_deserializing)]
    a: i32,
    b: i32,
    #[serde(skip_deserializing, default = "eleven")]
    first: i32,
    x: i32,
}

sample!(SkipDeserializing { a, b, first, x });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(deny_unknown_fields)]
struct SkipDenied {
    #[serde(skip_deserializing)]
    a: i32,
    #[serde(skip)]
    b: i32,
    first: i32,
}

sample!(SkipDenied { a, b, first });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct SkipIf {
    #[serde(skip_serializing_if = "Option::is_none")]
    a: Option<i32>,
    #[serde(skip_serializing_if = "is_even", default)]
    b: i32,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    first: Vec<i32>,
    x: i32,
}

sample!(SkipIf { a, b, first, x });

documents! {
    skip: Skip,
    skip_serializing: SkipSerializing,
    skip_deserializing: SkipDeserializing,
    skip_denied: SkipDenied,
    skip_if: SkipIf,
}
