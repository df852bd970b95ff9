//! How often a provider is asked, and a name resolved, that said nothing new before: pure.

use std::time::{Duration, Instant};

/// The first interval.
const BASE: Duration = Duration::from_millis(250);
/// The longest one.
const CAP: Duration = Duration::from_secs(10);

/// The time of the next question: intervals double up to the cap. They begin anew where nobody had to ask for a while.
#[derive(Debug, Default)]
pub(super) struct Pace {
    asked: u32,
    next: Option<Instant>,
}

impl Pace {
    pub(super) fn may_ask(&self, now: Instant) -> bool {
        self.next.is_none_or(|next| now >= next)
    }

    /// Notes a question, before its answer is there.
    pub(super) fn ask(&mut self, now: Instant) {
        if self.next.is_some_and(|next| now >= next + CAP) {
            self.asked = 0;
        }
        let interval = BASE.saturating_mul(1 << self.asked.min(16)).min(CAP);
        self.asked += 1;
        self.next = Some(now + interval);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_double_up_to_the_cap() {
        let start = Instant::now();
        let mut pace = Pace::default();
        assert!(pace.may_ask(start));
        for interval in [250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000] {
            pace.ask(start);
            assert!(!pace.may_ask(start + Duration::from_millis(interval - 1)), "{interval}");
            assert!(pace.may_ask(start + Duration::from_millis(interval)), "{interval}");
        }
    }

    #[test]
    fn after_a_quiet_time_they_begin_anew() {
        let start = Instant::now();
        let mut pace = Pace::default();
        for _ in 0..8 {
            pace.ask(start);
        }
        let later = start + CAP * 2;
        let mut hurried = Pace { ..pace };
        hurried.ask(start + CAP);
        assert!(!hurried.may_ask(start + CAP + BASE));
        pace.ask(later);
        assert!(pace.may_ask(later + BASE));
    }
}
