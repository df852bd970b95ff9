//! Filters, updates and their like that the compiler checks: pure, no I/O.

mod bson_type;
mod enter;
mod filter;
mod geo;
mod operators;
mod path;
mod stored_as;
mod text_search;
mod value;

pub use self::{
    bson_type::BsonType,
    enter::{Elements, Enter, Entries, Fields},
    filter::Filter,
    geo::{Area, Geometry, Near},
    path::{
        Path,
        codec::{ByField, Element, Entry, Own, StoredField, ValueCodec},
        container::{Mapping, Sequence},
        place::{Fixed, Itself, Keyed, Place},
        place_of,
    },
    stored_as::{StoredAsInteger, StoredAsItself, StoredAsNumber, StoredAsText, StoredWithBits},
    text_search::TextSearch,
    value::IntoValue,
};
