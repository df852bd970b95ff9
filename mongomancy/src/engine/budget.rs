//! How many repeats all calls of an engine may make together.
//!
//! A limit on each call's attempts does not protect a server: a thousand callers that repeat at once are a storm all
//! the same. The bucket holds tokens, each repeat takes one, and when none is left the repeat waits for the next: calls
//! get slower, they do not fail.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How many repeats may come at once.
const CAPACITY: f64 = 1000.0;
/// How many tokens come back in a second.
const REFILL: f64 = 500.0;

pub(super) struct Budget {
    bucket: Mutex<Bucket>,
}

struct Bucket {
    /// Below zero: tokens that are promised to repeats which wait; never more than half a second's, so that a debt of
    /// callers who gave up meanwhile does not hold up those who come after.
    tokens: f64,
    filled: Instant,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { bucket: Mutex::new(Bucket { tokens: CAPACITY, filled: Instant::now() }) }
    }

    /// Takes a token; answers how long to wait for it.
    pub(super) fn take(&self) -> Duration {
        self.bucket.lock().unwrap_or_else(PoisonError::into_inner).take(Instant::now())
    }
}

impl Bucket {
    fn take(&mut self, now: Instant) -> Duration {
        let passed = now.saturating_duration_since(self.filled).as_secs_f64();
        self.tokens = ((self.tokens + passed * REFILL).min(CAPACITY) - 1.0).max(-REFILL / 2.0);
        self.filled = now;
        Duration::from_secs_f64((-self.tokens).max(0.0) / REFILL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_beyond_the_capacity_wait_their_turn() {
        let start = Instant::now();
        let mut bucket = Bucket { tokens: CAPACITY, filled: start };
        for _ in 0..1000 {
            assert_eq!(bucket.take(start), Duration::ZERO);
        }
        assert_eq!(bucket.take(start), Duration::from_millis(2));
        assert_eq!(bucket.take(start), Duration::from_millis(4));
        // Two tokens are owed; a second later 498 are there.
        let later = start + Duration::from_secs(1);
        assert_eq!((0..498).map(|_| bucket.take(later)).max(), Some(Duration::ZERO));
        assert!(bucket.take(later) > Duration::ZERO);
        // However many ask, none waits longer than half a second, nor leaves a longer wait behind.
        let longest = (0..10_000).map(|_| bucket.take(later)).max();
        assert_eq!(longest, Some(Duration::from_millis(500)));
        assert_eq!(bucket.take(later + Duration::from_millis(502)), Duration::ZERO);
    }
}
