//! Filters, updates and their like that the compiler checks: pure, no I/O.

pub mod accumulator;
mod assignment;
mod bson_type;
mod collision;
mod enter;
pub mod expression;
mod filter;
mod geo;
mod operators;
mod path;
mod pipeline;
pub(crate) mod projection;
mod sort;
mod stored_as;
mod text_search;
mod update;
mod value;

pub(crate) use self::projection::{Selection, projection_of};
pub use self::{
    assignment::{Assignment, Computes},
    bson_type::BsonType,
    enter::{Elements, Enter, Entries, Fields},
    filter::Filter,
    geo::{Area, Geometry, Near},
    path::{
        Path,
        codec::{ByField, Element, Entry, MayBeMissing, Own, StoredField, ValueCodec, unreadable},
        container::{Growable, Mapping, Sequence},
        path_to::PathTo,
        place::{Fixed, Itself, Keyed, Place},
        place_of,
    },
    pipeline::{Facet, IntoPipeline, Joins, Pipeline},
    projection::{IntoPaths, Projection},
    sort::Sort,
    stored_as::{StoredAsInteger, StoredAsItself, StoredAsNumber, StoredAsText, StoredWithBits},
    text_search::TextSearch,
    update::{Patch, PushEach, Update},
    value::IntoValue,
};
