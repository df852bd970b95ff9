//! The contract as a table: what goes wrong, when it does, and what must come of a call then.
//!
//! The tests of `failover/fail_point_table` hold the engine against it, and `docs/guarantees.md` publishes it.

mod code;
mod document;
mod row;
mod table;

pub use self::{
    code::name,
    document::{parts, updated},
    row::{Class, Failure, Group, Kind, Outcome, When},
    table::{CURSORS, CursorGroup, TABLE},
};
