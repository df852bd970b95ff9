//! The driver's plain option values, which calls take as they are, and the one that the driver has not.

#[cfg(any(feature = "zstd-compression", feature = "snappy-compression", feature = "zlib-compression"))]
pub use mongodb::options::Compressor;
pub use mongodb::options::{
    Acknowledgment, Collation, CollationAlternate, CollationCaseFirst, CollationMaxVariable, CollationStrength,
    Credential, CursorType, Hint, ReadConcern, ReadPreference, ReadPreferenceOptions, ReturnDocument,
    TimeseriesGranularity, ValidationAction, ValidationLevel, WriteConcern,
};

pub use crate::collection::ExplainVerbosity;
