//! Places whose attempts were given up while they waited in the driver's queue for a connection: kept back until their
//! requests have left it.
//!
//! The driver's pool takes one request from its queue at each of its events. One that nobody waits for any more makes no
//! event, so that the next stays there for half a second, with connections at hand. Here at most as many of them pile
//! up as there are places, and requests that are waited for push them out.
//!
//! Not by `warm_connection_pool`: the driver learns nothing new of any member until every pool has come to its request.

use std::{
    collections::HashMap,
    future::{pending, poll_fn},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bson::rawdoc;
use futures_util::{StreamExt, stream::FuturesUnordered};
use mongodb::{Client, options::ServerAddress};
use tokio::{
    runtime::Handle,
    sync::{Semaphore, watch},
};

use super::{
    execute::pause,
    generation::Phase,
    given_back::{GivenBack, Watch},
    guard::replaced,
    member::{MemberSlot, only},
    observe::View,
    topology::Topology,
};

/// How long a connection must have been at hand while a probe waits for one: the queue stands still.
const STANDSTILL: Duration = Duration::from_millis(1);

/// One client's places that are kept back.
pub(super) struct Clearing {
    client: Client,
    runtime: Handle,
    places: Arc<Semaphore>,
    topology: watch::Receiver<Topology>,
    given_back: Arc<GivenBack>,
    /// By the member whose queue it is; each has one task.
    queues: Mutex<HashMap<ServerAddress, Places>>,
}

/// The places kept back for one queue since its task began.
#[derive(Debug, Default, Clone, Copy)]
struct Places {
    kept: usize,
    released: usize,
}

impl Clearing {
    pub(super) fn new(client: Client, runtime: Handle, places: Arc<Semaphore>, view: &View) -> Self {
        let (topology, given_back) = (view.topology.clone(), Arc::clone(&view.given_back));
        Self { client, runtime, places, topology, given_back, queues: Mutex::default() }
    }

    /// Keeps a place back whose attempt was given up while it waited for a connection to `member`.
    pub(super) fn keep(self: &Arc<Self>, member: ServerAddress, mut phase: watch::Receiver<Phase>) {
        let is_first = {
            let mut queues = self.lock();
            let is_first = !queues.contains_key(&member);
            queues.entry(member.clone()).or_default().kept += 1;
            is_first
        };
        if !is_first {
            return;
        }
        let clearing = Arc::clone(self);
        self.runtime.spawn(async move {
            let slot = MemberSlot::default();
            slot.ask(&member);
            tokio::select! {
                () = clearing.clear(&member) => return,
                // Also where the client is gone; the task must not keep the engine.
                _ = phase.wait_for(|phase| *phase != Phase::Open) => {}
                // Who comes next asks another member.
                () = replaced(clearing.topology.clone(), &slot, true) => {}
            }
            clearing.release_all(&member);
        });
    }

    /// Ends when no place is kept back and no probe is on its way.
    async fn clear(&self, member: &ServerAddress) {
        let watch = self.given_back.watch(member);
        let mut probes = FuturesUnordered::new();
        let (mut sent, mut stands_still) = (0, false);
        loop {
            let Some(left) = self.left(member, probes.is_empty()) else { return };
            // Each takes one request out of a queue that stands still, and then itself.
            let may_help = left > 0 && sent <= left;
            if probes.is_empty() || stands_still && may_help {
                sent += 1;
                probes.push(self.probe(member));
            }
            stands_still = false;
            tokio::select! {
                Some(()) = probes.next() => {}
                () = watch.changed() => sent = 0,
                () = standstill(&watch), if may_help => stands_still = true,
            }
        }
    }

    /// A request of its own, and the end of those before it: the queue is in order, so when it has left it, they have.
    async fn probe(&self, member: &ServerAddress) {
        let kept = self.lock().get(member).map_or(0, |places| places.kept);
        let database = self.client.database("admin");
        let ping = database.run_raw_command(rawdoc! { "ping": 1 });
        let slot = MemberSlot::default();
        let mut ping = Box::pin(slot.note(ping.selection_criteria(only(member.clone())).into_future()));
        poll_fn(|context| {
            let polled = ping.as_mut().poll(context).map(drop);
            // Whichever way it ends: a pool that gives no connection has emptied its queue.
            if polled.is_ready() || slot.is_noted() {
                self.release(member, kept);
            }
            polled
        })
        .await;
    }

    /// How many places are kept back. None ends the queue's task: nothing is, nor `is_last` anything on its way.
    fn left(&self, member: &ServerAddress, is_last: bool) -> Option<usize> {
        let mut queues = self.lock();
        let places = queues.get(member).copied().unwrap_or_default();
        let left = places.kept - places.released;
        if left == 0 && is_last {
            queues.remove(member);
            return None;
        }
        Some(left)
    }

    /// Gives the first `kept` places free.
    fn release(&self, member: &ServerAddress, kept: usize) {
        let mut queues = self.lock();
        if let Some(places) = queues.get_mut(member) {
            let free = kept.saturating_sub(places.released);
            places.released += free;
            self.places.add_permits(free);
        }
    }

    fn release_all(&self, member: &ServerAddress) {
        if let Some(places) = self.lock().remove(member) {
            self.places.add_permits(places.kept - places.released);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ServerAddress, Places>> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends when a connection has been at hand for a while that nobody takes.
async fn standstill(watch: &Watch<'_>) {
    while watch.has_idle() {
        pause(STANDSTILL).await;
        if watch.has_idle() {
            return;
        }
    }
    pending::<()>().await;
}
