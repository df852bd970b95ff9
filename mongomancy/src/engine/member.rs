//! Which member an attempt was sent to.
//!
//! The driver does not say it, but it calls the connection-pool handler within the task that checks a connection out:
//! a task-local receives the address.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mongodb::event::cmap::CmapEvent;

tokio::task_local! {
    static MEMBER: MemberSlot;
}

/// Where the address of an attempt's member is put; empty as long as nothing can have been sent.
#[derive(Debug, Clone, Default)]
pub(super) struct MemberSlot(Arc<Mutex<Option<String>>>);

impl MemberSlot {
    /// A slot that holds `member` from the start.
    pub(super) fn at(member: Option<String>) -> Self {
        Self(Arc::new(Mutex::new(member)))
    }

    /// Runs `attempt`; the members that it checks connections out from are noted here.
    pub(super) fn note<F: Future>(&self, attempt: F) -> impl Future<Output = F::Output> + use<F> {
        MEMBER.scope(self.clone(), attempt)
    }

    /// The member that the attempt last had a connection to.
    pub(super) fn get(&self) -> Option<String> {
        self.lock().clone()
    }

    /// Notes that the attempt has a connection to `member`.
    pub(super) fn put(&self, member: String) {
        *self.lock() = Some(member);
    }

    /// Whether the attempt had a connection.
    pub(super) fn is_noted(&self) -> bool {
        self.lock().is_some()
    }

    /// Whether the attempt had a connection to another member since `member` was read here.
    pub(super) fn has_left(&self, member: Option<&str>) -> bool {
        self.lock().as_deref() != member
    }

    fn lock(&self) -> MutexGuard<'_, Option<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The connection-pool handler: it must be called within the task that it is about.
pub(super) fn observe(event: &CmapEvent) {
    if let CmapEvent::ConnectionCheckedOut(checked_out) = event {
        // Outside of an attempt there is no slot: a call by the driver's own API, or its clean-up.
        let _ = MEMBER.try_with(|slot| {
            slot.put(checked_out.address.to_string());
        });
    }
}
