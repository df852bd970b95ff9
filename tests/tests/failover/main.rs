//! What happens to calls when servers fail. Each test has servers of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails there")]

mod fail_points;
mod metrics;
mod provider;
mod regression;
mod secured;
mod switch;
