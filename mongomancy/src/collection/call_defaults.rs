//! What a collection's calls take unless they say otherwise.

use crate::options::{ReadConcern, ReadPreference, WriteConcern};

/// Read and write concern, and read preference, of all calls of a collection.
#[derive(Debug, Clone, Default)]
pub struct CallDefaults {
    pub(super) read_concern: Option<ReadConcern>,
    pub(super) write_concern: Option<WriteConcern>,
    pub(super) read_preference: Option<ReadPreference>,
}

impl CallDefaults {
    /// Nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// How durable what is read must be.
    pub fn read_concern(mut self, concern: ReadConcern) -> Self {
        self.read_concern = Some(concern);
        self
    }

    /// How many members must have a write before it counts.
    pub fn write_concern(mut self, concern: WriteConcern) -> Self {
        self.write_concern = Some(concern);
        self
    }

    /// Which members may answer.
    pub fn read_preference(mut self, preference: ReadPreference) -> Self {
        self.read_preference = Some(preference);
        self
    }
}
