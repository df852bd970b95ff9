//! The retry loop, the only one.

use std::{sync::Arc, time::Duration};

use tokio::time::{Instant, timeout_at};

use super::{
    EngineEvent,
    attempt::{Attempted, Outcome, attempt},
    backoff,
    batches::batches,
    classify::{self, Class, Verdict},
    generation::Generation,
    history::History,
    member::MemberSlot,
    numbered::Statement,
    options::REBUILD_AFTER,
    perform::Answer,
    reconnect,
    state::{State, disposed},
};
use crate::{
    error::{Error, ErrorKind, Result},
    operation::{Effect, Operation},
    reply::Reply,
};

/// A deadline that no call reaches, for one whose time cannot be counted.
const FOR_EVER: Duration = Duration::from_secs(30 * 365 * 24 * 3600);

/// Runs one operation until it is answered, its error is final, or its time is over.
pub(super) async fn execute(state: &Arc<State>, operation: Operation) -> Result<Reply> {
    let _in_flight = state.enter()?;
    let started = Instant::now();
    let limit = operation.deadline().unwrap_or(state.settings.deadline);
    let call = Call {
        state,
        operation: Arc::new(operation),
        deadline: started + limit.min(FOR_EVER),
        history: History::new(started),
        unserved: None,
        bound: None,
    };
    call.run().await
}

/// One call on its way through its attempts.
struct Call<'a> {
    state: &'a Arc<State>,
    operation: Arc<Operation>,
    deadline: Instant,
    history: History,
    /// Since when no suitable server was found, without a break.
    unserved: Option<Instant>,
    /// The number of the write, and the client in whose sessions it counts.
    bound: Option<(Arc<Generation>, Arc<Statement>)>,
}

/// How one attempt failed.
struct Failure {
    class: Class,
    error: Error,
    /// How long the server asks to be left alone.
    asked: Option<Duration>,
}

impl Call<'_> {
    async fn run(mut self) -> Result<Reply> {
        loop {
            let current = match timeout_at(self.deadline, reconnect::current(self.state)).await {
                Ok(current) => current.map_err(|error| self.history.end(error, self.history.ambiguous))?,
                Err(_) => return Err(self.too_late(false)),
            };
            let (generation, effect) = self.bind(current);
            let statement = self.bound.as_ref().map(|(_, statement)| statement);
            let attempted = attempt(&generation, &self.operation, effect, statement, self.deadline).await;
            self.history.attempts += 1;
            match self.judge(attempted, &generation, effect).await? {
                Ok(reply) => return Ok(reply),
                Err(failure) => self.follow(failure, &generation, effect).await?,
            }
        }
    }

    /// Chooses the client of the next attempt, and numbers a write that takes a number.
    fn bind(&mut self, current: Arc<Generation>) -> (Arc<Generation>, Effect) {
        let effect = self.operation.effect(current.deployment());
        if effect != Effect::Numbered {
            self.bound = None;
            return (current, effect);
        }
        match &self.bound {
            // What may have run can only be told apart under its own number, so it stays with its client.
            Some((generation, _)) if self.history.ambiguous => (Arc::clone(generation), effect),
            Some((generation, _)) if generation.number == current.number => (current, effect),
            _ => {
                let statement = Arc::new(Statement::new(&current.sessions));
                self.bound = Some((Arc::clone(&current), statement));
                (current, effect)
            }
        }
    }

    /// The reply, a failure that may be followed by another attempt, or the final error.
    async fn judge(
        &self,
        attempted: Attempted,
        generation: &Arc<Generation>,
        effect: Effect,
    ) -> Result<Result<Reply, Failure>> {
        let sent = attempted.member.is_some();
        let failure = |class, error| Ok(Err(Failure { class, error, asked: None }));
        match attempted.outcome {
            Outcome::Answered(Answer::Document(document)) => match classify::reply_class(&document, effect) {
                Some((class, refusal)) => failure(class, refusal.into_error()),
                None => Ok(Ok(self.answered(Reply::document(document), effect))),
            },
            Outcome::Answered(Answer::Cursor(cursor)) => {
                let batches = batches(generation, cursor, MemberSlot::at(attempted.member)).await;
                Ok(Ok(self.answered(Reply::batches(batches), effect)))
            }
            Outcome::Failed(error) => {
                let class = classify::class(&error, sent, effect);
                let asked = classify::asked_backoff(&error);
                Ok(Err(Failure { class, error: classify::error(error), asked }))
            }
            Outcome::Abandoned => failure(
                Class::Ambiguous,
                Error::new(ErrorKind::Unavailable, "the member was replaced before it answered"),
            ),
            Outcome::Closed if self.state.is_disposed() => {
                Err(self.history.end(disposed(), self.maybe_applied(effect, sent)))
            }
            Outcome::Closed => failure(
                if sent { Class::Ambiguous } else { Class::NothingSent },
                Error::new(ErrorKind::Unavailable, "the client was replaced before the answer came"),
            ),
            Outcome::DeadlinePassed => Err(self.too_late(sent)),
            Outcome::RuntimeEnded => {
                let error = Error::new(
                    ErrorKind::Unavailable,
                    "the tokio runtime that the engine connected on has ended; `reconnect` on one that lives",
                );
                Err(self.history.end(error, self.maybe_applied(effect, sent)))
            }
        }
    }

    /// Makes ready for the next attempt, or ends the call.
    async fn follow(&mut self, failure: Failure, generation: &Arc<Generation>, effect: Effect) -> Result<()> {
        let Failure { class, error, asked } = failure;
        let code = error.code();
        if let Verdict::Surface { maybe_applied } = classify::verdict(class, effect, self.history.ambiguous, code) {
            return Err(self.give_up(error, maybe_applied, generation));
        }
        self.history.note(&error);
        self.history.ambiguous |= class == Class::Ambiguous && effect != Effect::Read;
        match class {
            Class::Unnumbered => {
                generation.takes_no_numbers();
                return Ok(());
            }
            Class::ClientGone => return self.find_client(error, generation, effect).await,
            _ => {}
        }
        self.wait_for_server(&error, class, generation).await?;
        let delay = self.state.budget.take() + backoff::delay(self.history.attempts, rand::random(), asked);
        let event = EngineEvent::Retrying {
            operation: self.operation.name().to_owned(),
            attempt: self.history.attempts,
            delay,
        };
        tracing::debug!(%event, namespace = %self.operation.namespace(), cause = %error, "retrying");
        self.state.observer.tell(&event, &generation.runtime);
        if Instant::now() + delay >= self.deadline {
            return Err(self.give_up(self.too_late(false), self.maybe_applied(effect, false), generation));
        }
        pause(delay).await;
        Ok(())
    }

    /// Somebody shut the client down. A write that may have run cannot be told apart from another client.
    async fn find_client(&mut self, error: Error, generation: &Arc<Generation>, effect: Effect) -> Result<()> {
        let maybe_applied = self.maybe_applied(effect, false);
        if self.state.is_disposed() {
            return Err(self.give_up(disposed(), maybe_applied, generation));
        }
        if maybe_applied && effect == Effect::Numbered {
            return Err(self.give_up(error.with_kind(ErrorKind::Unavailable), true, generation));
        }
        self.bound = None;
        let replaced = timeout_at(self.deadline, reconnect::replace(self.state, generation.number)).await;
        match replaced {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(self.give_up(error, maybe_applied, generation)),
            Err(_) => Err(self.too_late(false)),
        }
    }

    /// Counts how long no server could be found: past the connection string's own limit the call ends, past ours the
    /// client is built anew.
    async fn wait_for_server(&mut self, error: &Error, class: Class, generation: &Arc<Generation>) -> Result<()> {
        if class != Class::NothingSent {
            self.unserved = None;
            return Ok(());
        }
        // A failed selection has waited before it failed.
        let began = if self.history.attempts > 1 { Instant::now() } else { self.history.since() };
        let since = *self.unserved.get_or_insert(began);
        match generation.defaults.selection_limit {
            Some(limit) if since.elapsed() >= limit => {
                Err(self.give_up(error.clone(), self.history.ambiguous, generation))
            }
            None if since.elapsed() >= REBUILD_AFTER => {
                self.unserved = Some(Instant::now());
                // Where the names do not resolve either, the old client is as good as any.
                if let Ok(Err(error)) =
                    timeout_at(self.deadline, reconnect::replace(self.state, generation.number)).await
                {
                    tracing::warn!(%error, "the client could not be built anew");
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn answered(&self, reply: Reply, effect: Effect) -> Reply {
        let replayed = self.history.ambiguous && effect == Effect::Replayable;
        reply.after(self.history.attempts, replayed)
    }

    /// Whether the call may have changed something, `sent` being what is known of an attempt that gave no answer.
    fn maybe_applied(&self, effect: Effect, sent: bool) -> bool {
        effect != Effect::Read && (sent || self.history.ambiguous)
    }

    fn too_late(&self, sent: bool) -> Error {
        let effect = self.operation.effect(crate::operation::Deployment::Replicated);
        self.history.too_late(self.maybe_applied(effect, sent))
    }

    fn give_up(&self, error: Error, maybe_applied: bool, generation: &Generation) -> Error {
        let error = self.history.end(error, maybe_applied);
        if self.history.attempts > 1 {
            let event = EngineEvent::GaveUp {
                operation: self.operation.name().to_owned(),
                attempts: error.attempts(),
                elapsed: error.elapsed(),
            };
            tracing::warn!(%event, namespace = %self.operation.namespace(), %error, "gave up");
            self.state.observer.tell(&event, &generation.runtime);
        }
        error
    }
}

#[expect(clippy::disallowed_methods, reason = "the pause between two attempts")]
async fn pause(delay: Duration) {
    tokio::time::sleep(delay).await;
}
