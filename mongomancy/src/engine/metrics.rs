//! What an engine counts.

#[cfg(feature = "metrics")]
mod emit;

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use tokio::time::Instant;

use super::EngineEvent;

/// What an engine counted since it was built, over all its clones and all its clients; by
/// [`Engine::metrics`](crate::Engine::metrics).
///
/// The numbers are read one after the other while calls run: they need not fit each other to the last one.
///
/// With the feature `metrics` the same goes to the recorder of the `metrics` crate, as it happens. Install the recorder
/// before an engine is built: that is when the metrics are described to it.
///
/// | name | kind | label |
/// |---|---|---|
/// | `mongomancy_calls_total` | counter | |
/// | `mongomancy_calls_in_flight` | gauge | |
/// | `mongomancy_call_errors_total` | counter | `operation` |
/// | `mongomancy_call_duration_seconds` | histogram | `operation` |
/// | `mongomancy_attempts_total` | counter | |
/// | `mongomancy_retries_total` | counter | |
/// | `mongomancy_switches_total` | counter | |
/// | `mongomancy_rebuilds_total` | counter | |
/// | `mongomancy_blackout_seconds` | histogram, one value for each time without a primary, at its end | |
///
/// `operation` is the command's name: `find`, `aggregate`, `count`, `distinct`, `insert`, `update`, `delete`,
/// `findAndModify`, and `other` for all else. Engines are not told apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metrics {
    /// Calls that began. `insert_many` makes one for each message that it needs; fetching a cursor's further batches is
    /// none.
    pub calls: u64,
    /// Calls that ended with an error, or with statements that the server refused. One that was dropped before its end has
    /// none.
    pub errors: u64,
    /// Calls, and waits for [`Engine::client`](crate::Engine::client), that are under way now.
    pub in_flight: usize,
    /// Times that a call was sent, or tried to be.
    pub attempts: u64,
    /// Attempts after the first one of their call.
    pub retries: u64,
    /// Times that another primary stood in the topology, or the same one again after none did: the
    /// [`PrimaryElected`](EngineEvent::PrimaryElected) events.
    pub switches: u64,
    /// Times that the client was replaced: the [`ClientRebuilt`](EngineEvent::ClientRebuilt) events.
    pub rebuilds: u64,
    /// How long no primary stood in the topology, in all: from each [`PrimaryLost`](EngineEvent::PrimaryLost) to the
    /// [`PrimaryElected`](EngineEvent::PrimaryElected) after it, or until now. The time before the first primary is not
    /// counted.
    pub blackout: Duration,
}

/// The counters behind it.
#[derive(Default)]
pub(super) struct Meter {
    calls: AtomicU64,
    errors: AtomicU64,
    attempts: AtomicU64,
    retries: AtomicU64,
    switches: AtomicU64,
    rebuilds: AtomicU64,
    blackout_micros: AtomicU64,
}

impl Meter {
    /// Describes the metrics to whom they are told.
    pub(super) fn describe() {
        #[cfg(feature = "metrics")]
        emit::describe();
    }

    /// A call came in.
    pub(super) fn entered() {
        #[cfg(feature = "metrics")]
        emit::entered();
    }

    /// A call that came in is over, or was dropped.
    pub(super) fn left() {
        #[cfg(feature = "metrics")]
        emit::left();
    }

    pub(super) fn call(&self) {
        add(&self.calls, 1);
        #[cfg(feature = "metrics")]
        emit::call();
    }

    pub(super) fn ended(&self, operation: &str, started: Instant, failed: bool) {
        add(&self.errors, u64::from(failed));
        #[cfg(feature = "metrics")]
        emit::ended(operation, started.elapsed(), failed);
        #[cfg(not(feature = "metrics"))]
        let _ = (operation, started);
    }

    /// `number` counts the attempts of the call, from 1 on.
    pub(super) fn attempt(&self, number: u32) {
        add(&self.attempts, 1);
        add(&self.retries, u64::from(number > 1));
        #[cfg(feature = "metrics")]
        emit::attempt(number > 1);
    }

    /// Counts what hooks are told of.
    pub(super) fn event(&self, event: &EngineEvent) {
        match event {
            EngineEvent::PrimaryElected { after, .. } => {
                add(&self.switches, 1);
                add(&self.blackout_micros, u64::try_from(after.as_micros()).unwrap_or(u64::MAX));
            }
            EngineEvent::ClientRebuilt { .. } => add(&self.rebuilds, 1),
            EngineEvent::PrimaryLost { .. } | EngineEvent::Retrying { .. } | EngineEvent::GaveUp { .. } => {}
        }
        #[cfg(feature = "metrics")]
        emit::event(event);
    }

    /// The numbers as they stand, with what is counted elsewhere.
    pub(super) fn read(&self, in_flight: usize, blackout: Duration) -> Metrics {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Metrics {
            calls: read(&self.calls),
            errors: read(&self.errors),
            in_flight,
            attempts: read(&self.attempts),
            retries: read(&self.retries),
            switches: read(&self.switches),
            rebuilds: read(&self.rebuilds),
            blackout: Duration::from_micros(read(&self.blackout_micros)) + blackout,
        }
    }
}

fn add(counter: &AtomicU64, count: u64) {
    if count > 0 {
        counter.fetch_add(count, Ordering::Relaxed);
    }
}
