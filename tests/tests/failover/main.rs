//! What happens to calls when servers fail. Each test has servers of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails there")]

mod bulk_load;
mod cancellation;
mod concurrent_switch;
mod cursor;
mod exactly_once;
mod expired;
mod fail_point_table;
mod insert_many;
mod metrics;
mod provider;
mod regression;
mod resumable;
mod scenario;
mod secured;
mod sessions;
mod standalone;
mod switch;
