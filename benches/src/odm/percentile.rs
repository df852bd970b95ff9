//! The percentiles that the benchmark asks to record, beside the median that counts.

use std::{fmt::Write, time::Duration};

use crate::measure::Round;

const PERCENTILES: [usize; 8] = [10, 25, 50, 75, 90, 95, 98, 99];

/// The head of the table that [`rows`] fills, in milliseconds of an iteration.
pub(super) fn head() -> String {
    let names: String = PERCENTILES.iter().fold(String::new(), |mut names, percentile| {
        let _ = write!(names, " p{percentile} |");
        names
    });
    format!("| ms an iteration | side | n |{names}\n|---|---|--:|{}\n", "--:|".repeat(PERCENTILES.len()))
}

/// The rows of one task, ours and the driver's.
pub(super) fn rows(task: &str, rounds: &[Round]) -> String {
    let of = |side: &str, times: Vec<Duration>| {
        let mut row = format!("| {task} | {side} | {} |", times.len());
        for time in percentiles(times) {
            let _ = write!(row, " {:.1} |", time.as_secs_f64() * 1e3);
        }
        row + "\n"
    };
    of("ours", rounds.iter().map(|round| round.ours.wall).collect())
        + &of("driver", rounds.iter().map(|round| round.driver.wall).collect())
}

/// The nearest ranks, as the benchmark counts them.
fn percentiles(mut times: Vec<Duration>) -> [Duration; PERCENTILES.len()] {
    times.sort_unstable();
    PERCENTILES.map(|percentile| {
        let rank = (times.len() * percentile / 100).saturating_sub(1);
        times.get(rank).copied().unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_the_nearest_rank() {
        let times = |count| (1..=count).rev().map(Duration::from_millis).collect();
        let millis = |count| percentiles(times(count)).map(|time| time.as_millis());
        assert_eq!(millis(100), [10, 25, 50, 75, 90, 95, 98, 99]);
        assert_eq!(millis(7), [1, 1, 3, 5, 6, 6, 6, 6], "the lowest stands for those below it");
    }
}
