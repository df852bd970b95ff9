//! The retry loop, the only one.

use std::{
    any::Any,
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::pin,
    sync::Arc,
    task::Poll,
    time::Duration,
};

use bson::doc;
use tokio::{
    runtime::Handle,
    time::{Instant, timeout_at},
};
use tracing::Instrument;

use super::{
    EngineEvent,
    attempt::{Attempted, attempt},
    backoff,
    bind::Bound,
    classify::{self, Class, Known, Verdict},
    generation::{Generation, has_ended},
    history::History,
    judge::{Ended, Failure, runtime_ended},
    reconnect, reinsert, span,
    state::{State, disposed},
    turned_away::refused,
};
use crate::{
    error::{Error, ErrorKind, Result},
    operation::{Deployment, Effect, Operation},
    reply::Reply,
};

/// A deadline that no call reaches, for one whose time cannot be counted.
const FOR_EVER: Duration = Duration::from_secs(30 * 365 * 24 * 3600);

/// Runs one operation until it is answered, its error is final, or its time is over.
pub(super) async fn execute(state: &Arc<State>, operation: Operation) -> Result<Reply> {
    let _in_flight = state.enter()?;
    let runtime = reconnect::runtime()?;
    let started = Instant::now();
    let limit = operation.deadline().unwrap_or(state.settings.deadline).min(FOR_EVER);
    // From here on the operation says its deadline, also to the cursor that it opens.
    let operation = Arc::new(operation.with_deadline(limit));
    state.observer.meter.call();
    let mut answer = pin!(settled(state, &operation, started + limit));
    let ended = poll_fn(|context| {
        // A caller may have gone on to where no runtime is, and so no timers.
        let _entered = Handle::try_current().is_err().then(|| runtime.enter());
        let polled = catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(context)));
        polled.unwrap_or_else(|panic| Poll::Ready(Err(after_panic(panic, &operation))))
    })
    .await;
    let failed = ended.as_ref().map_or(true, Reply::is_refusal);
    state.observer.meter.ended(operation.name(), started, failed);
    ended
}

async fn settled(state: &Arc<State>, operation: &Arc<Operation>, deadline: Instant) -> Result<Reply> {
    match run(state, operation, deadline).await {
        Ok(reply) if reply.is_replayed() => Box::pin(reinsert::settled(state, operation, reply, deadline)).await,
        Ok(reply) => Ok(reply),
        Err(error) => Err(error),
    }
}

/// A runtime's timers panic once it has ended; a call that it still drives, as by `Handle::block_on`, ends with an error
/// then. Nobody knows any more whether it was sent. Any other panic goes on.
fn after_panic(panic: Box<dyn Any + Send>, operation: &Operation) -> Error {
    if !Handle::try_current().is_ok_and(|runtime| has_ended(&runtime)) {
        resume_unwind(panic);
    }
    let maybe_applied = operation.effect(Deployment::Replicated) != Effect::Read;
    runtime_ended().with_maybe_applied(maybe_applied).in_call(operation.name(), &operation.namespace())
}

/// Sends one operation until it is answered, its error is final, or its time is over.
pub(super) async fn run(state: &Arc<State>, operation: &Arc<Operation>, deadline: Instant) -> Result<Reply> {
    let span = span::call(operation);
    let mut call = Call {
        state,
        operation: Arc::clone(operation),
        deadline,
        history: History::new(Instant::now()),
        unserved: None,
        unbuilt: 0,
        refused: None,
        generation: 0,
        effect: None,
        bound: None,
    };
    let ended = call.run().instrument(span.clone()).await;
    span::ended(&span, call.history.attempts, call.generation);
    ended
}

/// One call on its way through its attempts.
pub(super) struct Call<'a> {
    pub(super) state: &'a Arc<State>,
    pub(super) operation: Arc<Operation>,
    pub(super) deadline: Instant,
    pub(super) history: History,
    /// Since when no suitable server was found, without a break.
    pub(super) unserved: Option<Instant>,
    /// How often no client could be built.
    pub(super) unbuilt: u32,
    /// Since when the credentials were refused, without a break.
    pub(super) refused: Option<Instant>,
    /// The client of the last attempt.
    generation: u64,
    /// What the last attempt was.
    pub(super) effect: Option<Effect>,
    pub(super) bound: Option<Bound>,
}

impl Call<'_> {
    async fn run(&mut self) -> Result<Reply> {
        // Also where a server would answer at once: a call without time sends nothing.
        if self.history.started >= self.deadline {
            return Err(self.named(self.history.end(self.history.too_late(), false)));
        }
        loop {
            let current = match self.state.current.load_full() {
                Some(current) => current,
                // Boxed like all that is seldom waited for.
                None => match Box::pin(timeout_at(self.deadline, reconnect::current(self.state))).await {
                    Ok(Ok(current)) => current,
                    Ok(Err(error)) => {
                        Box::pin(self.wait_for_client(error)).await?;
                        continue;
                    }
                    Err(_) => return Err(self.without_client()),
                },
            };
            let (generation, effect) =
                self.bind(current).map_err(|error| self.named(self.history.end(error, self.history.ambiguous)))?;
            let statement = self.statement();
            let attempted = if self.is_kept_out(&generation, effect) {
                Attempted::unserved()
            } else {
                attempt(&generation, &self.operation, effect, statement.as_ref(), self.deadline).await
            };
            let unsent = !attempted.sent;
            self.history.attempts += 1;
            self.generation = generation.number;
            self.state.observer.meter.attempt(self.history.attempts);
            let seen = span::Attempt::of(self.history.attempts, &attempted);
            match self.judge(attempted, &generation, effect).await {
                Ended::Answered(reply) => {
                    seen.answered();
                    return Ok(reply);
                }
                Ended::Failed(failure) => {
                    seen.failed(&failure.error);
                    // Boxed, so that calls which do not fail do not carry its size.
                    if let Some(reply) = Box::pin(self.follow(failure, &generation, effect)).await? {
                        return Ok(reply);
                    }
                }
                Ended::Final { error, maybe_applied } => {
                    let in_vain = unsent && error.kind() == &ErrorKind::DeadlineExceeded;
                    let error =
                        if in_vain && self.is_refused(&generation) { refused(error, &generation) } else { error };
                    seen.failed(&error);
                    return Err(self.give_up(error, maybe_applied, &generation));
                }
            }
        }
    }

    /// Makes ready for the next attempt, or ends the call; a reply where the failure says that all is done.
    async fn follow(
        &mut self,
        failure: Failure,
        generation: &Arc<Generation>,
        effect: Effect,
    ) -> Result<Option<Reply>> {
        let Failure { class, error, sent, asked } = failure;
        let (ambiguous_before, code) = (self.history.ambiguous, error.code());
        if ambiguous_before && classify::is_done(self.operation.name(), code) {
            return Ok(Some(self.answered(Reply::document(doc! { "ok": 1 }), effect)));
        }
        let known = Known { effect, ambiguous_before, sent, code };
        if let Verdict::Surface { maybe_applied } = classify::verdict(class, known) {
            return Err(self.give_up(error, maybe_applied, generation));
        }
        self.history.note(&error);
        self.history.ambiguous |= class == Class::Ambiguous && effect != Effect::Read;
        match class {
            Class::Unnumbered if effect == Effect::Read => {
                generation.has_no_sessions();
                return Ok(None);
            }
            Class::Unnumbered => {
                generation.takes_no_numbers();
                if generation.deployment() == Deployment::Standalone {
                    return Ok(None);
                }
                // The topology has yet to learn of it.
            }
            Class::ClientGone => return self.find_client(error, generation, effect).await.map(|()| None),
            _ => {}
        }
        self.wait_for_server(&error, class, generation).await?;
        // What did not reach a server is no burden to one.
        let turn = match class {
            Class::Refused | Class::Ambiguous => self.state.budget.take(),
            _ => Duration::ZERO,
        };
        let delay = turn + backoff::delay(self.history.attempts, rand::random(), asked);
        let Some(delay) = backoff::within(delay, self.deadline.saturating_duration_since(Instant::now())) else {
            return Err(self.give_up(self.too_late(generation), self.maybe_applied(effect, false), generation));
        };
        let event = EngineEvent::Retrying {
            operation: self.operation.name().to_owned(),
            attempt: self.history.attempts,
            delay,
        };
        tracing::debug!(%event, namespace = %self.operation.namespace(), cause = %error, "retrying");
        self.state.observer.tell(&event, &generation.runtime);
        pause(delay).await;
        Ok(None)
    }

    /// Somebody shut the client down. A write that may have run cannot be told apart from another client.
    async fn find_client(&mut self, error: Error, generation: &Arc<Generation>, effect: Effect) -> Result<()> {
        let maybe_applied = self.maybe_applied(effect, false);
        if self.state.is_disposed() {
            return Err(self.give_up(disposed(), maybe_applied, generation));
        }
        if maybe_applied && matches!(effect, Effect::Numbered | Effect::Transaction) {
            return Err(self.give_up(error.with_kind(ErrorKind::Unavailable), true, generation));
        }
        self.bound = None;
        let replaced = timeout_at(self.deadline, reconnect::replace(self.state, generation.number)).await;
        match replaced {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => {
                self.wait_for_client(error).await.map_err(|error| error.with_maybe_applied(maybe_applied))
            }
            Err(_) => Err(self.give_up(self.history.too_late(), maybe_applied, generation)),
        }
    }

    pub(super) fn answered(&self, reply: Reply, effect: Effect) -> Reply {
        let replayed = self.history.ambiguous && effect == Effect::Replayable;
        reply.after(self.history.attempts, replayed)
    }

    /// Whether the call may have changed something, `sent` being what is known of an attempt that gave no answer.
    pub(super) fn maybe_applied(&self, effect: Effect, sent: bool) -> bool {
        effect != Effect::Read && (sent || self.history.ambiguous)
    }

    /// `error`, with what the call is.
    pub(super) fn named(&self, error: Error) -> Error {
        error.in_call(self.operation.name(), &self.operation.namespace())
    }

    pub(super) fn give_up(&self, error: Error, maybe_applied: bool, generation: &Generation) -> Error {
        let error = self.named(self.history.end(error, maybe_applied));
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

/// Lets time pass up to a point in it.
#[expect(clippy::disallowed_methods, reason = "the engine's one place that sleeps")]
pub(super) async fn pause_until(end: Instant) {
    tokio::time::sleep_until(end).await;
}

/// Lets time pass: between two attempts, and up to a limit.
#[expect(clippy::disallowed_methods, reason = "the engine's one place that sleeps")]
pub(super) async fn pause(delay: Duration) {
    tokio::time::sleep(delay).await;
}
