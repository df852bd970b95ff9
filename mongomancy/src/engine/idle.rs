//! The sessions that nobody has, and which of them is had next: pure.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// How many are kept, of the free and of the busy ones each.
const MAX_IDLE: usize = 1024;

/// Sessions in the order in which they came back.
pub(super) struct Idle<S> {
    free: VecDeque<(S, Instant)>,
    /// Those in which a server may still run a numbered write: it would have the next one wait. They are kept here, not
    /// given up, since the driver would hand them out as new ones.
    busy: VecDeque<(S, Instant)>,
    is_closed: bool,
}

impl<S> Default for Idle<S> {
    fn default() -> Self {
        Self { free: VecDeque::new(), busy: VecDeque::new(), is_closed: false }
    }
}

impl<S> Idle<S> {
    /// The free session used last. Those that waited too long are given up; the busy ones of them are long done.
    pub(super) fn take(&mut self, max_idle_time: Duration) -> Option<S> {
        for sessions in [&mut self.free, &mut self.busy] {
            while sessions.front().is_some_and(|(_, since)| since.elapsed() >= max_idle_time) {
                sessions.pop_front();
            }
        }
        self.free.pop_back().map(|(session, _)| session)
    }

    /// Keeps a session, unless there are enough. Of too many busy ones the first is given up: it is the likeliest to be
    /// done.
    pub(super) fn give_back(&mut self, session: S, is_busy: bool) {
        if self.is_closed {
            return;
        }
        let sessions = if is_busy { &mut self.busy } else { &mut self.free };
        if sessions.len() >= MAX_IDLE {
            if !is_busy {
                return;
            }
            sessions.pop_front();
        }
        sessions.push_back((session, Instant::now()));
    }

    /// Keeps no session any more; gives those that it has.
    pub(super) fn close(&mut self) -> impl Sized + use<S> {
        *self = Self { is_closed: true, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(3600);

    #[test]
    fn a_busy_one_is_had_by_nobody() {
        let mut idle = Idle::default();
        for (session, is_busy) in [(1, false), (2, true), (3, false), (4, true)] {
            idle.give_back(session, is_busy);
        }
        assert_eq!([(); 3].map(|()| idle.take(LONG)), [Some(3), Some(1), None]);
    }

    #[test]
    fn those_that_waited_too_long_are_given_up() {
        let mut idle = Idle::default();
        idle.give_back(1, false);
        idle.give_back(2, true);
        assert_eq!(idle.take(Duration::ZERO), None);
        assert!(idle.free.is_empty() && idle.busy.is_empty());
    }

    #[test]
    fn neither_kind_grows_without_end() {
        let mut idle = Idle::default();
        for session in 0..3 * MAX_IDLE {
            idle.give_back(session, true);
            idle.give_back(session, false);
        }
        assert_eq!((idle.free.len(), idle.busy.len()), (MAX_IDLE, MAX_IDLE));
        assert_eq!(idle.busy.front().map(|(session, _)| *session), Some(2 * MAX_IDLE));
    }

    #[test]
    fn a_closed_one_keeps_none() {
        let mut idle = Idle::default();
        idle.give_back(1, false);
        drop(idle.close());
        for is_busy in [false, true] {
            idle.give_back(2, is_busy);
        }
        assert!(idle.take(LONG).is_none() && idle.busy.is_empty());
    }
}
