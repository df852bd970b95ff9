//! Which member an attempt was sent to.
//!
//! The driver does not say it, but it calls the connection-pool handler within the task that checks a connection out:
//! a task-local receives the address.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mongodb::{
    event::cmap::CmapEvent,
    options::{SelectionCriteria, ServerAddress},
};

tokio::task_local! {
    static MEMBER: MemberSlot;
}

/// Where the address of an attempt's member is put; empty as long as nothing can have been sent.
#[derive(Debug, Clone, Default)]
pub(super) struct MemberSlot(Arc<Mutex<Noted>>);

#[derive(Debug, Default)]
struct Noted {
    /// The member that was last asked for a connection.
    asked: Option<ServerAddress>,
    /// The member that last gave one.
    had: Option<ServerAddress>,
    /// How often there was a connection.
    connections: u32,
    /// How often either was noted.
    times: u32,
}

impl MemberSlot {
    /// Runs `attempt`; the members that it checks connections out from are noted here.
    pub(super) fn note<F: Future>(&self, attempt: F) -> impl Future<Output = F::Output> + use<F> {
        MEMBER.scope(self.clone(), attempt)
    }

    /// The member that the attempt last had a connection to.
    pub(super) fn get(&self) -> Option<ServerAddress> {
        self.lock().had.clone()
    }

    /// Whether the attempt had a connection.
    pub(super) fn is_noted(&self) -> bool {
        self.lock().had.is_some()
    }

    /// The member that the attempt asked for a connection and had none from yet.
    pub(super) fn asked(&self) -> Option<ServerAddress> {
        self.lock().asked.clone()
    }

    /// The member that the attempt waits for, a connection included: one that does not answer gives none either. With
    /// it, up to where it was read here.
    pub(super) fn look(&self) -> (Option<String>, u32) {
        let noted = self.lock();
        (noted.had.as_ref().or(noted.asked.as_ref()).map(ToString::to_string), noted.times)
    }

    /// Whether something was noted since it was looked.
    pub(super) fn has_moved_since(&self, times: u32) -> bool {
        self.lock().times != times
    }

    /// Notes that the attempt asks `member` for a connection.
    pub(super) fn ask(&self, member: &ServerAddress) {
        let mut noted = self.lock();
        noted.asked = Some(member.clone());
        noted.times = noted.times.wrapping_add(1);
    }

    /// Notes that the attempt has a connection to `member`.
    pub(super) fn put(&self, member: &ServerAddress) {
        let mut noted = self.lock();
        noted.connections = noted.connections.wrapping_add(1);
        noted.had = noted.asked.take().filter(|asked| asked == member).or_else(|| Some(member.clone()));
        noted.times = noted.times.wrapping_add(1);
    }

    /// How many connections the attempt has had so far.
    pub(super) fn connections(&self) -> u32 {
        self.lock().connections
    }

    fn lock(&self) -> MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Selects `member` and no other, whatever it is.
pub(super) fn only(member: ServerAddress) -> SelectionCriteria {
    SelectionCriteria::Predicate(Arc::new(move |server| *server.address() == member))
}

/// The slot of the attempt of this task; none outside of attempts.
pub(super) fn current() -> Option<MemberSlot> {
    MEMBER.try_with(MemberSlot::clone).ok()
}

/// How many connections the attempt of this task has had so far.
pub(super) fn connections() -> u32 {
    MEMBER.try_with(MemberSlot::connections).unwrap_or_default()
}

/// The connection-pool handler: it must be called within the task that it is about.
pub(super) fn observe(event: &CmapEvent) {
    // Outside of an attempt there is no slot: a call by the driver's own API, or its clean-up.
    let _ = MEMBER.try_with(|slot| match event {
        CmapEvent::ConnectionCheckoutStarted(started) => slot.ask(&started.address),
        CmapEvent::ConnectionCheckedOut(checked_out) => slot.put(&checked_out.address),
        _ => {}
    });
}
