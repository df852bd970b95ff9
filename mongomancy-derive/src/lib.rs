//! The derives of mongomancy.

mod ast;
mod attr;
mod case;
mod check;
mod context;
mod expand;
mod fallback;
mod serde_name;
mod suggest;
mod symbol;
mod ty;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

use crate::{
    ast::{Derive, Input},
    context::Context,
};

/// Ties a struct to its collection.
#[proc_macro_derive(MongoCollection, attributes(collection, index, default_documents))]
pub fn derive_mongo_collection(input: TokenStream) -> TokenStream {
    derive(Derive::Collection, &parse_macro_input!(input as DeriveInput)).into()
}

/// Makes a struct an embedded document.
#[proc_macro_derive(MongoDocument, attributes(mongo, collection, index, default_documents))]
pub fn derive_mongo_document(input: TokenStream) -> TokenStream {
    derive(Derive::Document, &parse_macro_input!(input as DeriveInput)).into()
}

/// Reads, checks, expands; a struct with mistakes gets all of them at once.
fn derive(derive: Derive, item: &DeriveInput) -> proc_macro2::TokenStream {
    let cx = Context::new();
    let mut input = Input::read(&cx, derive, item);
    check::input(&cx, &mut input);
    let private = expand::krate::private(&input.attr);
    match cx.finish() {
        None => expand::input(&input, &private),
        Some(errors) => fallback::expand(&input, &private, &errors),
    }
}
