//! The tasks of a load: they call, one call after the other, and log what comes of it.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::time::{Interval, MissedTickBehavior, interval};

use super::{
    Call, Kind, Log, STRETCH, Scan, Side,
    log::{Entry, Scanned},
};

/// No worker calls more often: the servers and the client share the machine.
const PACE: Duration = Duration::from_millis(10);

/// What the workers of a load share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) log: Mutex<Log>,
    pub(super) stop: AtomicBool,
}

impl Shared {
    pub(super) fn with_log<T>(&self, act: impl FnOnce(&mut Log) -> T) -> T {
        act(&mut self.log.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn goes_on(&self) -> bool {
        !self.stop.load(Ordering::SeqCst)
    }

    fn note(&self, call: Call, start: Instant, outcome: Result<i64, String>) {
        self.with_log(|log| log.push(Entry { call, start, end: Instant::now(), outcome }));
    }
}

/// One worker of this kind, until the load is stopped.
pub(super) async fn work<S: Side>(shared: Arc<Shared>, side: S, kind: Kind, worker: usize) {
    let mut pace = interval(PACE);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut call = Call { kind, worker, number: 1 };
    while shared.goes_on() {
        if kind == Kind::Scan {
            scan(&shared, &side, &mut call, &mut pace).await;
            continue;
        }
        pace.tick().await;
        let start = Instant::now();
        let outcome = side.call(call).await;
        shared.note(call, start, outcome);
        call.number += 1;
    }
}

/// One scan, logged in stretches.
async fn scan<S: Side>(shared: &Shared, side: &S, call: &mut Call, pace: &mut Interval) {
    let mut scanned = Scanned { found: Vec::new(), complete: false };
    let mut start = Instant::now();
    let mut open = match side.scan().await {
        Ok(open) => open,
        Err(error) => return shared.note(*call, start, Err(error)),
    };
    let mut stretch = 0;
    while shared.goes_on() {
        match open.next().await {
            Ok(Some(number)) => scanned.found.push(number),
            Ok(None) => {
                scanned.complete = true;
                break;
            }
            Err(error) => {
                shared.note(*call, start, Err(error));
                break;
            }
        }
        stretch += 1;
        if stretch == STRETCH {
            shared.note(*call, start, Ok(STRETCH));
            call.number += 1;
            stretch = 0;
            pace.tick().await;
            start = Instant::now();
        }
    }
    shared.with_log(|log| log.scans.push(scanned));
}
