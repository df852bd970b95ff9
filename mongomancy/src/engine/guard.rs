//! What ends an attempt that is not answered: the deadline, the client's end, another member in its member's place.

use std::{
    future::{pending, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

use tokio::{sync::watch, time::Instant};

use super::{
    attempt::{Outcome, Work},
    execute::pause_until,
    generation::Generation,
    member::MemberSlot,
    topology::Topology,
};

/// How long after its deadline an attempt that was sent may still hold its connection. A server that silently went
/// away would keep all of them, one by one.
const OVERDUE: Duration = Duration::from_secs(10);

/// Runs the attempt until it is answered, or has to end.
pub(super) async fn guarded(
    work: Work,
    generation: &Generation,
    slot: &MemberSlot,
    deadline: Instant,
    needs_primary: bool,
) -> Outcome {
    tokio::select! {
        // Whatever ends the attempt goes first, so that nothing is sent after it.
        biased;
        () = overdue(deadline, slot) => Outcome::DeadlinePassed,
        () = generation.closing() => Outcome::Closed,
        outcome = work => outcome,
        () = replaced(generation.view.topology.clone(), slot, needs_primary) => Outcome::Abandoned,
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
    pause_until(deadline).await;
    if slot.is_noted() {
        pause_until(deadline + OVERDUE).await;
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
