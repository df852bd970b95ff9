//! The rules that take more than one attribute.

mod collection;
mod default_document;
mod document;
mod index;
mod path;
pub(crate) mod projection;
mod schema;
mod serde;
pub(crate) mod shape;

use crate::{
    ast::{Derive, Input},
    context::Context,
};

/// Reports everything that is wrong with the struct as a whole.
pub(crate) fn input(cx: &Context, input: &mut Input<'_>) {
    serde::all(cx, input);
    document::stored_names(cx, input);
    document::unknown_fields(cx, input);
    schema::all(cx, input);
    if input.derive == Derive::Collection {
        document::generated_id(cx, input);
        document::array_id(cx, input);
        document::forgotten_id(cx, input);
        index::each(cx, input);
        index::twice(cx, input);
        index::number(cx, input);
        default_document::all(cx, input);
        collection::all(cx, input);
    }
}
