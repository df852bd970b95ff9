//! Types that are stored as others.

use mongomancy::MongoDocument;
use serde::{Deserialize, Serialize};

use super::agree::agree;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoDocument)]
#[serde(from = "Stored", into = "Stored")]
struct Celsius(f64);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoDocument)]
struct Stored {
    kelvin: f64,
}

impl From<Stored> for Celsius {
    fn from(stored: Stored) -> Self {
        Self(stored.kelvin - 273.0)
    }
}

impl From<Celsius> for Stored {
    fn from(celsius: Celsius) -> Self {
        Self { kelvin: celsius.0 + 273.0 }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoDocument)]
#[serde(try_from = "Option<i32>", into = "Option<i32>")]
struct Even {
    value: Option<i32>,
}

impl TryFrom<Option<i32>> for Even {
    type Error = String;

    fn try_from(value: Option<i32>) -> Result<Self, String> {
        if value.is_some_and(|value| value % 2 == 1) { Err("SECRET".into()) } else { Ok(Self { value }) }
    }
}

impl From<Even> for Option<i32> {
    fn from(even: Even) -> Self {
        even.value
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoDocument)]
#[serde(from = "i32", into = "i32")]
enum Level {
    Low,
    High,
}

impl From<i32> for Level {
    fn from(value: i32) -> Self {
        if value < 10 { Self::Low } else { Self::High }
    }
}

impl From<Level> for i32 {
    fn from(level: Level) -> Self {
        match level {
            Level::Low => 0,
            Level::High => 10,
        }
    }
}

#[test]
fn they_are_stored_as_these() {
    agree(vec![Celsius(0.0)]);
    agree(vec![Even { value: Some(2) }, Even { value: None }]);
    agree(vec![Level::Low, Level::High]);
}

#[test]
fn the_error_of_a_conversion_is_not_told() {
    #[derive(Debug, MongoDocument)]
    struct Holder {
        #[allow(dead_code)]
        even: Even,
    }
    let error = Holder::decode(&bson::rawdoc! { "even": 1 }).unwrap_err();
    assert!(error.to_string().contains("even") && !format!("{error:?}").contains("SECRET"), "{error:?}");
}
