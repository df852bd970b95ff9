//! What the outcome of an attempt at a transaction means for the call.

use super::{
    super::{
        attempt::{Attempted, Outcome},
        classify::{self, Class},
        exactly_once,
        execute::Call,
        generation::Generation,
        judge::{Ended, Failure, NOT_TAKEN, abandoned, closed, runtime_ended, unserved},
        numbered::Statement,
        state::disposed,
    },
    Progress,
    meaning::{self, Meaning, Step},
};
use crate::{
    error::{Error, ErrorKind},
    operation::Effect,
    reply::Reply,
};

impl Call<'_> {
    /// Reads the outcome of an attempt at a transaction in the light of those before.
    pub(in crate::engine) async fn judge_transaction(
        &mut self,
        attempted: Attempted,
        generation: &Generation,
        statement: &Statement,
    ) -> Ended {
        let (progress, sent) = (&statement.progress, attempted.sent);
        let step =
            if progress.may_be_committed() { Step::Commit { again: self.history.ambiguous } } else { Step::Statement };
        // From the first time that the commit is asked for it may be committed, until a server denies it.
        self.history.ambiguous = step != Step::Statement;
        let end = |error| Ended::Final { error, maybe_applied: progress.give_up() };
        match attempted.outcome {
            Outcome::Answered(reply) => {
                generation.has_answered();
                self.judge_reply(reply.into(), progress)
            }
            Outcome::Opened(_) => end(Error::new(ErrorKind::Other, "a write answered a cursor")),
            Outcome::Failed(error) => {
                let meaning = match meaning::of(&error, sent, step) {
                    Meaning::Final { .. } if self.is_turned_away(&error, generation).await => {
                        Meaning::Again(Class::NothingSent)
                    }
                    meaning => meaning,
                };
                let asked = classify::asked_backoff(&error);
                let error = classify::error(error, sent);
                match meaning {
                    Meaning::Undone => {
                        self.undone(Failure { class: Class::Refused, error, sent, asked }, step, progress)
                    }
                    Meaning::Again(class) => Ended::Failed(Failure { class, error, sent, asked }),
                    Meaning::Final { maybe_applied } => Ended::Final { error: explained(error), maybe_applied },
                }
            }
            Outcome::Unserved => {
                Ended::Failed(Failure { class: Class::NoServer, error: unserved(generation), sent, asked: None })
            }
            Outcome::Abandoned => {
                let class = if self.history.ambiguous { Class::Ambiguous } else { Class::Refused };
                Ended::Failed(Failure { class, error: abandoned(), sent, asked: None })
            }
            Outcome::Closed if self.state.is_disposed() => end(disposed()),
            // Another client cannot ask for this commit.
            Outcome::Closed if self.history.ambiguous => end(closed()),
            Outcome::Closed => Ended::Failed(Failure { class: Class::Refused, error: closed(), sent, asked: None }),
            Outcome::DeadlinePassed => {
                let why = if sent { "no answer came" } else { NOT_TAKEN };
                end(self.history.too_late().with_message(why))
            }
            Outcome::RuntimeEnded => end(runtime_ended()),
        }
    }

    fn judge_reply(&mut self, reply: Box<bson::Document>, progress: &Progress) -> Ended {
        if progress.is_committed() {
            // A commit that is not yet safe is asked for until it is.
            return match classify::reply_class(&reply, Effect::Transaction) {
                Some((class, refusal)) => {
                    Ended::Failed(Failure { class, error: refusal.into_error(), sent: true, asked: None })
                }
                None => Ended::Answered(self.answered(Reply::document(*reply), Effect::Transaction)),
            };
        }
        if meaning::is_routed(&reply) {
            return Ended::Final { error: exactly_once::routed(), maybe_applied: false };
        }
        if let Some((_, refusal)) = classify::reply_class(&reply, Effect::Transaction) {
            let failure = Failure { class: Class::Refused, error: refusal.into_error(), sent: true, asked: None };
            return self.undone(failure, Step::Statement, progress);
        }
        let refusal = meaning::refusal(&reply).unwrap_or_default();
        // With the statement the server ended the transaction.
        progress.undone();
        Ended::Final { error: explained(refusal.into_error()), maybe_applied: false }
    }

    /// Nothing of it is applied. What may be left of a statement whose answer was lost is aborted by the next one.
    fn undone(&mut self, failure: Failure, step: Step, progress: &Progress) -> Ended {
        if step != Step::Statement {
            progress.undone();
        }
        self.history.ambiguous = false;
        Ended::Failed(failure)
    }
}

fn explained(error: Error) -> Error {
    match meaning::explanation(error.code()) {
        Some(explanation) => error.with_message(explanation),
        None => error,
    }
}
