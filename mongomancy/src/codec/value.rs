//! The types that BSON has a form for. Where the stored type is another one than the usual, what serde makes of it goes.

mod array;
pub(super) mod binary;
mod by_serde;
mod character;
mod date_time;
mod floating;
mod integer;
pub(crate) mod map;
mod object_id;
mod option;
mod pointer;
mod raw;
pub(super) mod sequence;
mod text;
mod timestamp;
mod truth;
mod tuple;
mod unit;
mod untyped;
