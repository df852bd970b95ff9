//! A field path, resolved by the compiler: each segment through the derive of the type before it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{Ident, Path};

use crate::{ast::Input, attr::path::FieldPath, serde_name::field::Storage};

/// An expression of the type `FieldPath<..>`.
pub(crate) fn expand(input: &Input<'_>, private: &Path, path: &FieldPath) -> TokenStream {
    let segments = match path {
        FieldPath::Stored(literal) => return quote!(#private::FieldPath::<#private::Unseen>::new(#literal)),
        FieldPath::Rust(segments) => segments,
    };
    let Some(field) = input.field(&segments[0]) else { return TokenStream::new() };
    let stored = &field.stored;
    let ty = match field.storage {
        Storage::Unseen(_) => quote!(#private::Unseen),
        _ => quote::ToTokens::to_token_stream(field.ty),
    };
    let first = quote!(#private::FieldPath::<#ty>::new(#stored));
    segments[1..].iter().fold(first, |path, segment| step(private, &path, segment))
}

fn step(private: &Path, path: &TokenStream, segment: &Ident) -> TokenStream {
    let fields = format_ident!("fields", span = proc_macro2::Span::mixed_site());
    let pick = quote_spanned!(segment.span()=> #fields.#segment);
    let step = quote_spanned!(segment.span()=> #private::step);
    quote!(#step(#path, |#fields| #pick))
}

/// The tokens that a message about the path should point at.
pub(crate) fn span(path: &FieldPath) -> proc_macro2::Span {
    match path {
        FieldPath::Rust(segments) => segments[segments.len() - 1].span(),
        FieldPath::Stored(literal) => literal.span(),
    }
}
