//! Which member an attempt was sent to.
//!
//! The driver does not say it, but it calls the connection-pool handler within the task that checks a connection out:
//! a task-local receives the address.

use std::sync::{Arc, Mutex, PoisonError};

use mongodb::event::cmap::CmapEvent;

tokio::task_local! {
    static MEMBER: MemberSlot;
}

/// Where the address of an attempt's member is put; empty as long as nothing can have been sent.
#[derive(Debug, Clone, Default)]
pub(super) struct MemberSlot {
    had: Arc<Mutex<Option<String>>>,
    asked: Arc<Mutex<Option<String>>>,
}

impl MemberSlot {
    /// Runs `attempt`; the members that it checks connections out from are noted here.
    pub(super) async fn note<F: Future>(&self, attempt: F) -> F::Output {
        MEMBER.scope(self.clone(), attempt).await
    }

    /// The member that the attempt last had a connection to.
    pub(super) fn get(&self) -> Option<String> {
        self.had.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The member that the attempt last asked for a connection, whether or not it got one.
    pub(super) fn asked(&self) -> Option<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The connection-pool handler: it must be called within the task that it is about.
pub(super) fn observe(event: &CmapEvent) {
    // Outside of an attempt there is no slot: a call by the driver's own API, or its clean-up.
    let _ = MEMBER.try_with(|slot| {
        let (place, address) = match event {
            CmapEvent::ConnectionCheckoutStarted(started) => (&slot.asked, &started.address),
            CmapEvent::ConnectionCheckedOut(checked_out) => (&slot.had, &checked_out.address),
            _ => return,
        };
        *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(address.to_string());
    });
}
