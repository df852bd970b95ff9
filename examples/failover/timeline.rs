//! How many calls ended when: counts for each 100 ms.

use std::{ops::AddAssign, time::Duration};

/// How many counts a second has.
pub(crate) const SLOTS_A_SECOND: u32 = 10;

/// What ended within one slot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) acknowledged: u32,
    pub(crate) errors: u32,
}

/// The counts of a run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Timeline {
    slots: Vec<Slot>,
    last_success: Duration,
    longest_gap: Duration,
}

impl Timeline {
    /// Counts a call that ended `at` this time after the start.
    pub(crate) fn record(&mut self, at: Duration, succeeded: bool) {
        let slot = usize::try_from(at.as_millis() * u128::from(SLOTS_A_SECOND) / 1000).unwrap_or(usize::MAX - 1);
        if self.slots.len() <= slot {
            self.slots.resize(slot + 1, Slot::default());
        }
        if succeeded {
            self.slots[slot].acknowledged += 1;
            self.longest_gap = self.longest_gap.max(at.saturating_sub(self.last_success));
            self.last_success = self.last_success.max(at);
        } else {
            self.slots[slot].errors += 1;
        }
    }

    /// The counts from the start on.
    pub(crate) fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// What ended within the `second`th second, from 1.
    pub(crate) fn second(&self, second: u64) -> Slot {
        let first = (second - 1) * u64::from(SLOTS_A_SECOND);
        let skipped = usize::try_from(first).unwrap_or(usize::MAX);
        let mut sum = Slot::default();
        self.slots.iter().skip(skipped).take(SLOTS_A_SECOND as usize).for_each(|slot| sum += *slot);
        sum
    }

    /// The longest time without an acknowledged call.
    pub(crate) fn longest_gap(&self) -> Duration {
        self.longest_gap
    }
}

impl AddAssign for Slot {
    fn add_assign(&mut self, other: Self) {
        self.acknowledged += other.acknowledged;
        self.errors += other.errors;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_where_they_end() {
        let mut timeline = Timeline::default();
        for (millis, succeeded) in [(0, true), (99, true), (100, false), (1_950, true), (2_000, true)] {
            timeline.record(Duration::from_millis(millis), succeeded);
        }
        assert_eq!(timeline.slots().len(), 21);
        assert_eq!(timeline.slots()[0], Slot { acknowledged: 2, errors: 0 });
        assert_eq!(timeline.slots()[1], Slot { acknowledged: 0, errors: 1 });
        assert_eq!(timeline.second(1), Slot { acknowledged: 2, errors: 1 });
        assert_eq!(timeline.second(2), Slot { acknowledged: 1, errors: 0 });
        assert_eq!(timeline.second(4), Slot::default());
        assert_eq!(timeline.longest_gap(), Duration::from_millis(1_851));
    }
}
