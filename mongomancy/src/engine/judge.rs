//! What one attempt's outcome means for the call.

use std::{sync::Arc, time::Duration};

use super::{
    attempt::{Attempted, Outcome},
    classify::{self, Class},
    execute::Call,
    generation::Generation,
    state::disposed,
};
use crate::{
    error::{Error, ErrorKind},
    operation::Effect,
    reply::Reply,
};

/// Why nothing was sent.
const NO_SERVER: &str = "no suitable server";
pub(super) const NOT_TAKEN: &str = "no server could take it";

/// How one attempt failed.
pub(super) struct Failure {
    pub(super) class: Class,
    pub(super) error: Error,
    /// Whether it had a connection to send by.
    pub(super) sent: bool,
    /// How long the server asks to be left alone.
    pub(super) asked: Option<Duration>,
}

/// How one attempt ended.
pub(super) enum Ended {
    Answered(Reply),
    Failed(Failure),
    /// The call ends with this.
    Final {
        error: Error,
        maybe_applied: bool,
    },
}

impl Call<'_> {
    /// Reads the outcome of an attempt in the light of those before. What is seldom waited for is boxed, so that calls which
    /// do not fail do not carry its size.
    pub(super) async fn judge(&mut self, attempted: Attempted, generation: &Arc<Generation>, effect: Effect) -> Ended {
        if effect == Effect::Transaction
            && let Some(statement) = self.statement()
        {
            return Box::pin(self.judge_transaction(attempted, generation, &statement)).await;
        }
        let sent = attempted.sent;
        let failed = |class, error| Ended::Failed(Failure { class, error, sent, asked: None });
        match attempted.outcome {
            Outcome::Answered(document) => {
                generation.has_answered();
                if let Some((class, refusal)) = classify::reply_class(&document, effect) {
                    return failed(class, refusal.into_error());
                }
                if self.history.ambiguous
                    && effect == Effect::Numbered
                    && let Some(refusal) = classify::unsettled(&document)
                {
                    return Ended::Final { error: refusal.into_error(), maybe_applied: true };
                }
                Ended::Answered(self.answered(Reply::document(document), effect))
            }
            Outcome::Opened(batches) => {
                generation.has_answered();
                Ended::Answered(self.answered(Reply::batches(batches), effect))
            }
            Outcome::Failed(error) => {
                let class = match classify::class(&error, sent, effect) {
                    Class::Surface if Box::pin(self.is_turned_away(&error, generation)).await => Class::NothingSent,
                    class => class,
                };
                let asked = classify::asked_backoff(&error);
                let error = match classify::error(error, sent) {
                    error if class == Class::NoServer => error.with_message(generation.view.told(NO_SERVER)),
                    error => error,
                };
                Ended::Failed(Failure { class, error, sent, asked })
            }
            Outcome::Unserved => failed(Class::NoServer, unserved(generation)),
            Outcome::Abandoned => failed(if sent { Class::Ambiguous } else { Class::NothingSent }, abandoned()),
            Outcome::Closed if self.state.is_disposed() => {
                Ended::Final { error: disposed(), maybe_applied: self.maybe_applied(effect, sent) }
            }
            Outcome::Closed => {
                let error = closed();
                // A write that may have run cannot be told apart from another client.
                if effect == Effect::Numbered && self.maybe_applied(effect, sent) {
                    return Ended::Final { error, maybe_applied: true };
                }
                failed(if sent { Class::Ambiguous } else { Class::NothingSent }, error)
            }
            Outcome::DeadlinePassed => {
                let maybe_applied = self.maybe_applied(effect, sent);
                let why = if sent { "no answer came".to_owned() } else { generation.view.told(NOT_TAKEN) };
                Ended::Final { error: self.history.too_late().with_message(why), maybe_applied }
            }
            Outcome::RuntimeEnded => {
                Ended::Final { error: runtime_ended(), maybe_applied: self.maybe_applied(effect, sent) }
            }
        }
    }
}

pub(super) fn unserved(generation: &Generation) -> Error {
    Error::new(ErrorKind::Unavailable, generation.view.told(NO_SERVER))
}

pub(super) fn abandoned() -> Error {
    Error::new(ErrorKind::Unavailable, "the member was replaced before it answered")
}

pub(super) fn closed() -> Error {
    Error::new(ErrorKind::Unavailable, "the client was replaced before the answer came")
}

pub(super) fn runtime_ended() -> Error {
    Error::new(
        ErrorKind::Unavailable,
        "the tokio runtime that the engine connected on has ended; `reconnect` on one that lives",
    )
}
