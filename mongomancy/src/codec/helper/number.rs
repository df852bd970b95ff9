//! Unsigned numbers as BSON's numbers.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "numbers go there and back to see whether they fit, exactly as bson does it"
)]

use bson::serde_helpers;

super::helpers! {
    serde_helpers::u32::AsF64: u32 => f64 as DOUBLE,
        |number| Some(f64::from(*number)),
        |double| {
            let number = double as u32;
            ((double - f64::from(number)).abs() <= f64::EPSILON).then_some(number)
        };
    serde_helpers::u32::AsI32: u32 => i32 as INT32,
        |number| i32::try_from(*number).ok(),
        |stored| u32::try_from(stored).ok();
    serde_helpers::u32::AsI64: u32 => i64 as INT64,
        |number| Some(i64::from(*number)),
        |stored| u32::try_from(stored).ok();
    serde_helpers::u64::AsF64: u64 => f64 as DOUBLE,
        |number| {
            let double = *number as f64;
            // The largest number would seem to come back: the cast stops at it.
            (*number < u64::MAX && double as u64 == *number).then_some(double)
        },
        |double| {
            let number = double as u64;
            ((double - number as f64).abs() <= f64::EPSILON).then_some(number)
        };
    serde_helpers::u64::AsI32: u64 => i32 as INT32,
        |number| i32::try_from(*number).ok(),
        |stored| u64::try_from(stored).ok();
    serde_helpers::u64::AsI64: u64 => i64 as INT64,
        |number| i64::try_from(*number).ok(),
        |stored| u64::try_from(stored).ok();
}
