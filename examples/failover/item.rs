//! What the application stores, and the kinds of calls that it makes.

use mongomancy::MongoCollection;
use serde::{Deserialize, Serialize};

/// One document. Each worker has its own, so that what is stored can be held against what it was told.
#[derive(Debug, Clone, Serialize, Deserialize, MongoCollection)]
#[collection(name = "item")]
pub(crate) struct Item {
    /// `<owner>-<number>`.
    #[serde(rename = "_id")]
    pub(crate) id: String,
    /// The worker that it belongs to.
    pub(crate) owner: String,
    /// What its worker counts.
    pub(crate) n: i64,
}

impl Item {
    pub(crate) fn new(owner: &str, number: i64, n: i64) -> Self {
        Self { id: format!("{owner}-{number}"), owner: owner.to_owned(), n }
    }
}

/// A kind of call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `find_one`.
    Find,
    /// `insert_one` of a new item.
    Insert,
    /// `update_one` with `$inc`.
    Increment,
    /// `find_one_and_update` with `$inc`.
    FindAndIncrement,
    /// `update_many` with `$set`.
    SetMany,
}

impl Kind {
    pub(crate) const ALL: [Self; 5] =
        [Self::Find, Self::Insert, Self::Increment, Self::FindAndIncrement, Self::SetMany];

    /// How many items a worker of this kind has from the start.
    pub(crate) fn items(self) -> i64 {
        match self {
            Self::Insert => 0,
            Self::Find | Self::Increment | Self::FindAndIncrement => 1,
            Self::SetMany => 3,
        }
    }
}
