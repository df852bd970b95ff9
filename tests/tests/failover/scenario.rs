//! The scenarios: a fault while every kind of call runs, and nothing may fail, be lost or be doubled.
//!
//! Each is short here, and long with `MONGOMANCY_SOAK=1`: then they run one after the other with the servers' own
//! election timeout, beside the bare driver under the same load, and times are asserted as well. Of the long form,
//! `--nocapture` shows a table, and `MONGOMANCY_SOAK_REPORT=FILE` writes it down.

mod down;
mod frozen;
mod network;
mod switched;

use std::time::Duration;

use mongomancy_tests::scenario::{Evidence, Scenario};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// No wait for a primary is longer.
const LIMIT: Duration = Duration::from_secs(60);

const fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}
