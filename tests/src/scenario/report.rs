//! What the long form shows: a table, line by line as the scenarios end, and as Markdown where a file is named.

use std::{
    env, fs,
    sync::{Mutex, PoisonError},
};

use super::outcome::Outcome;
use crate::load::Kind;

/// Names the file for the table.
const FILE: &str = "MONGOMANCY_SOAK_REPORT";

const HEAD: &str = "\
| scenario | errors | the driver's | longest gap | the driver's | acknowledged | the driver's |
|---|--:|--:|--:|--:|--:|--:|
";

/// The lines so far.
static ROWS: Mutex<String> = Mutex::new(String::new());

/// Shows what came of the scenario `name`. The short form has nothing to compare, and shows nothing.
pub(super) fn show(name: &str, outcome: &Outcome) -> std::io::Result<()> {
    let (ours, Some(bare)) = (&outcome.ours, &outcome.bare) else { return Ok(()) };
    let ((gap, _), (bare_gap, _)) = (ours.longest_gap(outcome.fault), bare.longest_gap(outcome.fault));
    let row = format!(
        "| {name} | {} | {} | {:.1} s | {:.1} s | {} | {} |\n",
        ours.errors(),
        bare.errors(),
        gap.as_secs_f64(),
        bare_gap.as_secs_f64(),
        ours.acknowledged(&Kind::ALL),
        bare.acknowledged(&Kind::ALL),
    );
    let mut rows = ROWS.lock().unwrap_or_else(PoisonError::into_inner);
    if rows.is_empty() {
        print!("\n{HEAD}");
    }
    print!("{row}");
    rows.push_str(&row);
    match env::var_os(FILE) {
        Some(file) => fs::write(file, format!("{HEAD}{rows}")),
        None => Ok(()),
    }
}
