//! What the run of a winning plan came to.

use std::time::Duration;

use bson::{Bson, Document};

use crate::collection::written::count;

/// The counts of all parts of a plan together.
#[derive(Default)]
pub(super) struct Run {
    pub(super) keys: u64,
    pub(super) documents: u64,
    /// Of the part that took longest: they begin together, or one within the other.
    pub(super) time: Duration,
    /// The code of the error that ended it.
    pub(super) failure: Option<i32>,
}

impl Run {
    /// Adds what a part of the plan tells of itself.
    pub(super) fn add(&mut self, part: &Document) {
        let told = |key| number(part, key).unwrap_or_default();
        self.keys = self.keys.saturating_add(told("totalKeysExamined"));
        self.documents = self.documents.saturating_add(told("totalDocsExamined"));
        let time = told("executionTimeMillis").max(told("executionTimeMillisEstimate"));
        self.time = self.time.max(Duration::from_millis(time));
        let stages = part.get_document("executionStages").ok();
        let shards = stages.and_then(|stages| stages.get_array("shards").ok()).map(Vec::as_slice).unwrap_or_default();
        for part in shards.iter().filter_map(Bson::as_document).chain([part]) {
            if part.get_bool("executionSuccess").is_ok_and(|success| !success) {
                self.failure.get_or_insert(part.get_i32("errorCode").unwrap_or_default());
            }
        }
    }
}

pub(super) fn number(of: &Document, key: &str) -> Option<u64> {
    of.get(key).filter(|value| !matches!(value, Bson::Null)).map(count)
}
