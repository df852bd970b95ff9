//! What all clones of an engine share.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
};

use arc_swap::ArcSwapOption;
use tokio::sync::{Mutex, Notify};

use super::{
    ConnectTo, budget::Budget, generation::Generation, metrics::Meter, observe::Observer, options::Settings,
    reconnect::Building,
};
use crate::error::{Error, ErrorKind, Result};

pub(super) struct State {
    pub(super) target: ConnectTo,
    pub(super) settings: Settings,
    pub(super) default_database: Option<String>,
    pub(super) current: ArcSwapOption<Generation>,
    /// Held while a client is built or put away: one at a time.
    pub(super) building: Mutex<Building>,
    pub(super) generations: AtomicU64,
    /// Clients that were replaced and whose last calls go on.
    put_away: std::sync::Mutex<Vec<Arc<Generation>>>,
    pub(super) observer: Arc<Observer>,
    pub(super) budget: Budget,
    /// Whether a client before the current one had an answer from a server.
    pub(super) let_in: AtomicBool,
    disposed: AtomicBool,
    pub(super) disposing: Notify,
    in_flight: AtomicUsize,
    quiet: Notify,
}

impl State {
    pub(super) fn new(target: ConnectTo, settings: Settings, default_database: Option<String>) -> Self {
        Meter::describe();
        Self {
            target,
            settings,
            default_database,
            current: ArcSwapOption::empty(),
            building: Mutex::default(),
            generations: AtomicU64::new(0),
            put_away: std::sync::Mutex::default(),
            observer: Arc::default(),
            budget: Budget::new(),
            let_in: AtomicBool::new(false),
            disposed: AtomicBool::new(false),
            disposing: Notify::new(),
            in_flight: AtomicUsize::new(0),
            quiet: Notify::new(),
        }
    }

    pub(super) fn is_disposed(&self) -> bool {
        self.disposed.load(Ordering::SeqCst)
    }

    pub(super) fn set_disposed(&self, disposed: bool) {
        self.disposed.store(disposed, Ordering::SeqCst);
        if disposed {
            self.disposing.notify_waiters();
        }
    }

    /// Ends when the engine is disposed.
    pub(super) async fn disposing(&self) {
        let notified = self.disposing.notified();
        if !self.is_disposed() {
            notified.await;
        }
    }

    /// Whether a provider is asked by whom to connect.
    pub(super) fn asks_for_credentials(&self) -> bool {
        self.settings.credentials.is_some() || self.target.is_provided()
    }

    /// Whether what the engine connects to may have changed since it was last asked for.
    pub(super) fn may_change(&self) -> bool {
        self.settings.credentials.is_some() || self.target.may_change()
    }

    pub(super) fn put_away(&self, generation: &Arc<Generation>) {
        self.all_put_away().push(Arc::clone(generation));
    }

    pub(super) fn forget(&self, generation: &Arc<Generation>) {
        self.all_put_away().retain(|one| !Arc::ptr_eq(one, generation));
    }

    /// The current client and the replaced ones, none of which is to serve any longer.
    pub(super) fn take_all(&self) -> Vec<Arc<Generation>> {
        let mut all = std::mem::take(&mut *self.all_put_away());
        all.extend(self.current.swap(None));
        all
    }

    fn all_put_away(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Generation>>> {
        self.put_away.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Counts a call in, unless the engine is disposed.
    pub(super) fn enter(&self) -> Result<InFlight<'_>> {
        // Counted first: `dispose` sets the mark and then looks at the count, so one of both sees the other.
        self.in_flight.fetch_add(1, Ordering::SeqCst);
        Meter::entered();
        let guard = InFlight(self);
        if self.is_disposed() { Err(disposed()) } else { Ok(guard) }
    }

    pub(super) fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::SeqCst)
    }

    /// Waits until no call is in flight.
    pub(super) async fn quiet(&self) {
        loop {
            let notified = self.quiet.notified();
            if self.in_flight() == 0 {
                return;
            }
            notified.await;
        }
    }
}

pub(super) fn disposed() -> Error {
    Error::new(ErrorKind::Disposed, "`reconnect` revives it")
}

/// One call in flight.
pub(super) struct InFlight<'a>(&'a State);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        Meter::left();
        if self.0.in_flight.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.0.quiet.notify_waiters();
        }
    }
}
