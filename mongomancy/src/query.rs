//! Filters, updates and their like that the compiler checks: pure, no I/O.

mod enter;
mod filter;
mod operators;
mod path;
mod stored_as;
mod value;

pub use self::{
    enter::{Elements, Enter, Entries, Fields},
    filter::Filter,
    path::{
        Path,
        codec::{ByField, Element, Entry, Own, StoredField, ValueCodec},
        container::{Mapping, Sequence},
        place::{Fixed, Itself, Keyed, Place},
        place_of,
    },
    value::IntoValue,
};
