//! serde's attributes, on structs.

mod convert;
mod default;
mod flatten;
mod helper;
mod name;
mod nested;
mod skip;
mod tuple;
mod unknown;
mod with;
