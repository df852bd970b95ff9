//! What a failure says about a transaction: pure.

use bson::Document;
use mongodb::error::{Error as DriverError, TRANSIENT_TRANSACTION_ERROR, UNKNOWN_TRANSACTION_COMMIT_RESULT};

use super::super::{
    Refusal,
    classify::{self, Class},
};
use crate::operation::Effect;

const NO_SUCH_TRANSACTION: i32 = 251;
const NOT_IN_TRANSACTION: i32 = 263;
const LIVED_TOO_LONG: i32 = 290;
/// The server's time limit, which may have passed while it waited for the other members.
const MAX_TIME: i32 = 50;
/// Refusals of a commit that come before it does anything: no right to it, more than it can take.
const NOT_COMMITTED: [i32; 2] = [13, 257];

/// Which of its commands failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Statement,
    /// The commit, sent for the first time or again.
    Commit {
        again: bool,
    },
}

/// What the failure says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing of it is applied, nor will be; it may begin anew.
    Undone,
    /// The command that failed is sent again.
    Again(Class),
    /// The call ends.
    Final { maybe_applied: bool },
}

/// What the driver's error says. `sent` tells whether the attempt had a connection to send by.
pub(super) fn of(error: &DriverError, sent: bool, step: Step) -> Meaning {
    let labels = Labels {
        transient: error.contains_label(TRANSIENT_TRANSACTION_ERROR),
        unknown: error.contains_label(UNKNOWN_TRANSACTION_COMMIT_RESULT),
        unsafe_yet: error.server_response().is_some_and(|reply| matches!(reply.get("writeConcernError"), Ok(Some(_)))),
    };
    let code = match error.kind.as_ref() {
        mongodb::error::ErrorKind::Command(refusal) => Some(refusal.code),
        _ => None,
    };
    decide(classify::class(error, sent, Effect::Transaction), code, labels, step)
}

#[derive(Debug, Clone, Copy, Default)]
struct Labels {
    transient: bool,
    unknown: bool,
    /// Whether the answer itself is not yet safe.
    unsafe_yet: bool,
}

fn decide(class: Class, code: Option<i32>, labels: Labels, step: Step) -> Meaning {
    if matches!(class, Class::NoServer | Class::NothingSent | Class::Unnumbered | Class::ClientGone) {
        return Meaning::Again(class);
    }
    match step {
        // It would live too long every time.
        Step::Statement if code == Some(LIVED_TOO_LONG) => Meaning::Final { maybe_applied: false },
        // Without the commit it is as if it never was, whatever became of it.
        Step::Statement if labels.transient || class != Class::Surface => Meaning::Undone,
        Step::Statement => Meaning::Final { maybe_applied: false },
        Step::Commit { again } => {
            // Sent before, it may be committed: then only "no such transaction" tells that it is not.
            if labels.transient && !labels.unsafe_yet && (!again || code == Some(NO_SUCH_TRANSACTION)) {
                return Meaning::Undone;
            }
            let is_known = !matches!(code, Some(NO_SUCH_TRANSACTION | MAX_TIME)) && !labels.unknown;
            if class != Class::Surface || !is_known {
                return Meaning::Again(Class::Ambiguous);
            }
            let not_committed = !again && code.is_some_and(|code| NOT_COMMITTED.contains(&code));
            Meaning::Final { maybe_applied: !not_committed }
        }
    }
}

/// Whether the reply to the statement ends the transaction: a statement is refused, or a router answered.
pub(super) fn is_refused(reply: &Document) -> bool {
    classify::write_errors(reply).next().is_some() || is_routed(reply)
}

/// Whether a router answered. Another one could take the commit, which would not know of it.
pub(super) fn is_routed(reply: &Document) -> bool {
    reply.contains_key("recoveryToken")
}

/// The first refused statement.
pub(super) fn refusal(reply: &Document) -> Option<Refusal> {
    classify::write_errors(reply).next()
}

/// What the caller can do about a refusal that only transactions meet.
pub(super) fn explanation(code: Option<i32>) -> Option<&'static str> {
    match code? {
        NOT_IN_TRANSACTION => {
            Some("not to be had exactly once: a capped collection, or one of the server's own, takes no transactions")
        }
        LIVED_TOO_LONG => {
            Some("it took longer than the server lets a transaction live (`transactionLifetimeLimitSeconds`)")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_begins_anew_only_when_it_is_surely_not_committed() {
        use Class::{Ambiguous, NoServer, NothingSent, Refused, Surface};
        const FIRST: Step = Step::Commit { again: false };
        const AGAIN: Step = Step::Commit { again: true };
        let none = Labels::default();
        let transient = Labels { transient: true, ..none };
        let unknown = Labels { unknown: true, ..none };
        let stale = Labels { transient: true, unsafe_yet: true, ..none };
        let finally = |maybe_applied| Meaning::Final { maybe_applied };
        for (class, code, labels, step, expected) in [
            (Ambiguous, None, none, Step::Statement, Meaning::Undone),
            (Refused, Some(10107), none, Step::Statement, Meaning::Undone),
            (Surface, Some(112), transient, Step::Statement, Meaning::Undone),
            (Surface, Some(251), transient, Step::Statement, Meaning::Undone),
            (Surface, Some(290), transient, Step::Statement, finally(false)),
            (Surface, Some(50), none, Step::Statement, finally(false)),
            (Surface, Some(11601), none, Step::Statement, finally(false)),
            (Surface, Some(263), none, Step::Statement, finally(false)),
            (Surface, None, none, Step::Statement, finally(false)),
            (NoServer, None, none, Step::Statement, Meaning::Again(NoServer)),
            (NothingSent, None, none, FIRST, Meaning::Again(NothingSent)),
            (Ambiguous, None, none, FIRST, Meaning::Again(Ambiguous)),
            (Refused, Some(10107), none, FIRST, Meaning::Again(Ambiguous)),
            (Surface, Some(50), none, FIRST, Meaning::Again(Ambiguous)),
            (Surface, Some(4711), unknown, FIRST, Meaning::Again(Ambiguous)),
            (Surface, Some(251), transient, FIRST, Meaning::Undone),
            (Surface, Some(112), transient, FIRST, Meaning::Undone),
            (Surface, Some(251), transient, AGAIN, Meaning::Undone),
            // A primary that nobody follows any more does not know of it either.
            (Surface, Some(251), stale, AGAIN, Meaning::Again(Ambiguous)),
            (Surface, Some(251), none, AGAIN, Meaning::Again(Ambiguous)),
            (Surface, Some(24), transient, AGAIN, finally(true)),
            (Surface, Some(257), none, FIRST, finally(false)),
            (Surface, Some(257), none, AGAIN, finally(true)),
            (Surface, Some(11601), none, FIRST, finally(true)),
            (Surface, None, none, FIRST, finally(true)),
        ] {
            assert_eq!(decide(class, code, labels, step), expected, "{class:?} {code:?} {labels:?} {step:?}");
        }
    }
}
