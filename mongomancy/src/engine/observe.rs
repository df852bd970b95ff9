//! What the driver tells of topology and connections, to us and on to the user's own handlers.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use mongodb::{event::EventHandler, options::ClientOptions};
use tokio::{runtime::Handle, sync::watch};

use super::{
    hook::Hooks,
    member,
    topology::{Switch, Topology},
};

/// Sets our handlers, which call the ones that were there.
///
/// Callbacks keep the order of the events; the driver's other two forms spawn a task for each and lose it.
pub(super) fn handlers(options: &mut ClientOptions, hooks: &Arc<Hooks>, runtime: &Handle) -> watch::Receiver<Topology> {
    let (sender, receiver) = watch::channel(Topology::default());
    let switch = Mutex::new(Switch::default());
    let hooks = Arc::clone(hooks);
    let on = runtime.clone();
    options.sdam_event_handler = Some(chained(options.sdam_event_handler.take(), runtime, move |event| {
        if let Some(topology) = Topology::of(event) {
            let told = switch.lock().unwrap_or_else(PoisonError::into_inner).to(&topology, Instant::now());
            sender.send_if_modified(|current| {
                let changed = *current != topology;
                *current = topology;
                changed
            });
            if let Some(event) = told {
                tracing::info!(%event, "topology");
                hooks.tell(&event, &on);
            }
        }
    }));
    options.cmap_event_handler = Some(chained(options.cmap_event_handler.take(), runtime, member::observe));
    receiver
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
