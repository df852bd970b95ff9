//! Timestamps as numbers, and the other way round.

use bson::{Timestamp, serde_helpers::timestamp};

/// The seconds, where they are all that there is.
fn seconds(timestamp: Timestamp) -> Option<u32> {
    (timestamp.increment == 0).then_some(timestamp.time)
}

super::helpers! {
    // A number that is too large for an `i32` becomes an `i64`.
    timestamp::AsU32: Timestamp => u32 as INT64,
        |timestamp| seconds(*timestamp),
        |time| Some(Timestamp { time, increment: 0 });
    timestamp::FromU32: u32 => Timestamp as TIMESTAMP,
        |time| Some(Timestamp { time: *time, increment: 0 }),
        seconds;
}
