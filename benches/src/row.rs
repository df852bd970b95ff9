//! A result as other programs read it.

use serde::Serialize;

use crate::summary::{Better, Summary};

#[derive(Debug, Serialize)]
pub(crate) struct Row<'a> {
    work: &'a str,
    ours: f64,
    driver: f64,
    unit: &'a str,
    ratio: f64,
    better: &'a str,
    bar: f64,
}

impl<'a> Row<'a> {
    pub(crate) fn of(summary: &'a Summary) -> Self {
        let better = match summary.better {
            Better::Lower => "lower",
            Better::Higher => "higher",
        };
        Self {
            work: &summary.work,
            ours: summary.ours,
            driver: summary.driver,
            unit: summary.unit,
            ratio: summary.ratio(),
            better,
            bar: summary.bar,
        }
    }
}
