//! What happens to calls when servers fail. Each test has servers of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails there")]

mod cursor;
mod exactly_once;
mod fail_points;
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
