//! One index, as the constructors would make it by hand.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

use super::path;
use crate::{
    ast::Input,
    attr::{
        index::{IndexAttr, Key, Unique},
        kind::Kind,
    },
};

/// An expression of the type `Index`.
pub(crate) fn expand(input: &Input<'_>, private: &Path, index: &IndexAttr) -> TokenStream {
    let keys = index.keys.iter().map(|key| {
        let path = key_path(input, private, index, key);
        let kind = Ident::new(kind(key.kind), Span::call_site());
        quote!((#path.stored(), #private::IndexKey::#kind))
    });
    let mut built = quote!(#private::Index::new([#(#keys),*]));
    if let Some(name) = index.name.get() {
        built = quote!(#built.name(#name));
    }
    if index.unique.is_set() {
        built = quote!(#built.unique(true));
    }
    if index.sparse.is_set() {
        built = quote!(#built.sparse(true));
    }
    if let Some(seconds) = index.expire_after.get() {
        built = quote!(#built.expire_after(#private::Duration::from_secs(#seconds)));
    }
    match (&*index.keys, index.unique.get(), index.unique.word()) {
        ([key], Some(Unique::Present), Some(word)) if !index.sparse.is_set() => {
            let path = path::expand(input, private, &key.path, word.span());
            quote_spanned!(word.span()=> #path.leave_absent_out(#built))
        }
        _ => built,
    }
}

/// The path of a key, with the assertion that an index that expires has a date.
fn key_path(input: &Input<'_>, private: &Path, index: &IndexAttr, key: &Key) -> TokenStream {
    match index.expire_after.word() {
        None => path::expand(input, private, &key.path, path::span(&key.path)),
        Some(word) => {
            let span = if index.on_field { word.span() } else { path::span(&key.path) };
            let path = path::expand(input, private, &key.path, span);
            let private = path::respanned(private, span);
            quote_spanned!(span=> #private::expiring(#path))
        }
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Ascending => "Ascending",
        Kind::Descending => "Descending",
        Kind::Text => "Text",
        Kind::Hashed => "Hashed",
        Kind::TwoD => "TwoD",
        Kind::TwoDSphere => "TwoDSphere",
    }
}
