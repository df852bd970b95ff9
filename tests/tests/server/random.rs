//! Random filters and updates against a plain evaluation in memory, and against `doc!`.

mod change;
mod condition;
mod filters;
mod numbers;
mod thing;
mod updates;
