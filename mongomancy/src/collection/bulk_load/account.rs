//! What became of the documents of a load so far.

use std::{ops::Range, time::Instant};

use bson::Bson;

use super::{
    super::{body::Entry, packing::Unsendable, tally::Tally, written::Written},
    LoadProgress,
};
use crate::{
    error::{Error, InsertFailure, LoadFailure, PartialLoad, Result, UnknownDocument},
    model::MongoCollection,
};

/// The documents that were answered for, and those that never will be.
pub(super) struct Account {
    started: Instant,
    bytes: u64,
    load: PartialLoad,
    /// How many failures are kept.
    kept: usize,
    /// Why the first document was refused.
    refused: Option<Error>,
    /// What ended the load: told before a refusal, since the stream may have more than was taken from it.
    ended: Option<Error>,
    attempts: u32,
}

impl Account {
    pub(super) fn new(kept: usize) -> Self {
        Self {
            started: Instant::now(),
            bytes: 0,
            load: PartialLoad::default(),
            kept,
            refused: None,
            ended: None,
            attempts: 0,
        }
    }

    /// Nothing more is to be sent.
    pub(super) fn is_over(&self) -> bool {
        self.ended.is_some()
    }

    /// Adds what came of a command. An error of the whole command, or a write concern that is not met, ends the load: it
    /// would be the same with the next.
    pub(super) fn answered<T: MongoCollection>(&mut self, answer: Result<Written>, entries: &[Entry<T>]) {
        let mut tally = Tally::default();
        match answer {
            Ok(written) => tally.add(written, entries.len(), false, |index| entries[index].position),
            Err(error) => {
                if !error.maybe_applied() {
                    self.not_stored(entries);
                }
                tally.lost(error, entries.iter().map(|entry| entry.position));
            }
        }
        self.attempts = self.attempts.saturating_add(tally.attempts);
        self.load.stored += count(tally.partial.stored.len());
        // Both are in the order of the stream.
        let mut entries_left = entries.iter();
        let stored = tally.partial.stored.iter().filter_map(|at| entries_left.find(|entry| entry.position == *at));
        self.bytes += stored.map(|entry| count(entry.size)).sum::<u64>();
        for InsertFailure { position, code, kind } in tally.partial.failures {
            self.failed(LoadFailure { position: count(position), id: id_at(entries, position), code, kind });
        }
        let unknown = tally.partial.unknown.into_iter();
        let unknown = unknown.map(|at| UnknownDocument { position: count(at), id: id_at(entries, at) });
        self.load.unknown.extend(unknown);
        self.refused = self.refused.take().or(tally.refused);
        self.ended = self.ended.take().or(tally.ended);
    }

    /// Adds a document that cannot be sent.
    pub(super) fn unsendable(&mut self, Unsendable { position, error }: Unsendable) {
        self.failed(LoadFailure { position: count(position), id: None, code: 0, kind: error.kind().clone() });
        self.refused.get_or_insert_with(|| error.within(format_args!("document {position}")));
    }

    /// Adds documents whose command is not sent, or was refused as a whole.
    pub(super) fn not_stored<T: MongoCollection>(&mut self, entries: &[Entry<T>]) {
        self.load.not_stored.extend(entries.iter().map(|entry| count(entry.position)..count(entry.position) + 1));
    }

    pub(super) fn progress(&self) -> LoadProgress {
        LoadProgress {
            documents: self.load.stored,
            bytes: self.bytes,
            failed: self.load.failed,
            elapsed: self.started.elapsed(),
        }
    }

    /// The outcome, `taken` documents having been taken from the stream, which `is_complete` when that was to its end.
    pub(super) fn finish(mut self, taken: usize, is_complete: bool) -> Result<LoadProgress> {
        let progress = self.progress();
        let Some(error) = self.ended.or(self.refused) else { return Ok(progress) };
        self.load.taken = count(taken);
        self.load.is_complete = is_complete;
        self.load.not_stored = joined(self.load.not_stored);
        let maybe_applied = self.load.stored > 0 || !self.load.unknown.is_empty();
        Err(error
            .with_attempts(self.attempts, progress.elapsed)
            .with_maybe_applied(maybe_applied)
            .with_partial_load(self.load))
    }

    fn failed(&mut self, failure: LoadFailure) {
        self.load.failed += 1;
        if self.load.failures.len() < self.kept {
            self.load.failures.push(failure);
        }
    }
}

/// The same positions in as few ranges as there can be, in order.
fn joined(mut ranges: Vec<Range<u64>>) -> Vec<Range<u64>> {
    ranges.sort_by_key(|range| range.start);
    ranges.dedup_by(|next, last| {
        let is_next = last.end == next.start;
        if is_next {
            last.end = next.end;
        }
        is_next
    });
    ranges
}

/// The document at `position`; the entries are in the order of the stream.
fn find<T: MongoCollection>(entries: &[Entry<T>], position: usize) -> Option<&Entry<T>> {
    entries.binary_search_by_key(&position, |entry| entry.position).ok().map(|index| &entries[index])
}

fn id_at<T: MongoCollection>(entries: &[Entry<T>], position: usize) -> Option<Bson> {
    let id = T::encode_id(&find(entries, position)?.id).ok()?;
    Bson::try_from(id).ok()
}

fn count(amount: usize) -> u64 {
    u64::try_from(amount).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_joined_in_whatever_order_they_came() {
        for (ranges, expected) in [
            (vec![], vec![]),
            (vec![5..6, 6..7, 1..2, 2..3, 0..1], vec![0..3, 5..7]),
            (vec![4..9, 0..2], vec![0..2, 4..9]),
        ] {
            assert_eq!(joined(ranges), expected);
        }
    }
}
