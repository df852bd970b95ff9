//! How much an `explain` tells.

/// How much an [`explain`](crate::Collection::explain) tells, and whether the server runs the plan for that. Under none of
/// them anything is stored, not by a write either.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ExplainVerbosity {
    /// The winning plan. Nothing is run, so that nothing can take long or fail on the way, and nothing is counted: of a
    /// `$lookup` that is no part of the plan, the indexes are not told either.
    QueryPlanner,
    /// The winning plan, which is run to its end, and what that examined. The default.
    #[default]
    ExecutionStats,
    /// The same, and in [`document`](crate::Explained::document) how far the other plans came in the trial.
    AllPlansExecution,
}

impl ExplainVerbosity {
    /// What the command calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::QueryPlanner => "queryPlanner",
            Self::ExecutionStats => "executionStats",
            Self::AllPlansExecution => "allPlansExecution",
        }
    }
}
