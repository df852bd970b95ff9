//! What happens to calls when servers fail. Each test has servers of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails there")]

mod cancellation;
mod concurrent_switch;
mod fail_point_table;
mod fail_points;
mod regression;
mod secured;
mod switch;
