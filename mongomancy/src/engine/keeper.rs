//! Moves attempts that are not answered at once from their callers to tasks.

use std::{
    mem::{replace, take},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use tokio::{
    runtime::Handle,
    sync::{Notify, watch},
};

use super::{course::Shared, execute::pause, generation::Phase};

/// How long a caller polls its attempt, at least; at most twice as long. Until then nothing but its answer ends it.
const MOMENT: Duration = Duration::from_millis(20);
/// An attempt whose time ends within this begins in a task.
pub(super) const LONGEST: Duration = Duration::from_millis(100);

/// The attempts of one client that their callers poll.
#[derive(Default)]
pub(super) struct Keeper {
    attempts: Mutex<Attempts>,
    wanted: Notify,
}

#[derive(Default)]
struct Attempts {
    /// Those that began since it was looked last; most of them are over.
    young: Vec<Weak<Shared>>,
    old: Vec<Weak<Shared>>,
    /// Whether nobody looks until there are some.
    sleeps: bool,
    /// Whether nobody will look again.
    is_over: bool,
}

impl Keeper {
    /// Looks after the attempts of the client, until that is about to be shut down or is gone.
    pub(super) fn start(runtime: &Handle, mut phase: watch::Receiver<Phase>) -> Arc<Self> {
        let keeper = Arc::new(Self::default());
        let looking = Looking(Arc::clone(&keeper));
        runtime.spawn(async move {
            tokio::select! {
                _ = phase.wait_for(|phase| *phase != Phase::Open) => {}
                () = looking.0.look() => {}
            }
        });
        keeper
    }

    /// Whether the attempt will be moved to a task in time.
    pub(super) fn watch(&self, attempt: &Arc<Shared>) -> bool {
        let mut attempts = self.lock();
        if attempts.is_over {
            return false;
        }
        attempts.young.push(Arc::downgrade(attempt));
        if take(&mut attempts.sleeps) {
            self.wanted.notify_one();
        }
        true
    }

    async fn look(&self) {
        loop {
            let late = {
                let mut attempts = self.lock();
                let young = take(&mut attempts.young);
                let late = replace(&mut attempts.old, young);
                attempts.sleeps = attempts.old.is_empty();
                late
            };
            hand_over(&late);
            if self.lock().sleeps {
                self.wanted.notified().await;
            }
            pause(MOMENT).await;
        }
    }

    fn end(&self) {
        let (young, old) = {
            let mut attempts = self.lock();
            attempts.is_over = true;
            (take(&mut attempts.young), take(&mut attempts.old))
        };
        hand_over(&young);
        hand_over(&old);
    }

    fn lock(&self) -> MutexGuard<'_, Attempts> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The keeper while it looks. However its task ends, with its runtime or by a panic too, nobody counts on it afterwards.
struct Looking(Arc<Keeper>);

impl Drop for Looking {
    fn drop(&mut self) {
        self.0.end();
    }
}

fn hand_over(attempts: &[Weak<Shared>]) {
    for attempt in attempts.iter().filter_map(Weak::upgrade) {
        attempt.hand_over();
    }
}
