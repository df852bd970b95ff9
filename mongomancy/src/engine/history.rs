//! What a call went through so far.

use tokio::time::Instant;

use crate::error::{Cause, Error, ErrorKind};

pub(super) struct History {
    pub(super) started: Instant,
    pub(super) attempts: u32,
    /// Whether an earlier attempt may have changed something.
    pub(super) ambiguous: bool,
    first: Option<Cause>,
    last: Option<Cause>,
}

impl History {
    pub(super) fn new(started: Instant) -> Self {
        Self { started, attempts: 0, ambiguous: false, first: None, last: None }
    }

    /// Keeps the cause of an attempt that is followed by another one.
    pub(super) fn note(&mut self, error: &Error) {
        self.last = error.cause().cloned();
        if self.first.is_none() {
            self.first.clone_from(&self.last);
        }
    }

    /// The call's error: with all that is known of its attempts.
    pub(super) fn end(&self, error: Error, maybe_applied: bool) -> Error {
        let first = self.first.clone().filter(|_| self.attempts > 1);
        error
            .with_attempts(self.attempts, self.started.elapsed())
            .first_caused_by(first)
            .with_maybe_applied(maybe_applied)
    }

    /// The error of a call whose time is over; its cause is the last failure.
    pub(super) fn too_late(&self) -> Error {
        let error = Error::new(ErrorKind::DeadlineExceeded, "");
        match &self.last {
            Some(cause) => error.caused_by(cause.clone()),
            None => error,
        }
    }
}
