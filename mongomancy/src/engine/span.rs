//! What `tracing` is told of calls: a span for each, and an event for each attempt.
//!
//! Never more than names, numbers and addresses. Where nobody subscribes, each costs a look at a number.

use tracing::{Level, Span, field::Empty};

use super::attempt::Attempted;
use crate::{error::Error, operation::Operation};

const TARGET: &str = "mongomancy::call";

/// The span of one call.
pub(super) fn call(operation: &Operation) -> Span {
    tracing::debug_span!(
        target: TARGET,
        "call",
        namespace = %operation.namespace(),
        operation = operation.name(),
        attempts = Empty,
        generation = Empty,
    )
}

/// Notes at the end of a call what was not known at its begin.
pub(super) fn ended(span: &Span, attempts: u32, generation: u64) {
    span.record("attempts", attempts).record("generation", generation);
}

/// One attempt, as it is told when its outcome is known.
pub(super) struct Attempt {
    number: u32,
    /// The member that it went to, looked up where somebody listens.
    member: Option<String>,
}

impl Attempt {
    pub(super) fn of(number: u32, attempted: &Attempted) -> Self {
        let is_heard = tracing::enabled!(target: TARGET, Level::DEBUG);
        Self { number, member: is_heard.then(|| attempted.member()).flatten() }
    }

    pub(super) fn answered(&self) {
        tracing::debug!(target: TARGET, attempt = self.number, member = self.member.as_deref(), "answered");
    }

    pub(super) fn failed(&self, error: &Error) {
        let member = self.member.as_deref();
        tracing::debug!(target: TARGET, attempt = self.number, member, code = error.code(), %error, "failed");
    }
}
