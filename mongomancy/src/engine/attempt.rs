//! One attempt in a task of its own, and when to stop waiting for it.

use std::{sync::Arc, time::Duration};

use bson::Document;
use mongodb::error::Error as DriverError;
use tokio::{
    sync::{Semaphore, SemaphorePermit, watch},
    task::AbortHandle,
    time::{Instant, timeout, timeout_at},
};
use tracing::Instrument;

use super::{
    batches::batches,
    generation::Generation,
    member::MemberSlot,
    numbered::Statement,
    perform::{Answer, needs_primary, perform},
    topology::Topology,
};
use crate::{
    operation::{Effect, Operation},
    reply::Batches,
};

/// How often the topology is looked at while it says nothing new: an attempt may get its connection just after the
/// event that its member is gone.
const LOOK_AGAIN: Duration = Duration::from_millis(250);
/// How long after its deadline an attempt that was sent may still hold its connection. A server that silently went
/// away would keep all of them, one by one.
const OVERDUE: Duration = Duration::from_secs(10);
/// How long a task may take to end once it is told to; longer means that nobody drives its runtime.
const TO_END: Duration = Duration::from_secs(1);

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
    /// The member that may have received the command; none where nothing was sent, nor will be.
    pub(super) member: Option<String>,
}

/// Sends `operation` once, in a task of its own: dropping this future only stops listening.
pub(super) async fn attempt(
    generation: &Arc<Generation>,
    operation: &Arc<Operation>,
    effect: Effect,
    statement: Option<&Arc<Statement>>,
    deadline: Instant,
) -> Attempted {
    let slot = MemberSlot::default();
    let mut task = generation.runtime.spawn({
        let (generation, operation, statement, slot) =
            (Arc::clone(generation), Arc::clone(operation), statement.cloned(), slot.clone());
        async move { send(&generation, &operation, effect, statement.as_deref(), deadline, &slot).await }
            .in_current_span()
    });
    let _unsent = Unsent { task: task.abort_handle(), slot: &slot };
    let ended = timeout_at(deadline, &mut task).await;
    let ended = match ended {
        Ok(joined) => Some(joined),
        // What was sent goes on unheard.
        Err(_) if slot.get().is_some() => None,
        // What was not must never be, or the call could not say so: only when the task is over is that certain.
        Err(_) => {
            task.abort();
            match timeout(TO_END, &mut task).await {
                Ok(joined) => Some(
                    joined.or_else(|error| if error.is_cancelled() { Ok(Outcome::DeadlinePassed) } else { Err(error) }),
                ),
                Err(_) => return Attempted { outcome: Outcome::DeadlinePassed, member: Some(String::new()) },
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
    Attempted { outcome, member: slot.get() }
}

/// Where nobody waits any more, what was not sent is not sent later either.
struct Unsent<'a> {
    task: AbortHandle,
    slot: &'a MemberSlot,
}

impl Drop for Unsent<'_> {
    fn drop(&mut self) {
        if self.slot.get().is_none() {
            self.task.abort();
        }
    }
}

async fn send(
    generation: &Generation,
    operation: &Operation,
    effect: Effect,
    statement: Option<&Statement>,
    deadline: Instant,
    slot: &MemberSlot,
) -> Outcome {
    let only_primary = needs_primary(generation, operation, effect);
    let mut permits = Vec::with_capacity(2);
    let builds = (operation.name() == "createIndexes").then_some(&generation.to_build);
    for queue in builds.into_iter().chain(only_primary.then_some(&generation.to_primary)) {
        match permit(generation, queue, deadline).await {
            Ok(permit) => permits.push(permit),
            Err(outcome) => return outcome,
        }
    }
    let left = deadline.saturating_duration_since(Instant::now());
    let performed = perform(generation, operation, effect, statement, left);
    tokio::select! {
        // Whatever ends the attempt goes first, so that nothing is sent after it.
        biased;
        () = late_and_unsent(deadline, slot) => Outcome::DeadlinePassed,
        () = generation.closing() => Outcome::Closed,
        answer = slot.note(performed) => match answer {
            Ok(Answer::Document(document)) => Outcome::Answered(document),
            // Here, where it also happens when nobody listens any more: such a cursor is to be closed.
            Ok(Answer::Cursor(cursor)) => {
                Outcome::Opened(batches(generation, operation, cursor, slot.clone()).await)
            }
            Err(error) => Outcome::Failed(error),
        },
        () = replaced(generation.view.topology.clone(), slot, only_primary) => Outcome::Abandoned,
        _ = timeout_at(deadline + OVERDUE, std::future::pending::<()>()) => Outcome::DeadlinePassed,
    }
}

/// A place among those that may ask the driver for a connection to the primary.
///
/// The driver's own queue takes out waiters that gave up but slowly; a wave of them would hold up those who come after.
/// Here giving up costs nothing.
async fn permit<'a>(
    generation: &Generation,
    queue: &'a Semaphore,
    deadline: Instant,
) -> Result<SemaphorePermit<'a>, Outcome> {
    // One and the same all the time: a new one would begin at the end of the queue.
    let acquire = queue.acquire();
    tokio::pin!(acquire);
    let slice = generation.defaults.selection_slice();
    let mut unserved: Option<Instant> = None;
    loop {
        tokio::select! {
            biased;
            _ = timeout_at(deadline, std::future::pending::<()>()) => return Err(Outcome::DeadlinePassed),
            () = generation.closing() => return Err(Outcome::Closed),
            permit = timeout(LOOK_AGAIN, &mut acquire) => match permit {
                Ok(Ok(permit)) => return Ok(permit),
                Ok(Err(_)) => return Err(Outcome::Closed),
                Err(_) if generation.view.topology.borrow().has_writable() => unserved = None,
                // Those before us in the queue find no server either.
                Err(_) if unserved.get_or_insert_with(Instant::now).elapsed() >= slice => {
                    return Err(Outcome::Unserved);
                }
                Err(_) => {}
            },
        }
    }
}

/// Ends when another member serves in the place of the attempt's.
pub(super) async fn replaced(mut topology: watch::Receiver<Topology>, slot: &MemberSlot, needs_primary: bool) {
    loop {
        // One that does not answer gives no connection either.
        let member = slot.get().or_else(|| slot.asked());
        if member.is_some_and(|member| topology.borrow_and_update().has_replaced(&member, needs_primary)) {
            return;
        }
        if let Ok(Err(_)) = timeout(LOOK_AGAIN, topology.changed()).await {
            // The client is gone, and with it whatever could replace the member.
            std::future::pending::<()>().await;
        }
    }
}

/// Ends at the deadline if the attempt still waits for a server or a connection. What was sent is not dropped.
async fn late_and_unsent(deadline: Instant, slot: &MemberSlot) {
    let _ = timeout_at(deadline, std::future::pending::<()>()).await;
    if slot.get().is_some() {
        std::future::pending::<()>().await;
    }
}
