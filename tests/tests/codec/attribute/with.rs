//! Fields with functions of their own.

use mongomancy::MongoDocument;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{check::documents, sample::sample};

mod text {
    use super::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(value: &i32, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

mod optional {
    use super::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(value: &Option<i32>, serializer: S) -> Result<S::Ok, S::Error> {
        value.map(i64::from).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i32>, D::Error> {
        let number = Option::<i64>::deserialize(deserializer)?;
        number.map(|number| i32::try_from(number).map_err(serde::de::Error::custom)).transpose()
    }
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct With {
    #[serde(with = "text")]
    a: i32,
    #[serde(with = "optional")]
    b: Option<i32>,
    #[serde(with = "optional", default)]
    first: Option<i32>,
    #[serde(serialize_with = "text::serialize")]
    second: i32,
    #[serde(deserialize_with = "optional::deserialize")]
    x: Option<i32>,
    id: i32,
}

sample!(With { a, b, first, second, x, id });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct WithSkipped {
    #[serde(with = "text", default, alias = "alias")]
    a: i32,
    #[serde(with = "optional", skip_serializing_if = "Option::is_none", default)]
    b: Option<i32>,
    #[serde(deserialize_with = "text::deserialize", skip_serializing, default)]
    first: i32,
    #[serde(serialize_with = "text::serialize", skip_deserializing)]
    second: i32,
    x: bool,
}

sample!(WithSkipped { a, b, first, second, x });

documents! {
    with: With,
    with_skipped: WithSkipped,
}
