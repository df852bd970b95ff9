//! The two forms of a scenario.

use std::{env, time::Duration};

use mongomancy_testkit::{ReplicaSet, ReplicaSetBuilder};

/// Set to 1, it asks for the long form.
const SOAK: &str = "MONGOMANCY_SOAK";

/// No single wait of a scenario is longer.
pub(super) const LIMIT: Duration = Duration::from_secs(120);

/// How long a scenario goes on, and what it is held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Some seconds, beside other tests: only what a busy machine cannot break is asserted.
    Short,
    /// 45 s and more, alone, the bare driver beside ours: times are asserted as well.
    Long,
}

impl Form {
    /// What the environment asks for.
    pub fn asked() -> Self {
        if env::var_os(SOAK).is_some_and(|value| value == "1") { Self::Long } else { Self::Short }
    }

    pub(super) fn set(self) -> ReplicaSetBuilder {
        match self {
            // With a shorter one, members that wait for the processor are thought dead by the others.
            Self::Short => ReplicaSet::builder().election_timeout(Duration::from_secs(1)),
            Self::Long => ReplicaSet::builder(),
        }
    }

    /// How long the whole runs at least.
    pub(super) fn length(self) -> Duration {
        match self {
            Self::Short => Duration::ZERO,
            Self::Long => Duration::from_secs(45),
        }
    }
}
