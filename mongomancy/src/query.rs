//! Filters, updates and their like that the compiler checks: pure, no I/O.

mod enter;
mod filter;
mod operators;
mod path;
pub(crate) mod projection;
mod sort;
mod stored_as;
mod value;

pub(crate) use self::projection::{Selection, projection_of};
pub use self::{
    enter::{Elements, Enter, Entries, Fields},
    filter::Filter,
    path::{
        Path,
        codec::{ByField, Element, Entry, Own, StoredField, ValueCodec, unreadable},
        container::{Mapping, Sequence},
        place::{Fixed, Itself, Keyed, Place},
        place_of,
    },
    projection::{IntoPaths, Projection},
    sort::Sort,
    value::IntoValue,
};
