//! What the rounds of one piece of work come to.

use std::time::Duration;

use crate::measure::{Round, Took};

/// One piece of work in one unit, by both sides.
#[derive(Debug)]
pub(crate) struct Summary {
    pub(crate) work: String,
    /// The median of our rounds.
    pub(crate) ours: f64,
    /// The median of the driver's rounds, or of what the work is held against.
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
    Higher,
}

/// What a time is told in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unit {
    name: &'static str,
    /// How many of it are a second.
    in_a_second: f64,
}

impl Unit {
    pub(crate) const MICROS: Self = Self { name: "us", in_a_second: 1e6 };
    pub(crate) const MILLIS: Self = Self { name: "ms", in_a_second: 1e3 };

    /// Nanoseconds of one of the `count` equal parts of the work.
    pub(crate) fn nanos_of_each(count: u32) -> Self {
        Self { name: "ns", in_a_second: 1e9 / f64::from(count) }
    }
}

impl Summary {
    /// The times that `took` picks from each round.
    pub(crate) fn of_times(
        work: impl Into<String>,
        rounds: &[Round],
        took: impl Fn(&Took) -> Duration,
        unit: Unit,
        bar: f64,
    ) -> Self {
        let in_unit = |took: Duration| took.as_secs_f64() * unit.in_a_second;
        let pairs = rounds.iter().map(|round| (in_unit(took(&round.ours)), in_unit(took(&round.driver))));
        Self::of_pairs(work, pairs, unit.name, Better::Lower, bar)
    }

    /// What each round comes to in megabytes a second, if it works through so many.
    pub(crate) fn of_rates(work: impl Into<String>, rounds: &[Round], megabytes: f64, bar: f64) -> Self {
        let rate = |took: &Took| megabytes / took.wall.as_secs_f64();
        let pairs = rounds.iter().map(|round| (rate(&round.ours), rate(&round.driver)));
        Self::of_pairs(work, pairs, "MB/s", Better::Higher, bar)
    }

    /// What ours and the other side came to in each round.
    pub(crate) fn of_pairs(
        work: impl Into<String>,
        pairs: impl IntoIterator<Item = (f64, f64)>,
        unit: &'static str,
        better: Better,
        bar: f64,
    ) -> Self {
        let pairs: Vec<(f64, f64)> = pairs.into_iter().collect();
        Self {
            work: work.into(),
            ours: median(pairs.iter().map(|(ours, _)| *ours)),
            driver: median(pairs.iter().map(|(_, driver)| *driver)),
            unit,
            paired: median(pairs.iter().map(|(ours, driver)| ours / driver)),
            better,
            bar,
        }
    }

    /// The geometric mean of several, which have one unit.
    pub(crate) fn mean_of(summaries: &[Self], bar: f64) -> Option<Self> {
        let first = summaries.first()?;
        let mean = |value: fn(&Self) -> f64| geometric_mean(summaries.iter().map(value));
        Some(Self {
            work: "geometric mean".to_owned(),
            ours: mean(|summary| summary.ours),
            driver: mean(|summary| summary.driver),
            unit: first.unit,
            paired: mean(|summary| summary.paired),
            better: first.better,
            bar,
        })
    }

    /// The ratio of the medians.
    pub(crate) fn ratio(&self) -> f64 {
        self.ours / self.driver
    }

    pub(crate) fn keeps_bar(&self) -> bool {
        match self.better {
            Better::Lower => self.ratio() <= self.bar,
            Better::Higher => self.ratio() >= self.bar,
        }
    }
}

fn geometric_mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value.ln(), count + 1.0));
    (sum / count).exp()
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
        let summary = Summary::of_times("find", &rounds, |took| took.wall, Unit::MICROS, 1.05);
        assert!((summary.ratio() - 1.1).abs() < 1e-9 && (summary.paired - 1.1).abs() < 1e-9, "{summary:?}");
        assert!(!summary.keeps_bar());
    }
    #[test]
    fn of_rates_the_higher_is_better() {
        let took = |millis| Took { wall: Duration::from_millis(millis), cpu: Duration::ZERO };
        let rounds = |ours| [Round { ours: took(ours), driver: took(100) }];
        let slower = Summary::of_rates("update", &rounds(110), 5.0, 0.97);
        assert!((slower.driver - 50.0).abs() < 1e-9 && (slower.ratio() - 1.0 / 1.1).abs() < 1e-9, "{slower:?}");
        assert!(!slower.keeps_bar());
        assert!(Summary::of_rates("update", &rounds(90), 5.0, 0.97).keeps_bar());
    }

    #[test]
    fn half_as_fast_and_twice_as_fast_are_even_in_the_mean() {
        let summary = |ours| Summary::of_pairs("find", [(ours, 10.0)], "MB/s", Better::Higher, 0.97);
        let mean = Summary::mean_of(&[summary(5.0), summary(20.0)], 1.0).unwrap();
        assert!((mean.ratio() - 1.0).abs() < 1e-9 && (mean.paired - 1.0).abs() < 1e-9, "{mean:?}");
        assert!((mean.ours - 10.0).abs() < 1e-9, "{mean:?}");
        assert!(Summary::mean_of(&[], 1.0).is_none());
    }

    #[test]
    fn a_time_is_told_for_each_part() {
        let took = Took { wall: Duration::from_micros(30), cpu: Duration::ZERO };
        let round = [Round { ours: took, driver: took }];
        let summary = Summary::of_times("decode", &round, |took| took.wall, Unit::nanos_of_each(100), 0.25);
        assert!((summary.ours - 300.0).abs() < 1e-9 && summary.unit == "ns", "{summary:?}");
    }
}
