//! Observers of the engine: whom to tell, and in which order.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use futures_util::FutureExt;
use tokio::{runtime::Handle, sync::mpsc};

use super::{BoxFuture, EngineEvent};

/// How many events may wait for one hook; a hook that lags further behind misses the newest ones.
const WAITING_EVENTS: usize = 1024;

/// An observer of the engine.
///
/// Every closure `Fn(EngineEvent) -> impl Future` is one: see [`Engine::register_hook`](crate::Engine::register_hook).
pub trait Hook: Send + Sync + 'static {
    /// Told of one event. Events come in their order, the next when this future is done.
    fn call(&self, event: EngineEvent) -> BoxFuture<'static, ()>;
}

impl<F, Fut> Hook for F
where
    F: Fn(EngineEvent) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    fn call(&self, event: EngineEvent) -> BoxFuture<'static, ()> {
        Box::pin(self(event))
    }
}

/// Names a registered hook. Logs show its number as `hook`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct HookId(u64);

impl HookId {
    /// An id that no other hook of this process has.
    pub fn unique() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// The registered hooks. Each has a queue and a task of its own, so that none can hold up another.
#[derive(Default)]
pub(super) struct Hooks {
    registered: Mutex<Vec<Registered>>,
}

struct Registered {
    id: HookId,
    hook: Arc<dyn Hook>,
    queue: Option<mpsc::Sender<EngineEvent>>,
}

impl Hooks {
    pub(super) fn register(&self, hook: Arc<dyn Hook>) -> HookId {
        let id = HookId::unique();
        self.lock().push(Registered { id, hook, queue: None });
        id
    }

    pub(super) fn unregister(&self, id: HookId) -> bool {
        let mut registered = self.lock();
        let before = registered.len();
        registered.retain(|one| one.id != id);
        registered.len() < before
    }

    /// Queues `event` for every hook. Called from driver callbacks: it never waits.
    pub(super) fn tell(&self, event: &EngineEvent, runtime: &Handle) {
        for one in self.lock().iter_mut() {
            // The task ends with its runtime; the next event starts it anew on the one that is there then.
            if one.queue.as_ref().is_none_or(mpsc::Sender::is_closed) {
                one.queue = Some(start(one.id, Arc::clone(&one.hook), runtime));
            }
            if let Some(queue) = &one.queue
                && queue.try_send(event.clone()).is_err()
            {
                tracing::warn!(hook = one.id.0, %event, "a hook lags behind and misses an event");
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Registered>> {
        self.registered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn start(id: HookId, hook: Arc<dyn Hook>, runtime: &Handle) -> mpsc::Sender<EngineEvent> {
    let (queue, mut events) = mpsc::channel::<EngineEvent>(WAITING_EVENTS);
    runtime.spawn(async move {
        while let Some(event) = events.recv().await {
            let told = std::panic::catch_unwind(AssertUnwindSafe(|| hook.call(event)));
            let ended = match told {
                Ok(call) => AssertUnwindSafe(call).catch_unwind().await.is_ok(),
                Err(_) => false,
            };
            if !ended {
                tracing::error!(hook = id.0, "a hook panicked");
            }
        }
    });
    queue
}
