//! What missing fields stand for.

use mongomancy::MongoDocument;
use serde::{Deserialize, Serialize};

use crate::{check::documents, sample::sample};

fn seven() -> i32 {
    7
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct FieldDefault {
    #[serde(default)]
    a: i32,
    #[serde(default = "seven")]
    b: i32,
    first: Option<i32>,
    #[serde(default = "String::new")]
    second: String,
    x: bool,
}

sample!(FieldDefault { a, b, first, second, x });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(default)]
struct ContainerDefault {
    a: i32,
    b: Option<i32>,
    #[serde(default = "seven")]
    first: i32,
    #[serde(default)]
    second: i32,
    #[serde(skip)]
    x: i32,
    id: String,
}

sample!(ContainerDefault { a, b, first, second, x, id });

impl Default for ContainerDefault {
    fn default() -> Self {
        Self { a: 1, b: Some(2), first: 3, second: 4, x: 5, id: "default".into() }
    }
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(default = "nine")]
struct ContainerPath {
    a: i32,
    b: Vec<i32>,
}

sample!(ContainerPath { a, b });

fn nine() -> ContainerPath {
    ContainerPath { a: 9, b: vec![9, 9] }
}

documents! {
    field: FieldDefault,
    container: ContainerDefault,
    container_path: ContainerPath,
}
