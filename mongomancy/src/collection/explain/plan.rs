//! What a winning plan does: the stages of its tree, read once.

use bson::{Bson, Document};

/// Stages that read whole documents. Those whose names begin with `EXPRESS` say themselves whether they do.
const FETCHING: [&str; 8] = [
    "FETCH",
    "COLLSCAN",
    "CLUSTERED_IXSCAN",
    "IDHACK",
    "EQ_LOOKUP",
    "EQ_LOOKUP_UNWIND",
    "GEO_NEAR_2D",
    "GEO_NEAR_2DSPHERE",
];
/// Ways to look up documents of another collection that read all of it.
const SCANNING_LOOKUPS: [&str; 2] = ["NestedLoopJoin", "HashJoin"];

/// What the plan does, over all of its parts.
#[derive(Default)]
pub(super) struct Plan {
    /// In the order in which they are come to from within, each once.
    pub(super) indexes: Vec<String>,
    pub(super) scans: bool,
    pub(super) fetches: bool,
    pub(super) sorts: bool,
}

impl Plan {
    /// Reads a stage, or what holds one: a planner's account, a shard's, a plan of the slot-based engine.
    pub(super) fn read(&mut self, stage: &Document) {
        for (key, value) in stage {
            match value {
                Bson::Document(inner) if matches!(&**key, "winningPlan" | "queryPlan") || key.ends_with("Stage") => {
                    self.read(inner);
                }
                Bson::Array(inner) if key == "shards" || key.ends_with("Stages") => {
                    inner.iter().filter_map(Bson::as_document).for_each(|inner| self.read(inner));
                }
                _ => {}
            }
        }
        let name = stage.get_str("stage").unwrap_or_default();
        match stage.get_str("indexName") {
            Ok(index) => self.uses(index),
            // Servers before 8.0 leave out what goes without saying.
            Err(_) if name == "IDHACK" => self.uses("_id_"),
            Err(_) => {}
        }
        let is_lookup_scan = stage.get_str("strategy").is_ok_and(|strategy| SCANNING_LOOKUPS.contains(&strategy));
        let is_express_fetch = name.starts_with("EXPRESS") && !stage.get_bool("projectionCovered").unwrap_or(false);
        self.scans |= name == "COLLSCAN" || is_lookup_scan;
        self.fetches |= is_express_fetch || FETCHING.contains(&name);
        self.sorts |= name == "SORT";
    }

    pub(super) fn uses(&mut self, index: &str) {
        if !self.indexes.iter().any(|used| used == index) {
            self.indexes.push(index.to_owned());
        }
    }
}
