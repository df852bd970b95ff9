//! The log of a load: every call with its time and its outcome, and every scan with what it gave.

use std::{ops::Range, time::Instant};

use super::{Call, Kind};

/// One call that ended.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The call.
    pub call: Call,
    /// When it was made.
    pub start: Instant,
    /// When it ended.
    pub end: Instant,
    /// Its answer as a number, or the error.
    pub outcome: Result<i64, String>,
}

/// One scan over the fixed set.
#[derive(Debug, Clone)]
pub struct Scanned {
    /// The numbers of the documents, in the order in which they were given.
    pub found: Vec<i64>,
    /// Whether the scan came to its end; one that was stopped midway did not.
    pub complete: bool,
}

/// All that a load did.
#[derive(Debug, Clone, Default)]
pub struct Log {
    /// The calls, in the order in which they ended.
    pub entries: Vec<Entry>,
    /// The scans.
    pub scans: Vec<Scanned>,
    acknowledged: [u64; Kind::ALL.len()],
}

impl Log {
    /// Adds a call that ended.
    pub fn push(&mut self, entry: Entry) {
        if entry.outcome.is_ok() {
            self.acknowledged[entry.call.kind as usize] += 1;
        }
        self.entries.push(entry);
    }

    /// How many calls of this kind were acknowledged.
    pub fn acknowledged(&self, kind: Kind) -> u64 {
        self.acknowledged[kind as usize]
    }

    /// From the first call to the end of the last.
    pub fn span(&self) -> Range<Instant> {
        let now = Instant::now();
        let start = self.entries.iter().map(|entry| entry.start).min().unwrap_or(now);
        start..self.entries.last().map_or(now, |entry| entry.end)
    }

    /// How many calls of this kind were acknowledged within this time.
    pub fn within(&self, kind: Kind, time: &Range<Instant>) -> usize {
        let acknowledged = self.entries.iter().filter(|entry| entry.call.kind == kind && entry.outcome.is_ok());
        acknowledged.filter(|entry| time.contains(&entry.end)).count()
    }

    /// The errors that reached the caller.
    pub fn errors(&self) -> impl Iterator<Item = (Kind, &str)> {
        self.entries.iter().filter_map(|entry| Some((entry.call.kind, entry.outcome.as_ref().err()?.as_str())))
    }
}
