//! One attempt in a task of its own, and when to stop waiting for it.

use std::{sync::Arc, time::Duration};

use mongodb::error::Error as DriverError;
use tokio::{
    sync::watch,
    time::{Instant, timeout, timeout_at},
};

use super::{
    generation::Generation,
    member::MemberSlot,
    numbered::Statement,
    perform::{Answer, needs_primary, perform},
    topology::Topology,
};
use crate::operation::{Effect, Operation};

/// How often the topology is looked at while it says nothing new: an attempt may get its connection just after the
/// event that its member is gone.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// How an attempt ended.
pub(super) enum Outcome {
    Answered(Answer),
    Failed(DriverError),
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
    /// The member that may have received the command; none where nothing can have been sent.
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
    let task = generation.runtime.spawn({
        let (generation, operation, statement, slot) =
            (Arc::clone(generation), Arc::clone(operation), statement.cloned(), slot.clone());
        async move {
            let left = deadline.saturating_duration_since(Instant::now());
            let only_primary = needs_primary(&generation, &operation, effect);
            let performed = perform(&generation, &operation, effect, statement.as_deref(), left);
            tokio::select! {
                biased;
                answer = slot.note(performed) => match answer {
                    Ok(answer) => Outcome::Answered(answer),
                    Err(error) => Outcome::Failed(error),
                },
                () = replaced(generation.view.topology.clone(), &slot, only_primary) => Outcome::Abandoned,
                () = late_and_unsent(deadline, &slot) => Outcome::DeadlinePassed,
            }
        }
    });
    let mut closing = generation.closing.subscribe();
    let outcome = tokio::select! {
        biased;
        joined = task => joined.unwrap_or_else(|error| match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Outcome::RuntimeEnded,
        }),
        _ = timeout_at(deadline, std::future::pending::<()>()) => Outcome::DeadlinePassed,
        _ = closing.wait_for(|closing| *closing) => Outcome::Closed,
    };
    Attempted { outcome, member: slot.get() }
}

/// Ends when another member serves in the place of the attempt's.
pub(super) async fn replaced(mut topology: watch::Receiver<Topology>, slot: &MemberSlot, needs_primary: bool) {
    loop {
        let member = slot.get();
        if member.is_some_and(|member| topology.borrow_and_update().has_replaced(&member, needs_primary)) {
            return;
        }
        if let Ok(Err(_)) = timeout(LOOK_AGAIN, topology.changed()).await {
            // The client is gone, and with it whatever could replace the member.
            std::future::pending::<()>().await;
        }
    }
}

/// Ends at the deadline if the attempt still waits for a server or a connection: without it a wait for a connection
/// could go on for ever, since the driver's own has no limit. What was sent is never dropped.
async fn late_and_unsent(deadline: Instant, slot: &MemberSlot) {
    let _ = timeout_at(deadline, std::future::pending::<()>()).await;
    if slot.get().is_some() {
        std::future::pending::<()>().await;
    }
}
