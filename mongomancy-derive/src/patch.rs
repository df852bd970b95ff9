//! `#[derive(Patch)]`: a struct that changes some fields of a collection's documents.

mod attr;
mod expand;
mod field;

use proc_macro2::TokenStream;
use syn::{Data, DeriveInput, Fields};

use self::{attr::PatchAttr, field::PatchField};
use crate::{context::Context, expand::krate};

/// Reads, checks, expands. Fields without a mistake are checked by the compiler even where others have one.
pub(crate) fn derive(item: &DeriveInput) -> TokenStream {
    let cx = Context::new();
    let attr = PatchAttr::parse(&cx, item);
    let fields = fields(&cx, item);
    let private = krate::private(attr.krate.get());
    let patch = expand::expand(item, &attr, &fields, &private);
    match cx.finish() {
        None => patch,
        Some(errors) => quote::quote!(#errors #patch),
    }
}

/// The fields that are sound.
fn fields<'a>(cx: &Context, item: &'a DeriveInput) -> Vec<PatchField<'a>> {
    let Data::Struct(data) = &item.data else {
        cx.error(&item.ident, "a patch is a struct: each of its fields is set where it is `Some`");
        return Vec::new();
    };
    let Fields::Named(named) = &data.fields else {
        cx.error(&item.ident, "a patch has named fields: they say which fields of the documents are meant");
        return Vec::new();
    };
    let mut fields = Vec::new();
    for field in &named.named {
        let Some(field) = PatchField::parse(cx, field) else { continue };
        match fields.iter().find(|other: &&PatchField<'_>| field.meets(other)) {
            Some(other) => {
                let (path, other) = (field.shown(), other.shown());
                let message = format!("`{path}` meets `{other}`, which another field of the patch changes");
                cx.error(field.path.last(), message);
            }
            None => fields.push(field),
        }
    }
    fields
}
