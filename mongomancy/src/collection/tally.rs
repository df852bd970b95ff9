//! What is known of the documents of an insert so far.

use std::time::Instant;

use super::written::{Written, unacknowledged};
use crate::error::{Error, ErrorKind, InsertFailure, PartialInsert, Result};

/// What is known of the documents so far.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) partial: PartialInsert,
    /// Why the first document was refused.
    pub(super) refused: Option<Error>,
    /// The first thing that is wrong with more than a document: it says that others may not be stored either, and is
    /// told before a refusal.
    pub(super) ended: Option<Error>,
    /// How often the commands were sent.
    pub(super) attempts: u32,
}

impl Tally {
    /// Adds what the answer to a command of `count` documents says of them; `at` gives the position of each.
    pub(super) fn add(&mut self, mut written: Written, count: usize, ordered: bool, at: impl Fn(usize) -> usize) {
        self.attempts = self.attempts.saturating_add(written.attempts);
        written.refused.sort_by_key(|(index, _)| *index);
        // After the first refusal an ordered command does nothing more.
        let done = match written.refused.first() {
            Some((index, _)) if ordered => count.min(*index),
            _ => count,
        };
        let mut refused = std::mem::take(&mut written.refused).into_iter().peekable();
        let mut inserted = Vec::new();
        for index in 0..count {
            let position = at(index);
            let mut first = None;
            // A second refusal of a document is for another one, which `n` does not count.
            while let Some((_, refusal)) = refused.next_if(|(refused, _)| *refused <= index) {
                first.get_or_insert(refusal);
            }
            if let Some(refusal) = first {
                let code = refusal.code;
                let error = refusal.into_error();
                if written.replayed && error.is_duplicate_key() {
                    // It may be ours that has the key, stored by an earlier sending and changed by somebody since.
                    self.partial.unknown.push(position);
                }
                self.partial.failures.push(InsertFailure { position, code, kind: error.kind().clone() });
                self.refused.get_or_insert_with(|| written.sent(error.within(format_args!("document {position}"))));
            } else if index < done {
                inserted.push(position);
            } else if written.replayed {
                // An earlier sending may have come further.
                self.partial.unknown.push(position);
            }
        }
        let is_consistent = refused.next().is_none() && u64::try_from(inserted.len()) == Ok(written.n);
        let is_stored = is_consistent && written.unacknowledged.is_none();
        let told = if is_stored { &mut self.partial.stored } else { &mut self.partial.unknown };
        told.extend(inserted);
        if let Some(concern) = written.unacknowledged.take() {
            self.ended.get_or_insert_with(|| written.sent(unacknowledged(concern)));
        }
        if !is_consistent {
            self.ended.get_or_insert_with(|| written.sent(inconsistent()));
        }
    }

    /// A command that was not answered.
    pub(super) fn lost(&mut self, error: Error, positions: impl IntoIterator<Item = usize>) {
        self.attempts = self.attempts.saturating_add(error.attempts());
        if error.maybe_applied() {
            self.partial.unknown.extend(positions);
        }
        self.ended.get_or_insert(error);
    }

    /// A document that cannot be sent, which ends the insert.
    pub(super) fn unsendable(&mut self, position: usize, error: Error) {
        self.partial.failures.push(InsertFailure { position, code: 0, kind: error.kind().clone() });
        self.ended.get_or_insert_with(|| error.within(format_args!("document {position}")));
    }

    /// Nothing has gone wrong so far.
    pub(super) fn is_fine(&self) -> bool {
        self.refused.is_none() && self.ended.is_none()
    }

    pub(super) fn finish(self, started: Instant) -> Result<()> {
        let Some(error) = self.ended.or(self.refused) else { return Ok(()) };
        let maybe_applied = !(self.partial.stored.is_empty() && self.partial.unknown.is_empty());
        Err(error
            .with_attempts(self.attempts, started.elapsed())
            .with_maybe_applied(maybe_applied)
            .with_partial_insert(self.partial))
    }
}

/// The error of an answer from which it cannot be told what is stored.
fn inconsistent() -> Error {
    Error::new(ErrorKind::Other, "the counts and the refusals in the answer do not add up").with_maybe_applied(true)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bson::{Bson, Document, doc};

    use super::*;
    use crate::reply::Reply;

    fn tally(n: i32, errors: impl Into<Bson>, ordered: bool) -> Tally {
        let reply = Reply::document(doc! { "ok": 1, "n": n, "writeErrors": errors.into() });
        let mut tally = Tally::default();
        tally.add(Written::read(reply, Duration::ZERO).unwrap(), 4, ordered, |index| 10 + index);
        tally
    }

    #[test]
    fn stored_is_what_the_refusals_leave_and_the_count_confirms() {
        let refused = |indexes: &[i32]| -> Vec<Document> {
            indexes.iter().map(|index| doc! { "index": index, "code": 121 }).collect()
        };
        for (n, indexes, ordered, stored, unknown, failed, ended) in [
            (4, &[][..], true, &[10, 11, 12, 13][..], &[][..], &[][..], false),
            (2, &[2, 0], false, &[11, 13], &[], &[10, 12], false),
            (1, &[1], true, &[10], &[], &[11], false),
            // Two of one document: one of them is for another.
            (2, &[1, 1], false, &[], &[10, 12, 13], &[11], true),
            // Of no document that was sent.
            (3, &[1, 4], false, &[], &[10, 12, 13], &[11], true),
            (3, &[-1], false, &[], &[10, 11, 12, 13], &[], true),
            (0, &[-1], true, &[], &[10, 11, 12, 13], &[], true),
            // Counts that are not those of the documents.
            (3, &[], true, &[], &[10, 11, 12, 13], &[], true),
            (5, &[], false, &[], &[10, 11, 12, 13], &[], true),
            (0, &[1], true, &[], &[10], &[11], true),
        ] {
            let tally = tally(n, refused(indexes), ordered);
            let told = format!("n: {n}, {indexes:?}, ordered: {ordered}");
            let failures: Vec<usize> = tally.partial.failures.iter().map(InsertFailure::position).collect();
            assert_eq!((tally.partial.stored(), tally.partial.unknown()), (stored, unknown), "{told}");
            assert_eq!((&failures[..], tally.refused.is_some()), (failed, !failed.is_empty()), "{told}");
            let kind = tally.ended.as_ref().map(Error::kind);
            assert_eq!(kind, ended.then_some(&ErrorKind::Other), "{told}");
        }
        for errors in [Bson::Int32(1), Bson::from(vec![Bson::Int32(1)])] {
            let tally = tally(4, errors, false);
            assert!(tally.ended.is_some() && tally.partial.stored().is_empty());
        }
    }

    #[test]
    fn what_ends_an_insert_is_told_before_a_refusal() {
        let mut tally = tally(3, vec![doc! { "index": 0, "code": 121 }], false);
        assert!(!tally.is_fine());
        tally.lost(Error::for_test(ErrorKind::DeadlineExceeded, None, []), 14..16);
        tally.lost(Error::for_test(ErrorKind::Unavailable, None, []), 16..18);
        assert_eq!(*tally.finish(Instant::now()).unwrap_err().kind(), ErrorKind::DeadlineExceeded);
    }
}
