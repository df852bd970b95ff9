//! The same for types of other crates, which the tests' own crate does not know: `tests/choice` runs it, with the features
//! for them.

#![allow(clippy::unwrap_used, reason = "a test's helpers fail the test")]
#![allow(dead_code, reason = "what is shared with the other binary is not all of use here")]

mod check;
mod family;
mod foreign_helper;
mod sample;
mod subject;
mod tree;
mod validated;
