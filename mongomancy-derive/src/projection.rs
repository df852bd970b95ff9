//! A projection as its derive sees it, and what is wrong with it by itself.

use proc_macro2::TokenStream;
use syn::{DeriveInput, Ident, Path, Type, ext::IdentExt};

use crate::{
    ast,
    attr::{
        path::FieldPath,
        projection::{ProjectionAttr, path_of_field},
    },
    check,
    context::Context,
    expand::{self, krate},
};

/// A struct that reads a part of a model's documents.
pub(crate) struct Projection<'a> {
    pub(crate) item: &'a DeriveInput,
    pub(crate) attr: ProjectionAttr,
    pub(crate) parts: Vec<Part<'a>>,
}

/// One field of it.
pub(crate) struct Part<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
    /// Where it is in the model.
    pub(crate) path: FieldPath,
}

impl<'a> Projection<'a> {
    fn read(cx: &Context, item: &'a DeriveInput) -> Self {
        let parts = ast::named(item).into_iter().flatten().filter_map(|field| {
            let ident = field.ident.as_ref()?;
            let path = path_of_field(cx, &field.attrs).unwrap_or_else(|| FieldPath::Rust(vec![ident.clone()]));
            Some(Part { ident, ty: &field.ty, path })
        });
        Self { item, attr: ProjectionAttr::parse(cx, &item.attrs), parts: parts.collect() }
    }

    /// Its name, for messages.
    pub(crate) fn name(&self) -> String {
        self.item.ident.unraw().to_string()
    }

    /// The type of the documents, if it is said.
    pub(crate) fn model(&self) -> Option<&Type> {
        self.attr.of.get()
    }
}

/// Reads, checks, expands.
pub(crate) fn derive(item: &DeriveInput) -> TokenStream {
    let cx = Context::new();
    let projection = Projection::read(&cx, item);
    check::projection::projection(&cx, &projection);
    let private: Path = krate::private(projection.attr.krate.get());
    match cx.finish() {
        None => expand::projection::expand(&projection, &private),
        Some(errors) => {
            let stub = expand::projection::stub(&projection, &private);
            quote::quote!(#errors #stub)
        }
    }
}
