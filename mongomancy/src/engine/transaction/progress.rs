//! How far a transaction is: pure.

use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Nothing of it is in a server.
    Fresh,
    /// Its statement was sent; nobody asked for the commit.
    Open,
    /// The commit was asked for.
    Committing,
    Committed,
    /// Nobody waits any more, so the commit will not be asked for.
    GivenUp {
        open: bool,
    },
}

/// How far a transaction is.
///
/// The task that sends it and the call that waits for it meet here: either the commit is asked for before the call gives
/// up, or never.
#[derive(Debug)]
pub(in crate::engine) struct Progress(Mutex<Phase>);

impl Default for Progress {
    fn default() -> Self {
        Self(Mutex::new(Phase::Fresh))
    }
}

impl Progress {
    /// Notes that the statement is about to be sent; false where nobody waits any more.
    pub(super) fn open(&self) -> bool {
        self.advance(&[Phase::Fresh, Phase::Open], Phase::Open)
    }

    /// Notes that the commit is about to be asked for; false where nobody waits any more.
    pub(super) fn commit(&self) -> bool {
        self.advance(&[Phase::Open], Phase::Committing)
    }

    pub(super) fn committed(&self) {
        self.advance(&[Phase::Committing], Phase::Committed);
    }

    /// Notes that there was no connection to ask for the commit by.
    pub(super) fn unsent(&self) {
        self.advance(&[Phase::Committing], Phase::Open);
    }

    /// Notes that nothing of it is left in a server, and that it may begin anew: also what a primary had committed whose
    /// writes were undone when another one came.
    pub(super) fn undone(&self) {
        self.advance(&[Phase::Open, Phase::Committing, Phase::Committed], Phase::Fresh);
    }

    /// Sees to it that a commit that was not asked for never is; gives whether one was.
    pub(super) fn give_up(&self) -> bool {
        let mut phase = self.lock();
        *phase = match *phase {
            Phase::Fresh => Phase::GivenUp { open: false },
            Phase::Open => Phase::GivenUp { open: true },
            other => other,
        };
        matches!(*phase, Phase::Committing | Phase::Committed)
    }

    /// Whether the commit was asked for, so that it may be committed.
    pub(in crate::engine) fn may_be_committed(&self) -> bool {
        matches!(*self.lock(), Phase::Committing | Phase::Committed)
    }

    pub(super) fn is_committed(&self) -> bool {
        *self.lock() == Phase::Committed
    }

    /// Whether a server may still hold it open.
    pub(super) fn may_be_open(&self) -> bool {
        matches!(*self.lock(), Phase::Open | Phase::Committing | Phase::GivenUp { open: true })
    }

    fn advance(&self, from: &[Phase], to: Phase) -> bool {
        let mut phase = self.lock();
        let advances = from.contains(&phase);
        if advances {
            *phase = to;
        }
        advances
    }

    fn lock(&self) -> MutexGuard<'_, Phase> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_gave_up_is_never_committed() {
        let early = Progress::default();
        assert!(!early.give_up());
        assert!(!early.open() && !early.commit() && !early.may_be_open());

        let midway = Progress::default();
        assert!(midway.open());
        assert!(!midway.give_up());
        assert!(!midway.commit() && midway.may_be_open() && !midway.may_be_committed());

        let late = Progress::default();
        assert!(late.open() && late.commit());
        assert!(late.give_up(), "it may be committed");
        late.committed();
        assert!(late.is_committed() && !late.may_be_open());
    }

    #[test]
    fn one_that_failed_begins_anew() {
        let progress = Progress::default();
        assert!(progress.open() && progress.open() && progress.commit());
        assert!(!progress.open(), "a statement is not sent again after the commit was");
        progress.undone();
        assert!(!progress.may_be_open() && !progress.may_be_committed() && progress.open());

        assert!(progress.commit());
        progress.unsent();
        assert!(progress.may_be_open() && !progress.may_be_committed() && progress.open());

        assert!(progress.commit());
        progress.committed();
        progress.undone();
        assert!(!progress.may_be_committed() && progress.open(), "a commit can be rolled back");
    }
}
