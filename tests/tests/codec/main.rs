//! What is written and read, held against serde: the same bytes, the same values, and errors where it has errors.
//!
//! Each type goes through the same families of documents (`family/`): valid ones, fields in another order, missing, extra
//! and twice, every kind of value in every place, arrays for documents, broken bytes. `PROPTEST_CASES` asks for more.

#![allow(clippy::unwrap_used, reason = "a test's helpers fail the test")]
#![allow(dead_code, reason = "fields that are not stored are only shown")]
#![allow(clippy::trivially_copy_pass_by_ref, clippy::ref_option, reason = "serde hands references to functions")]

use std::alloc::System;

use cap::Cap;

/// All of these tests together get along with less; a length that lies asks for more, and ends them.
const LIMIT: usize = 256 << 20;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, LIMIT);

mod attribute;
mod check;
mod corpus;
mod depth;
mod family;
mod field;
mod sample;
mod subject;
mod tree;
mod validated;
mod variant;
