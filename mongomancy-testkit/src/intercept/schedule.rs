//! Which of the commands that are meant are met: decisions only.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

#[derive(Clone, Debug, Default)]
pub(super) struct Schedule {
    /// How many pass first.
    pub(super) skip: u32,
    /// How many are met at most.
    pub(super) times: Option<u32>,
    /// A seed, and one in how many is met.
    pub(super) random: Option<(u64, u32)>,
}

/// A schedule on its way.
pub(super) struct Picker {
    skip: u32,
    left: Option<u32>,
    random: Option<Random>,
}

struct Random {
    generator: StdRng,
    every: u32,
    /// How many commands remain, with the one to be met.
    gap: u32,
}

impl Picker {
    pub(super) fn new(schedule: &Schedule) -> Self {
        let random = schedule.random.map(|(seed, every)| {
            let mut random = Random { generator: StdRng::seed_from_u64(seed), every, gap: 0 };
            random.draw();
            random
        });
        Self { skip: schedule.skip, left: schedule.times, random }
    }

    /// Whether the next command is met.
    pub(super) fn pick(&mut self) -> bool {
        if self.left == Some(0) {
            return false;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        if self.random.as_mut().is_some_and(|random| !random.pick()) {
            return false;
        }
        self.left = self.left.map(|left| left - 1);
        true
    }

    /// A lot; always the same where nothing is random.
    pub(super) fn toss(&mut self) -> bool {
        self.random.as_mut().is_some_and(|random| random.generator.random())
    }
}

impl Random {
    fn pick(&mut self) -> bool {
        self.gap -= 1;
        let met = self.gap == 0;
        if met {
            self.draw();
        }
        met
    }

    /// Even between 1 and twice the average.
    fn draw(&mut self) {
        self.gap = self.generator.random_range(1..=self.every.saturating_mul(2).saturating_sub(1).max(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picked(schedule: &Schedule, commands: usize) -> Vec<usize> {
        let mut picker = Picker::new(schedule);
        (1..=commands).filter(|_| picker.pick()).collect()
    }

    #[test]
    fn it_skips_and_counts() {
        let table = [
            (0, None, vec![1, 2, 3, 4, 5]),
            (2, None, vec![3, 4, 5]),
            (0, Some(2), vec![1, 2]),
            (1, Some(3), vec![2, 3, 4]),
            (9, Some(1), vec![]),
            (0, Some(0), vec![]),
        ];
        for (skip, times, expected) in table {
            assert_eq!(picked(&Schedule { skip, times, random: None }, 5), expected, "{skip} {times:?}");
        }
    }

    #[test]
    fn a_seed_says_it_all() {
        let random = |seed| Schedule { random: Some((seed, 10)), ..Schedule::default() };
        let (once, again, other) = (picked(&random(1), 10_000), picked(&random(1), 10_000), picked(&random(2), 10_000));
        assert_eq!(once, again);
        assert_ne!(once, other);
        assert!((800..1200).contains(&once.len()), "{}", once.len());
        let mut picker = Picker::new(&random(1));
        let tosses = (0..1_000).filter(|_| picker.toss()).count();
        assert!((300..700).contains(&tosses), "{tosses}");
        assert_eq!(picked(&Schedule { skip: 3, times: Some(2), random: Some((1, 1)) }, 9), [4, 5]);
    }
}
