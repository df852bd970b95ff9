//! Who polls an attempt: its caller for a moment, and a task of its own from then on.
//!
//! A task costs wake-ups between threads, and most attempts are answered at once. But a caller may drop its future, leave
//! it lying, or poll it from another runtime, and none of that may hold a connection back or leave what was sent unheard.

use std::{
    mem::replace,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use tokio::{runtime::Handle, task::JoinHandle, time::Instant};
use tracing::{Instrument, Span};

use super::{
    attempt::{Outcome, Work},
    generation::Generation,
    guard::guarded,
    keeper::LONGEST,
    member::MemberSlot,
};

/// How a caller's polling ended.
pub(super) enum Ended {
    Outcome(Outcome),
    /// The attempt goes on in this task, which knows when to end.
    Task(JoinHandle<Outcome>),
}

/// An attempt that its caller polls. Dropped, it goes on in a task if it was sent.
pub(super) struct Course(Arc<Shared>);

/// What a caller shares with the keeper.
pub(super) struct Shared {
    stage: Mutex<Stage>,
    generation: Arc<Generation>,
    slot: MemberSlot,
    deadline: Instant,
    needs_primary: bool,
    span: Span,
}

struct Stage {
    attempt: Attempt,
    caller: Option<Waker>,
    /// Whether it was to be moved while it was polled.
    is_late: bool,
}

enum Attempt {
    Waits(Work),
    /// Out of its place: after a panic it must not be polled again.
    IsPolled,
    Task(JoinHandle<Outcome>),
}

impl Course {
    pub(super) fn of(
        work: Work,
        generation: &Arc<Generation>,
        slot: MemberSlot,
        deadline: Instant,
        needs_primary: bool,
    ) -> Self {
        let shared = Arc::new(Shared {
            stage: Mutex::new(Stage { attempt: Attempt::Waits(work), caller: None, is_late: false }),
            generation: Arc::clone(generation),
            slot,
            deadline,
            needs_primary,
            span: Span::current(),
        });
        // Nobody else looks at the deadline while the caller polls.
        let is_short = deadline.saturating_duration_since(Instant::now()) <= LONGEST;
        if is_short || !generation.keeper.watch(&shared) {
            shared.hand_over();
        }
        Self(shared)
    }
}

impl Future for Course {
    type Output = Ended;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Ended> {
        let shared = &self.0;
        if !shared.is_at_home() {
            shared.hand_over();
        }
        let attempt = shared.take();
        let mut work = match attempt {
            Attempt::Waits(work) => work,
            Attempt::IsPolled => return Poll::Pending,
            Attempt::Task(task) => return Poll::Ready(Ended::Task(task)),
        };
        match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
            Ok(Poll::Ready(outcome)) => return Poll::Ready(Ended::Outcome(outcome)),
            Ok(Poll::Pending) => {}
            // A runtime ends its tasks one after the other: the driver's may be gone before the keeper, and the driver
            // panics without them.
            Err(_) if shared.generation.has_no_runtime() => {
                return Poll::Ready(Ended::Outcome(Outcome::RuntimeEnded));
            }
            Err(panic) => resume_unwind(panic),
        }
        if shared.put(work, context.waker()) {
            shared.hand_over();
        }
        Poll::Pending
    }
}

impl Drop for Course {
    fn drop(&mut self) {
        let shared = &self.0;
        if shared.slot.is_noted() {
            shared.hand_over();
            return;
        }
        match shared.take() {
            Attempt::Waits(work) => {
                // What the driver cleans up, it does in tasks.
                let _entered = shared.generation.runtime.enter();
                drop(work);
            }
            Attempt::IsPolled => {}
            Attempt::Task(task) => task.abort(),
        }
    }
}

impl Shared {
    /// Moves the attempt to a task, unless it is there or is over; after its poll, if it is polled right now.
    pub(super) fn hand_over(self: &Arc<Self>) {
        let mut stage = self.lock();
        let work = match replace(&mut stage.attempt, Attempt::IsPolled) {
            Attempt::Waits(work) => work,
            other => {
                stage.attempt = other;
                stage.is_late = true;
                return;
            }
        };
        let shared = Arc::clone(self);
        let task = async move {
            let Self { generation, slot, deadline, needs_primary, .. } = &*shared;
            guarded(work, generation, slot, *deadline, *needs_primary).await
        };
        // A runtime that has ended drops the task here and now.
        let _entered = self.generation.runtime.enter();
        stage.attempt = Attempt::Task(self.generation.runtime.spawn(task.instrument(self.span.clone())));
        let caller = stage.caller.take();
        drop(stage);
        if let Some(caller) = caller {
            caller.wake();
        }
    }

    fn take(&self) -> Attempt {
        replace(&mut self.lock().attempt, Attempt::IsPolled)
    }

    /// Puts the attempt back after a poll: whether it is to be moved.
    fn put(&self, work: Work, caller: &Waker) -> bool {
        let mut stage = self.lock();
        stage.attempt = Attempt::Waits(work);
        match &mut stage.caller {
            Some(last) => last.clone_from(caller),
            None => stage.caller = Some(caller.clone()),
        }
        stage.is_late
    }

    /// Whether this is the runtime that the client lives on.
    fn is_at_home(&self) -> bool {
        Handle::try_current().is_ok_and(|current| current.id() == self.generation.runtime.id())
    }

    fn lock(&self) -> MutexGuard<'_, Stage> {
        self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use tokio::runtime::Builder;

    use super::*;
    use crate::engine::{Engine, reconnect};

    /// One poll, at home, of an attempt that panics, and that ends its runtime before if it is to.
    fn polled(ends: bool) -> Poll<Ended> {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let engine = Engine::builder("mongodb://127.0.0.1:9/").build().unwrap();
        let generation = runtime.block_on(reconnect::current(&engine.0)).unwrap();
        let home = runtime.handle().clone();
        let _entered = home.enter();
        let mut runtime = Some(runtime);
        let work = poll_fn(move |_| {
            if ends && let Some(runtime) = runtime.take() {
                runtime.shutdown_background();
            }
            panic!("what it counted on is gone")
        });
        let deadline = Instant::now() + LONGEST * 100;
        let mut course = Course::of(Box::pin(work), &generation, MemberSlot::default(), deadline, true);
        Pin::new(&mut course).poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn a_panic_by_the_end_of_the_runtime_is_its_end() {
        let ended = polled(true);
        assert!(matches!(ended, Poll::Ready(Ended::Outcome(Outcome::RuntimeEnded))));
    }

    #[test]
    fn any_other_panic_goes_on() {
        assert!(catch_unwind(|| polled(false)).is_err());
    }
}
