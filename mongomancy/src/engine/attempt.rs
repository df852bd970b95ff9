//! One attempt, and when to stop waiting for it.

use std::{pin::Pin, sync::Arc, time::Duration};

use bson::Document;
use mongodb::error::Error as DriverError;
use tokio::{
    task::{AbortHandle, JoinError, JoinHandle},
    time::{Instant, error::Elapsed, timeout_at},
};

use super::{
    batches::{batches, only},
    course::{Course, Ended},
    generation::Generation,
    member::MemberSlot,
    numbered::Statement,
    perform::{Answer, needs_primary, perform},
    place::{Place, permitted},
};
use crate::{
    operation::{Effect, Operation},
    reply::Batches,
};

/// How long a task may take to end once it is told to; longer means that nobody drives its runtime.
const TO_END: Duration = Duration::from_secs(1);

/// What an attempt does, whoever polls it. Boxed, or each future around it would hold and move the driver's whole state.
pub(super) type Work = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// How an attempt ended.
pub(super) enum Outcome {
    Answered(Document),
    Opened(Batches),
    Failed(DriverError),
    /// No member could take it for a while, and it did not come to ask the driver.
    Unserved,
    /// The member was replaced before it answered.
    Abandoned,
    /// The call's time is over.
    DeadlinePassed,
    /// The client is being shut down.
    Closed,
    /// The runtime that the client lives on has ended.
    RuntimeEnded,
}

pub(super) struct Attempted {
    pub(super) outcome: Outcome,
    /// Whether a member may have received the command; where not, none will.
    pub(super) sent: bool,
    slot: MemberSlot,
}

impl Attempted {
    fn new(outcome: Outcome, slot: MemberSlot) -> Self {
        Self { outcome, sent: slot.is_noted(), slot }
    }

    /// One that did not begin, as no member could take it.
    pub(super) fn unserved() -> Self {
        Self::new(Outcome::Unserved, MemberSlot::default())
    }

    /// The member that it went to.
    pub(super) fn member(&self) -> Option<String> {
        self.slot.get().map(|member| member.to_string())
    }
}

/// Sends `operation` once. Dropping this future only stops listening to what was sent: it goes on in a task of its own.
pub(super) async fn attempt(
    generation: &Arc<Generation>,
    operation: &Arc<Operation>,
    effect: Effect,
    statement: Option<&Arc<Statement>>,
    deadline: Instant,
) -> Attempted {
    let slot = MemberSlot::default();
    let only_primary = needs_primary(generation, operation, effect);
    let work = Box::pin(send(
        Arc::clone(generation),
        Arc::clone(operation),
        effect,
        statement.cloned(),
        deadline,
        slot.clone(),
        only_primary,
    ));
    match Course::of(work, generation, slot.clone(), deadline, only_primary).await {
        Ended::Outcome(outcome) => Attempted::new(outcome, slot),
        // Boxed, so that attempts which are answered at once do not carry its size.
        Ended::Task(task) => Box::pin(joined(generation, task, slot, deadline)).await,
    }
}

/// Waits for an attempt that has a task.
async fn joined(
    generation: &Generation,
    mut task: JoinHandle<Outcome>,
    slot: MemberSlot,
    deadline: Instant,
) -> Attempted {
    let _unsent = Unsent { task: task.abort_handle(), slot: slot.clone() };
    let ended = match until(deadline, generation, &mut task).await {
        Ok(joined) => Some(joined),
        // What was sent goes on unheard.
        Err(_) if slot.is_noted() => None,
        // What was not must never be, or the call could not say so: only when the task is over is that certain.
        Err(_) => {
            task.abort();
            match until(Instant::now() + TO_END, generation, &mut task).await {
                Ok(joined) => Some(
                    joined.or_else(|error| if error.is_cancelled() { Ok(Outcome::DeadlinePassed) } else { Err(error) }),
                ),
                Err(_) => return Attempted { outcome: Outcome::DeadlinePassed, sent: true, slot },
            }
        }
    };
    let outcome = match ended {
        None => Outcome::DeadlinePassed,
        Some(Ok(outcome)) => outcome,
        Some(Err(error)) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Outcome::RuntimeEnded,
        },
    };
    Attempted::new(outcome, slot)
}

/// Waits for `task` until a point in time, by the timers of two runtimes, as either may be one that nobody drives: the
/// client's, and the caller's.
async fn until(
    end: Instant,
    generation: &Generation,
    task: &mut JoinHandle<Outcome>,
) -> Result<Result<Outcome, JoinError>, Elapsed> {
    let by_client = {
        let _entered = generation.runtime.enter();
        timeout_at(end, task)
    };
    timeout_at(end, by_client).await?
}

/// Where nobody waits any more, what was not sent is not sent later either.
struct Unsent {
    task: AbortHandle,
    slot: MemberSlot,
}

impl Drop for Unsent {
    fn drop(&mut self) {
        if !self.slot.is_noted() {
            self.task.abort();
        }
    }
}

async fn send(
    generation: Arc<Generation>,
    operation: Arc<Operation>,
    effect: Effect,
    statement: Option<Arc<Statement>>,
    deadline: Instant,
    slot: MemberSlot,
    only_primary: bool,
) -> Outcome {
    let generation = &*generation;
    let builds = (operation.name() == "createIndexes").then_some(&generation.to_build);
    let queues = [builds, only_primary.then_some(&*generation.to_primary)];
    let mut permits = [None, None];
    for (permit, queue) in permits.iter_mut().zip(queues) {
        let Some(queue) = queue else { continue };
        match permitted(generation, queue, deadline).await {
            Ok(permitted) => *permit = Some(permitted),
            Err(outcome) => return outcome,
        }
    }
    let [_to_build, to_primary] = permits;
    let mut place = Place { generation, slot: &slot, permit: to_primary, is_over: false };
    let left = deadline.saturating_duration_since(Instant::now());
    let answer = slot.note(perform(generation, &operation, effect, statement.as_deref(), left)).await;
    place.is_over = true;
    match answer {
        Ok(Answer::Document(document)) => Outcome::Answered(document),
        Ok(Answer::Batch(batch)) => Outcome::Opened(only(batch)),
        // Here, where it also happens when nobody listens any more: such a cursor is to be closed.
        Ok(Answer::Cursor(cursor)) => Outcome::Opened(batches(generation, &operation, cursor, slot.clone()).await),
        Err(error) => Outcome::Failed(error),
    }
}
