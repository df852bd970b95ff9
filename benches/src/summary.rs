//! What the rounds of one piece of work come to.

use std::time::Duration;

use crate::measure::{Round, Took};

/// One piece of work in one unit, by both sides.
#[derive(Debug)]
pub(crate) struct Summary {
    pub(crate) work: String,
    /// The median of our rounds.
    pub(crate) ours: f64,
    /// The median of the driver's rounds.
    pub(crate) driver: f64,
    pub(crate) unit: &'static str,
    /// The median of the ratios of each round.
    pub(crate) paired: f64,
    pub(crate) better: Better,
    /// The ratio that ours is to keep.
    pub(crate) bar: f64,
}

/// Which way is the better one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Better {
    Lower,
}

impl Summary {
    /// The times of a call that `took` picks from each round, in microseconds.
    pub(crate) fn of_times(work: String, rounds: &[Round], took: impl Fn(&Took) -> Duration, bar: f64) -> Self {
        let micros = |took: Duration| took.as_secs_f64() * 1e6;
        let pairs: Vec<(f64, f64)> =
            rounds.iter().map(|round| (micros(took(&round.ours)), micros(took(&round.driver)))).collect();
        Self {
            work,
            ours: median(pairs.iter().map(|(ours, _)| *ours)),
            driver: median(pairs.iter().map(|(_, driver)| *driver)),
            unit: "us",
            paired: median(pairs.iter().map(|(ours, driver)| ours / driver)),
            better: Better::Lower,
            bar,
        }
    }

    /// The ratio of the medians.
    pub(crate) fn ratio(&self) -> f64 {
        self.ours / self.driver
    }

    pub(crate) fn keeps_bar(&self) -> bool {
        match self.better {
            Better::Lower => self.ratio() <= self.bar,
        }
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_the_middle_one_or_between_the_two() {
        for (values, expected) in [(&[3.0, 1.0, 2.0][..], 2.0), (&[4.0, 1.0, 2.0, 3.0], 2.5), (&[7.0], 7.0)] {
            assert!((median(values.iter().copied()) - expected).abs() < f64::EPSILON, "{values:?}");
        }
    }

    #[test]
    fn one_disturbed_round_decides_nothing() {
        let took = |micros| Took { wall: Duration::from_micros(micros), cpu: Duration::ZERO };
        let rounds =
            [(110, 100), (900, 100), (110, 100)].map(|(ours, driver)| Round { ours: took(ours), driver: took(driver) });
        let summary = Summary::of_times("find".into(), &rounds, |took| took.wall, 1.05);
        assert!((summary.ratio() - 1.1).abs() < 1e-9 && (summary.paired - 1.1).abs() < 1e-9, "{summary:?}");
        assert!(!summary.keeps_bar());
    }
}
