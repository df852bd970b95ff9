//! What hooks are told.

use std::{fmt, time::Duration};

/// Something that happened to the engine's connection with the servers.
///
/// Its `Display` is one line: `primary 127.0.0.1:27017 -> 127.0.0.1:27018 in 1100 ms`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EngineEvent {
    /// The topology has no primary any more.
    #[non_exhaustive]
    PrimaryLost {
        /// The member that was primary.
        old: String,
    },
    /// Another primary stands in the topology, or the same one again.
    #[non_exhaustive]
    PrimaryElected {
        /// The member that was primary before.
        old: String,
        /// The member that is primary now.
        new: String,
        /// How long the topology had no primary.
        after: Duration,
    },
    /// The client beneath was replaced.
    #[non_exhaustive]
    ClientRebuilt {
        /// Counts the clients of this engine; the first one is 1.
        generation: u64,
    },
    /// A call failed in a way that lets it be sent again.
    #[non_exhaustive]
    Retrying {
        /// The command's name.
        operation: String,
        /// How many times it was sent so far.
        attempt: u32,
        /// How long it waits before the next time.
        delay: Duration,
    },
    /// A call that had been sent more than once ended with an error.
    #[non_exhaustive]
    GaveUp {
        /// The command's name.
        operation: String,
        /// How many times it was sent.
        attempts: u32,
        /// How long it ran.
        elapsed: Duration,
    },
}

impl EngineEvent {
    /// The new primary, if this event tells of one.
    pub fn new_primary(&self) -> Option<&str> {
        match self {
            Self::PrimaryElected { new, .. } => Some(new),
            _ => None,
        }
    }
}

impl fmt::Display for EngineEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PrimaryLost { old } => write!(f, "primary {old} lost"),
            Self::PrimaryElected { old, new, after } if old == new => {
                write!(f, "primary {new} again after {} ms", after.as_millis())
            }
            Self::PrimaryElected { old, new, after } => {
                write!(f, "primary {old} -> {new} in {} ms", after.as_millis())
            }
            Self::ClientRebuilt { generation } => write!(f, "client rebuilt, generation {generation}"),
            Self::Retrying { operation, attempt, delay } => {
                write!(f, "{operation}: attempt {attempt} failed, again in {} ms", delay.as_millis())
            }
            Self::GaveUp { operation, attempts, elapsed } => {
                write!(f, "{operation} given up after {attempts} attempts in {} ms", elapsed.as_millis())
            }
        }
    }
}
