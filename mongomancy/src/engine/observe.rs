//! What the driver tells of topology and connections, to us and on to the user's own handlers.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use bson::{Bson, Document};
use mongodb::{
    event::{EventHandler, sdam::SdamEvent},
    options::ClientOptions,
};
use tokio::{runtime::Handle, sync::watch};

use super::{
    EngineEvent,
    given_back::GivenBack,
    hook::Hooks,
    member,
    metrics::Meter,
    numbered::SessionLimit,
    topology::{Switch, Topology},
};

/// The hooks, and the primary that they were last told of: one for all clients of an engine.
#[derive(Default)]
pub(super) struct Observer {
    pub(super) hooks: Hooks,
    pub(super) meter: Meter,
    switch: Mutex<Switch>,
}

impl Observer {
    fn see(&self, topology: &Topology, runtime: &Handle) {
        // The lock is held while the hooks are told, which keeps the order; telling only queues.
        let mut switch = self.switch.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(event) = switch.to(topology, Instant::now()) {
            tracing::info!(%event, "topology");
            self.tell(&event, runtime);
        }
    }

    /// How long there has been no primary, if there is none now.
    pub(super) fn blackout(&self) -> Duration {
        let switch = self.switch.lock().unwrap_or_else(PoisonError::into_inner);
        switch.lost().map_or(Duration::ZERO, |lost| lost.elapsed())
    }

    pub(super) fn tell(&self, event: &EngineEvent, runtime: &Handle) {
        self.meter.event(event);
        self.hooks.tell(event, runtime);
    }
}

/// One client's view of the topology, kept up by its events.
pub(super) struct View {
    pub(super) topology: watch::Receiver<Topology>,
    pub(super) session_limit: SessionLimit,
    pub(super) given_back: Arc<GivenBack>,
    /// Two clients that tell of the topology could tell of one switch forth and back.
    silent: Arc<AtomicBool>,
}

impl View {
    /// The members that are of no use, where none can be written to.
    pub(super) fn troubles(&self) -> Option<String> {
        let topology = self.topology.borrow();
        (!topology.has_writable()).then(|| topology.told_troubles()).filter(|troubles| !troubles.is_empty())
    }

    /// `what`, with those members.
    pub(super) fn told(&self, what: &str) -> String {
        self.troubles().map_or_else(|| what.to_owned(), |troubles| format!("{what}: {troubles}"))
    }

    /// Whether no member can serve because the credentials are not taken.
    pub(super) fn refuses(&self, needs_primary: bool) -> bool {
        self.topology.borrow().refuses(needs_primary)
    }

    /// From now on hooks hear of this client, and of the primary that it found by now.
    pub(super) fn serve(&self, observer: &Observer, runtime: &Handle) {
        // While this is held, no newer topology can be told.
        let topology = self.topology.borrow();
        self.silent.store(false, Ordering::Relaxed);
        if topology.primary().is_some() {
            observer.see(&topology, runtime);
        }
    }

    /// From now on hooks hear nothing of this client: it is replaced, or shut down.
    pub(super) fn retire(&self) {
        self.silent.store(true, Ordering::Relaxed);
    }
}

/// Sets our handlers, which call the ones that were there. Hooks hear nothing until the client serves.
///
/// Callbacks keep the order of the events; the driver's other two forms spawn a task for each and lose it.
pub(super) fn handlers(options: &mut ClientOptions, observer: &Arc<Observer>, runtime: &Handle) -> View {
    let (sender, topology) = watch::channel(Topology::default());
    let silent = Arc::new(AtomicBool::new(true));
    let is_silent = Arc::clone(&silent);
    let found = AtomicBool::new(false);
    let session_limit = SessionLimit::default();
    let limit = session_limit.clone();
    let (observer, on) = (Arc::clone(observer), runtime.clone());
    options.sdam_event_handler = Some(chained(options.sdam_event_handler.take(), runtime, move |event| {
        if let SdamEvent::ServerHeartbeatSucceeded(heartbeat) = event {
            limit.note(session_minutes(&heartbeat.reply));
        }
        let Some(topology) = Topology::of(event) else { return };
        // A new client knows no primary at first; that is no loss to tell of.
        if topology.primary().is_some() {
            found.store(true, Ordering::Relaxed);
        }
        sender.send_if_modified(|current| {
            let changed = *current != topology;
            current.clone_from(&topology);
            changed
        });
        if found.load(Ordering::Relaxed) && !is_silent.load(Ordering::Relaxed) {
            observer.see(&topology, &on);
        }
    }));
    let given_back = Arc::new(GivenBack::default());
    let pools = Arc::clone(&given_back);
    options.cmap_event_handler = Some(chained(options.cmap_event_handler.take(), runtime, move |event| {
        member::observe(event);
        pools.observe(event);
    }));
    View { topology, session_limit, given_back, silent }
}

/// After how many idle minutes the server forgets a session; zero where it does not say it.
fn session_minutes(hello: &Document) -> i64 {
    match hello.get("logicalSessionTimeoutMinutes") {
        Some(Bson::Int32(minutes)) => i64::from(*minutes),
        Some(Bson::Int64(minutes)) => *minutes,
        _ => 0,
    }
}

fn chained<E: Send + Sync + 'static>(
    users: Option<EventHandler<E>>,
    runtime: &Handle,
    ours: impl Fn(&E) + Send + Sync + 'static,
) -> EventHandler<E> {
    let runtime = runtime.clone();
    EventHandler::callback(move |event| {
        ours(&event);
        match &users {
            Some(EventHandler::Callback(call)) => call(event),
            Some(EventHandler::AsyncCallback(call)) => {
                runtime.spawn(call(event));
            }
            Some(EventHandler::TokioMpsc(queue)) => {
                if queue.try_send(event).is_err() {
                    tracing::warn!("the event handler's queue is full or closed; an event is lost");
                }
            }
            Some(_) | None => {}
        }
    })
}
