//! What is known of the documents of an insert so far.

use std::time::Instant;

use super::written::{Written, unacknowledged};
use crate::error::{Error, InsertFailure, PartialInsert, Result};

/// What is known of the documents so far.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) partial: PartialInsert,
    /// The first thing that went wrong.
    pub(super) error: Option<Error>,
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
        let concern = written.unacknowledged.take();
        for index in 0..count {
            let position = at(index);
            if refused.peek().is_some_and(|(refused, _)| *refused == index)
                && let Some((_, refusal)) = refused.next()
            {
                let code = refusal.code;
                let error = refusal.into_error();
                if written.replayed && error.is_duplicate_key() {
                    // It may be ours that has the key, stored by an earlier sending and changed by somebody since.
                    self.partial.unknown.push(position);
                }
                self.partial.failures.push(InsertFailure { position, code, kind: error.kind().clone() });
                self.error.get_or_insert_with(|| written.sent(error.within(format_args!("document {position}"))));
            } else if index < done {
                let stored = if concern.is_some() { &mut self.partial.unknown } else { &mut self.partial.stored };
                stored.push(position);
            } else if written.replayed {
                // An earlier sending may have come further.
                self.partial.unknown.push(position);
            }
        }
        if let Some(concern) = concern {
            self.error.get_or_insert_with(|| written.sent(unacknowledged(concern)));
        }
    }

    /// A command that was not answered.
    pub(super) fn lost(&mut self, error: Error, positions: impl IntoIterator<Item = usize>) {
        self.attempts = self.attempts.saturating_add(error.attempts());
        if error.maybe_applied() {
            self.partial.unknown.extend(positions);
        }
        self.error.get_or_insert(error);
    }

    /// A document that cannot be sent.
    pub(super) fn unsendable(&mut self, position: usize, error: Error) {
        self.partial.failures.push(InsertFailure { position, code: 0, kind: error.kind().clone() });
        self.error.get_or_insert_with(|| error.within(format_args!("document {position}")));
    }

    pub(super) fn finish(self, started: Instant) -> Result<()> {
        let Some(error) = self.error else { return Ok(()) };
        let maybe_applied = !(self.partial.stored.is_empty() && self.partial.unknown.is_empty());
        Err(error
            .with_attempts(self.attempts, started.elapsed())
            .with_maybe_applied(maybe_applied)
            .with_partial_insert(self.partial))
    }
}
