//! One client of the driver, and all that lives and ends with it.

use std::{
    future::pending,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use mongodb::{Client, options::ClientOptions};
use tokio::{
    runtime::Handle,
    sync::{OnceCell, Semaphore, watch},
};

use super::{clearing::Clearing, defaults::Defaults, keeper::Keeper, numbered::Sessions, observe::View};
use crate::operation::Deployment;

/// How long a client may take to shut down.
const SHUTDOWN: Duration = Duration::from_secs(5);
/// The driver's own default.
const DEFAULT_MAX_POOL_SIZE: u32 = 10;

/// A client with what belongs to it. A reconnect makes a new one, with the next number.
pub(super) struct Generation {
    pub(super) number: u64,
    pub(super) client: Client,
    /// The runtime that the client was made on: its sockets live there, so attempts run there.
    pub(super) runtime: Handle,
    pub(super) sessions: Arc<Sessions>,
    pub(super) view: View,
    pub(super) defaults: Defaults,
    /// As many attempts may ask for a connection to the primary as there can be.
    pub(super) to_primary: Arc<Semaphore>,
    /// Keeps places to the primary back whose attempts left a request behind.
    pub(super) clearing: Arc<Clearing>,
    /// Index builds hold a connection for as long as they take; half of the places are left to the other calls.
    pub(super) to_build: Semaphore,
    /// Looks after the attempts that their callers poll.
    pub(super) keeper: Arc<Keeper>,
    phase: watch::Sender<Phase>,
    /// For the driver's own API: made when it is first asked for.
    pub(super) public: OnceCell<Client>,
    pub(super) public_options: ClientOptions,
    /// What the deployment last was known to be.
    standalone: AtomicBool,
    sessionless: AtomicBool,
    answered: AtomicBool,
}

/// What is to become of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// It serves, or is put away and its last calls go on.
    Open,
    /// It is shut down, another one serves.
    Replaced,
    /// It is shut down with the engine.
    Disposed,
}

impl Generation {
    pub(super) fn new(
        number: u64,
        client: Client,
        runtime: Handle,
        view: View,
        defaults: Defaults,
        public_options: ClientOptions,
    ) -> Self {
        let connections = public_options.max_pool_size.unwrap_or(DEFAULT_MAX_POOL_SIZE);
        let connections = usize::try_from(connections).unwrap_or(usize::MAX).min(Semaphore::MAX_PERMITS);
        let to_primary = Arc::new(Semaphore::new(connections));
        let clearing = Clearing::new(client.clone(), runtime.clone(), Arc::clone(&to_primary), &view);
        let (phase, seen) = watch::channel(Phase::Open);
        let keeper = Keeper::start(&runtime, seen);
        Self {
            number,
            client,
            runtime,
            sessions: Arc::new(Sessions::new(view.session_limit.clone())),
            view,
            defaults,
            to_primary,
            clearing: Arc::new(clearing),
            to_build: Semaphore::new((connections / 2).max(1)),
            keeper,
            phase,
            public: OnceCell::new(),
            public_options,
            standalone: AtomicBool::new(false),
            sessionless: AtomicBool::new(false),
            answered: AtomicBool::new(false),
        }
    }

    pub(super) fn deployment(&self) -> Deployment {
        // Kept in mind for the time while no server is known: one that restarts seldom becomes something else.
        if let Some(deployment) = self.view.topology.borrow().deployment() {
            self.standalone.store(deployment == Deployment::Standalone, Ordering::Relaxed);
        }
        if self.standalone.load(Ordering::Relaxed) { Deployment::Standalone } else { Deployment::Replicated }
    }

    /// Whether routers of a sharded cluster take the calls.
    pub(super) fn is_routed(&self) -> bool {
        self.view.topology.borrow().has_router()
    }

    /// Notes that the deployment takes no transaction numbers, for as long as the topology does not say otherwise.
    pub(super) fn takes_no_numbers(&self) {
        self.standalone.store(true, Ordering::Relaxed);
    }

    /// Notes that the servers have no sessions.
    pub(super) fn has_no_sessions(&self) {
        self.sessionless.store(true, Ordering::Relaxed);
    }

    pub(super) fn has_sessions(&self) -> bool {
        !self.sessionless.load(Ordering::Relaxed)
    }

    /// Notes that a server answered, and so accepts the credentials.
    pub(super) fn has_answered(&self) {
        self.answered.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_known_to_authenticate(&self) -> bool {
        self.answered.load(Ordering::Relaxed)
    }

    /// Whether the runtime that it lives on takes no tasks any more: it has ended, or is about to.
    pub(super) fn has_no_runtime(&self) -> bool {
        has_ended(&self.runtime)
    }

    pub(super) fn phase(&self) -> watch::Receiver<Phase> {
        self.phase.subscribe()
    }

    /// Ends when the client is about to be shut down.
    pub(super) async fn closing(&self) {
        let _ = self.phase.subscribe().wait_for(|phase| *phase != Phase::Open).await;
    }

    /// Ends cursors and attempts, and shuts the clients down on the runtime that they live on.
    pub(super) async fn shut_down(self: Arc<Self>, phase: Phase) {
        self.view.retire();
        // The first word holds: who disposes of a client that is put away meets its own shutdown.
        self.phase.send_if_modified(|now| {
            let is_open = *now == Phase::Open;
            if is_open {
                *now = phase;
            }
            is_open
        });
        self.sessions.close();
        let runtime = self.runtime.clone();
        // Where that runtime has ended there is nothing left to shut down, and the task is never run.
        let shut_down = runtime.spawn(async move {
            let public = async {
                if let Some(public) = self.public.get() {
                    within_limit(public, "for the driver's own API").await;
                }
            };
            tokio::join!(public, within_limit(&self.client, "of the engine"));
        });
        let _ = shut_down.await;
    }
}

async fn within_limit(client: &Client, which: &str) {
    if tokio::time::timeout(SHUTDOWN, client.clone().shutdown().immediate(true)).await.is_err() {
        tracing::warn!(client = which, "a client did not shut down in time");
    }
}

/// Whether a runtime takes no tasks any more: it has ended, or is about to.
pub(super) fn has_ended(runtime: &Handle) -> bool {
    let task = runtime.spawn(pending::<()>());
    let is_refused = task.is_finished();
    task.abort();
    is_refused
}
