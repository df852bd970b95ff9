//! The forms in which servers answer `explain`, taken apart.

use bson::{Bson, Document};

use super::{
    plan::Plan,
    run::{Run, number},
};

/// What an answer says, over all of its parts.
#[derive(Default)]
pub(super) struct Answer {
    pub(super) plan: Plan,
    /// None where nothing was run.
    pub(super) run: Option<Run>,
    pub(super) returned: Option<u64>,
}

impl Answer {
    /// None where the document is no explanation.
    pub(super) fn read(document: &Document) -> Option<Self> {
        if !["queryPlanner", "stages", "shards"].iter().any(|key| document.contains_key(key)) {
            return None;
        }
        let mut answer = Self::default();
        answer.returned = answer.part(document);
        Some(answer)
    }

    /// A whole answer, a shard's or a cursor's; gives how many documents it returned.
    fn part(&mut self, part: &Document) -> Option<u64> {
        let mut returned = None;
        if let Ok(planner) = part.get_document("queryPlanner") {
            self.plan.read(planner);
        }
        if let Ok(stats) = part.get_document("executionStats") {
            self.run.get_or_insert_default().add(stats);
            returned = number(stats, "nReturned");
        }
        if let Ok(stages) = part.get_array("stages") {
            returned = self.pipeline(stages);
        }
        if let Ok(shards) = part.get_document("shards") {
            // All of them first: a sum ends with the first that does not tell.
            let shards: Vec<_> = shards.values().filter_map(Bson::as_document).map(|shard| self.part(shard)).collect();
            let sum: Option<u64> = shards.into_iter().sum();
            // What is left of the shards' documents where they are put together, nobody tells.
            returned = sum.filter(|_| part.get_document("splitPipeline").is_err());
        }
        returned
    }

    /// The stages of a pipeline; gives how many documents the last one returned.
    fn pipeline(&mut self, stages: &[Bson]) -> Option<u64> {
        let stages = stages.iter().filter_map(Bson::as_document);
        stages.fold(None, |_, stage| self.stage(stage))
    }

    fn stage(&mut self, stage: &Document) -> Option<u64> {
        let (name, about) = stage.iter().next()?;
        match (name.as_str(), about) {
            ("$sort", _) => self.plan.sorts = true,
            ("$lookup" | "$graphLookup", _) => self.plan.fetches = true,
            ("$unionWith", Bson::Document(other)) => {
                if let Ok(stages) = other.get_array("pipeline") {
                    self.pipeline(stages);
                }
            }
            ("$facet", Bson::Document(facets)) => {
                for stages in facets.values().filter_map(Bson::as_array) {
                    self.pipeline(stages);
                }
            }
            // `$cursor`, `$geoNearCursor`: what the query planner took over of the pipeline.
            (_, Bson::Document(cursor)) if cursor.contains_key("queryPlanner") => {
                self.part(cursor);
            }
            _ => {}
        }
        // What a stage says of itself beside its own description.
        if let Ok(indexes) = stage.get_array("indexesUsed") {
            indexes.iter().filter_map(Bson::as_str).for_each(|index| self.plan.uses(index));
        }
        self.plan.scans |= number(stage, "collectionScans").is_some_and(|scans| scans > 0);
        if let Some(run) = &mut self.run {
            run.add(stage);
        }
        number(stage, "nReturned")
    }
}
