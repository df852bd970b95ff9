//! The workers of one side: six for each kind of call, each of which makes its calls one after the other.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::{
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};

use crate::{
    item::{Item, Kind},
    ledger::Ledger,
    side::Side,
    timeline::Timeline,
};

const WORKERS_OF_A_KIND: usize = 6;

/// The workers of a side, and so the connections that it can use at once.
pub(crate) const WORKERS: usize = WORKERS_OF_A_KIND * Kind::ALL.len();

/// How long it is at least from one call of a worker to its next, so that a small machine keeps up.
const PACE: Duration = Duration::from_millis(40);

/// A load that runs until its end.
pub(crate) struct Load {
    timeline: Arc<Mutex<Timeline>>,
    workers: JoinSet<Ledger>,
}

/// What is known when it has ended.
pub(crate) struct Finished {
    pub(crate) timeline: Timeline,
    pub(crate) ledgers: Vec<Ledger>,
}

impl Load {
    pub(crate) fn start(side: &impl Side, start: Instant, end: Instant) -> Self {
        let timeline = Arc::new(Mutex::new(Timeline::default()));
        let mut workers = JoinSet::new();
        for kind in Kind::ALL {
            for owner in owners(kind) {
                workers.spawn(work(side.clone(), Ledger::new(kind, owner), start, end, Arc::clone(&timeline)));
            }
        }
        Self { timeline, workers }
    }

    pub(crate) fn timeline(&self) -> MutexGuard<'_, Timeline> {
        lock(&self.timeline)
    }

    /// Waits for the last call of each worker.
    pub(crate) async fn finish(self) -> Finished {
        let ledgers = self.workers.join_all().await;
        Finished { timeline: lock(&self.timeline).clone(), ledgers }
    }
}

/// The items that the workers of a kind have from the start.
pub(crate) fn prepared(kind: Kind) -> impl Iterator<Item = Item> {
    owners(kind).flat_map(move |owner| (0..kind.items()).map(move |number| Item::new(&owner, number, 0)))
}

fn owners(kind: Kind) -> impl Iterator<Item = String> {
    (0..WORKERS_OF_A_KIND).map(move |worker| format!("{kind:?}-{worker}"))
}

async fn work(
    side: impl Side,
    mut ledger: Ledger,
    start: Instant,
    end: Instant,
    timeline: Arc<Mutex<Timeline>>,
) -> Ledger {
    let mut pace = interval(PACE);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut number = 0;
    while Instant::now() < end {
        number += 1;
        let succeeded = side.call(ledger.kind(), ledger.owner(), number).await.is_ok();
        lock(&timeline).record(start.elapsed(), succeeded);
        ledger.record(number, succeeded);
        pace.tick().await;
    }
    ledger
}

fn lock(timeline: &Mutex<Timeline>) -> MutexGuard<'_, Timeline> {
    timeline.lock().unwrap_or_else(PoisonError::into_inner)
}
