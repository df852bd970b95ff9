//! A place among the attempts that may ask the driver for a connection to the primary.

use std::time::Duration;

use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::{Instant, timeout},
};

use super::{attempt::Outcome, execute::pause_until, generation::Generation, member::MemberSlot};

/// How often it is looked whether there is a server at all, while an attempt waits for its place.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// An attempt's place. One that is given up while it waits for a connection leaves its request in the driver's queue:
/// then the place is kept back until that is gone.
pub(super) struct Place<'a> {
    pub(super) generation: &'a Generation,
    pub(super) slot: &'a MemberSlot,
    pub(super) permit: Option<SemaphorePermit<'a>>,
    /// Whether the driver is done with the attempt.
    pub(super) is_over: bool,
}

impl Drop for Place<'_> {
    // Also where the attempt's task is aborted.
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        let (Some(permit), Some(member)) = (self.permit.take(), self.slot.asked()) else { return };
        // Those who come next ask another member.
        if self.generation.view.topology.borrow().has_replaced(&member.to_string(), true) {
            return;
        }
        permit.forget();
        self.generation.clearing.keep(member, self.generation.phase());
    }
}

/// A place among those that may ask the driver for a connection to the primary.
///
/// The driver's own queue takes out waiters that gave up but slowly; a wave of them would hold up those who come after.
/// Here giving up costs nothing.
pub(super) async fn permitted<'a>(
    generation: &Generation,
    queue: &'a Semaphore,
    deadline: Instant,
) -> Result<SemaphorePermit<'a>, Outcome> {
    // A permit is free only where nobody waits for one.
    match queue.try_acquire() {
        Ok(permit) => Ok(permit),
        Err(_) => Box::pin(turn(generation, queue, deadline)).await,
    }
}

/// Waits for a place.
async fn turn<'a>(
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
            () = pause_until(deadline) => return Err(Outcome::DeadlinePassed),
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
