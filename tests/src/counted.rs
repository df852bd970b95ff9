//! A document that counts.

use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

/// One document that counts.
#[derive(Debug, Clone, Serialize, Deserialize, MongoCollection)]
#[collection(name = "load")]
pub struct Counted {
    /// Whose it is.
    #[serde(rename = "_id")]
    pub id: String,
    /// What it is for.
    pub kind: String,
    /// What is counted.
    pub n: i64,
}
