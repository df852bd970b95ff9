//! One attempt in a task of its own, and when to stop waiting for it.

use std::{
    future::{pending, poll_fn},
    pin::pin,
    sync::Arc,
    task::Poll,
    time::Duration,
};

use bson::Document;
use mongodb::error::Error as DriverError;
use tokio::{
    sync::watch,
    task::AbortHandle,
    time::{Instant, timeout, timeout_at},
};
use tracing::Instrument;

use super::{
    batches::{batches, only},
    generation::Generation,
    member::MemberSlot,
    numbered::Statement,
    perform::{Answer, needs_primary, perform},
    place::{Place, permitted},
    topology::Topology,
};
use crate::{
    operation::{Effect, Operation},
    reply::Batches,
};

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
        Err(_) if slot.is_noted() => None,
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
    Attempted { outcome, member: slot.get().map(|member| member.to_string()) }
}

/// Where nobody waits any more, what was not sent is not sent later either.
struct Unsent<'a> {
    task: AbortHandle,
    slot: &'a MemberSlot,
}

impl Drop for Unsent<'_> {
    fn drop(&mut self) {
        if !self.slot.is_noted() {
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
    let mut place = Place { generation, slot, permit: to_primary, is_over: false };
    let left = deadline.saturating_duration_since(Instant::now());
    // Boxed, or each future around it would hold and move the driver's whole state.
    let performed = Box::pin(perform(generation, operation, effect, statement, left));
    tokio::select! {
        // Whatever ends the attempt goes first, so that nothing is sent after it.
        biased;
        () = overdue(deadline, slot) => Outcome::DeadlinePassed,
        () = generation.closing() => Outcome::Closed,
        answer = slot.note(performed) => {
            place.is_over = true;
            match answer {
                Ok(Answer::Document(document)) => Outcome::Answered(document),
                Ok(Answer::Batch(batch)) => Outcome::Opened(only(batch)),
                // Here, where it also happens when nobody listens any more: such a cursor is to be closed.
                Ok(Answer::Cursor(cursor)) => {
                    Outcome::Opened(batches(generation, operation, cursor, slot.clone()).await)
                }
                Err(error) => Outcome::Failed(error),
            }
        }
        () = replaced(generation.view.topology.clone(), slot, only_primary) => Outcome::Abandoned,
    }
}

/// Ends when another member serves in the place of the attempt's. The attempt must be polled before it, in the same task.
pub(super) async fn replaced(mut topology: watch::Receiver<Topology>, slot: &MemberSlot, needs_primary: bool) {
    loop {
        let (member, seen) = slot.look();
        let is_replaced = {
            let now = topology.borrow_and_update();
            member.as_deref().is_some_and(|member| now.has_replaced(member, needs_primary))
        };
        if is_replaced {
            return;
        }
        let mut changed = pin!(topology.changed());
        let looks_again = poll_fn(|context| match changed.as_mut().poll(context) {
            // A connection may be had just after the event that its member is gone. It is the attempt that gets it, and
            // the attempt was polled right now: who polls it need not be woken.
            Poll::Pending if slot.has_moved_since(seen) => Poll::Ready(Ok(())),
            polled => polled,
        });
        if looks_again.await.is_err() {
            // The client is gone, and with it whatever could replace the member.
            pending::<()>().await;
        }
    }
}

/// Ends at the deadline if the attempt still waits for a server or a connection. What was sent is not dropped before it
/// is overdue.
async fn overdue(deadline: Instant, slot: &MemberSlot) {
    let _ = timeout_at(deadline, pending::<()>()).await;
    if slot.is_noted() {
        let _ = timeout_at(deadline + OVERDUE, pending::<()>()).await;
    }
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Waker};

    use mongodb::options::ServerAddress;

    use super::{super::topology::Role, *};

    #[test]
    fn a_connection_to_a_member_that_is_already_gone_is_given_up_without_an_event() {
        let (_sender, topology) = watch::channel(Topology::of_roles([("a:1", Role::Unknown), ("b:2", Role::Primary)]));
        let slot = MemberSlot::default();
        let mut replaced = pin!(replaced(topology, &slot, true));
        let mut context = Context::from_waker(Waker::noop());
        assert!(replaced.as_mut().poll(&mut context).is_pending());
        slot.put(&address("b:2"));
        assert!(replaced.as_mut().poll(&mut context).is_pending());
        slot.put(&address("a:1"));
        assert!(replaced.as_mut().poll(&mut context).is_ready());
    }

    #[test]
    fn a_member_that_is_gone_is_not_waited_for_to_give_a_connection() {
        let (_sender, topology) = watch::channel(Topology::of_roles([("a:1", Role::Unknown), ("b:2", Role::Primary)]));
        let slot = MemberSlot::default();
        slot.ask(&address("a:1"));
        assert!(!slot.is_noted());
        let mut replaced = pin!(replaced(topology, &slot, true));
        assert!(replaced.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
    }

    fn address(address: &str) -> ServerAddress {
        ServerAddress::parse(address).unwrap()
    }
}
