//! How long a load stood still.

use std::time::{Duration, Instant};

use super::{Kind, Log};

/// The longest time between two acknowledged calls of this kind that follow each other, from `since` on.
pub fn longest(log: &Log, kind: Kind, since: Instant) -> Duration {
    let mut last = since;
    let mut longest = Duration::ZERO;
    for end in ends(log, kind).filter(|end| *end > since) {
        longest = longest.max(end.saturating_duration_since(last));
        last = last.max(end);
    }
    longest
}

/// How long after `since` the first call of this kind was acknowledged.
pub fn first(log: &Log, kind: Kind, since: Instant) -> Option<Duration> {
    ends(log, kind).filter(|end| *end >= since).min().map(|end| end - since)
}

fn ends(log: &Log, kind: Kind) -> impl Iterator<Item = Instant> {
    log.entries.iter().filter(move |entry| entry.call.kind == kind && entry.outcome.is_ok()).map(|entry| entry.end)
}
