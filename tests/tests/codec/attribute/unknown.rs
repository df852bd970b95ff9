//! Fields that nobody knows.

use mongomancy::MongoDocument;
use serde::{Deserialize, Serialize};

use crate::{check::documents, sample::sample};

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(deny_unknown_fields)]
struct Deny {
    first: i32,
    second: Option<i32>,
    #[serde(default, alias = "alias")]
    x: i32,
}

sample!(Deny { first, second, x });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(deny_unknown_fields)]
struct DenyAll {}

sample!(DenyAll {});

documents! {
    deny: Deny,
    deny_all: DenyAll,
}
