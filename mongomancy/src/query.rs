//! Filters, updates and their like that the compiler checks: pure, no I/O.

mod enter;
mod filter;
mod operators;
mod path;
mod stored_as;
mod update;
mod value;

pub use self::{
    enter::{Elements, Enter, Entries, Fields},
    filter::Filter,
    path::{
        Path,
        codec::{ByField, Element, Entry, MayBeMissing, Own, StoredField, ValueCodec},
        container::{Growable, Mapping, Sequence},
        place::{Fixed, Itself, Keyed, Place},
        place_of,
    },
    update::{Patch, PushEach, Update},
    value::IntoValue,
};
