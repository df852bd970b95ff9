//! Filters, updates and their like that the compiler checks: pure, no I/O.

pub mod accumulator;
mod assignment;
mod enter;
pub mod expression;
mod filter;
mod operators;
mod path;
mod pipeline;
mod sort;
mod stored_as;
mod value;

pub use self::{
    assignment::{Assignment, Computes},
    enter::{Elements, Enter, Entries, Fields},
    filter::Filter,
    path::{
        Path,
        codec::{ByField, Element, Entry, Own, StoredField, ValueCodec},
        container::{Mapping, Sequence},
        path_to::PathTo,
        place::{Fixed, Itself, Keyed, Place},
        place_of,
    },
    pipeline::{Facet, IntoPipeline, Joins, Pipeline},
    sort::Sort,
    value::IntoValue,
};
