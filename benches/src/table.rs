//! Results as people read them.

use std::fmt::Write;

use crate::summary::Summary;

const HEAD: [&str; 8] = ["work", "ours", "driver", "unit", "ratio", "paired", "bar", ""];

/// The results in aligned columns; `paired` is the median of the ratios of each round.
pub(crate) fn table(summaries: &[Summary]) -> String {
    let mut lines = vec![HEAD.map(str::to_owned)];
    lines.extend(summaries.iter().map(|summary| {
        [
            summary.work.clone(),
            figure(summary.ours),
            figure(summary.driver),
            summary.unit.to_owned(),
            format!("{:.3}", summary.ratio()),
            format!("{:.3}", summary.paired),
            format!("{:.2}", summary.bar),
            if summary.keeps_bar() { String::new() } else { "missed".to_owned() },
        ]
    }));
    let widths: [usize; HEAD.len()] =
        std::array::from_fn(|column| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default());
    let mut table = String::new();
    for line in &lines {
        let mut row = String::new();
        for (column, (cell, width)) in line.iter().zip(widths).enumerate() {
            // Words begin, numbers end where the column does.
            let _ = match column {
                0 | 3 | 7 => write!(row, "{cell:<width$}  "),
                _ => write!(row, "{cell:>width$}  "),
            };
        }
        table.push_str(row.trim_end());
        table.push('\n');
    }
    table
}

/// A number with as many decimals as tell something.
pub(crate) fn figure(value: f64) -> String {
    if value.abs() < 1.0 { format!("{value:.4}") } else { format!("{value:.2}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::Better;

    #[test]
    fn columns_are_aligned_and_what_misses_its_bar_says_so() {
        let summary = |work: &str, ours| Summary {
            work: work.into(),
            ours,
            driver: 100.0,
            unit: "us",
            paired: 1.01,
            better: Better::Lower,
            bar: 1.05,
        };
        let expected = "\
work          ours  driver  unit  ratio  paired   bar
find_one    104.00  100.00  us    1.040   1.010  1.05
insert_one  106.00  100.00  us    1.060   1.010  1.05  missed
";
        assert_eq!(table(&[summary("find_one", 104.0), summary("insert_one", 106.0)]), expected);
    }

    #[test]
    fn small_numbers_have_more_decimals() {
        assert_eq!([0.0123, -0.5, 1.0, 104.126].map(figure), ["0.0123", "-0.5000", "1.00", "104.13"]);
    }
}
