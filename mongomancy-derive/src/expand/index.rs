//! One index, as the constructors would make it by hand.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

use super::{collation, partial, path};
use crate::{
    ast::Input,
    attr::{
        index::{
            IndexAttr, Key, Unique,
            kind_options::{Fields, KindOptions},
        },
        kind::Kind,
        path::FieldPath,
    },
};

/// An expression of the type `Index`.
pub(crate) fn expand(input: &Input<'_>, private: &Path, index: &IndexAttr) -> TokenStream {
    let keys = index.keys.iter().map(|key| {
        let path = key_path(input, private, index, key);
        let kind = Ident::new(kind(key.kind), Span::call_site());
        let name = if key.below { quote!(#private::below(#path)) } else { quote!(#path.stored()) };
        quote!((#name, #private::IndexKey::#kind))
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
    if index.hidden.is_set() {
        built = quote!(#built.hidden(true));
    }
    if let Some(said) = index.partial.get() {
        let filter = partial::expand(input, private, &said.filter);
        built = quote!(#built.partial_filter_expression(#filter));
    }
    if let Some(rules) = index.collation.get() {
        let rules = collation::expand(private, rules);
        built = quote!(#built.collation(#rules));
    }
    built = of_kind(input, private, &index.of_kind, built);
    if let Some(options) = index.raw.get() {
        built = quote!(#built.with_options(#private::doc! { #options }));
    }
    match (&*index.keys, index.unique.get(), index.unique.word()) {
        ([key], Some(Unique::Present), Some(word)) if !index.sparse.is_set() && !key.below => {
            let path = path::expand(input, private, &key.path, word.span());
            quote_spanned!(word.span()=> #path.leave_absent_out(#built))
        }
        _ => built,
    }
}

/// The options of texts, of places on a plane, of every field.
fn of_kind(input: &Input<'_>, private: &Path, options: &KindOptions, mut built: TokenStream) -> TokenStream {
    let stored = |field: &FieldPath| {
        let path = path::expand(input, private, field, path::span(field));
        quote!(#path.stored())
    };
    if let Some(weights) = options.weights.get() {
        let weights = weights.iter().map(|(field, weight)| {
            let field = stored(field);
            quote!((#field, #weight))
        });
        built = quote!(#built.weights([#(#weights),*]));
    }
    if let Some(language) = options.default_language.get() {
        built = quote!(#built.default_language(#language));
    }
    if let Some(field) = options.language_override.get().map(stored) {
        built = quote!(#built.language_override(#field));
    }
    if let Some(bits) = options.bits.get() {
        built = quote!(#built.bits(#bits));
    }
    if let Some(least) = options.min.get() {
        built = quote!(#built.min(#least));
    }
    if let Some(end) = options.max.get() {
        built = quote!(#built.max(#end));
    }
    match options.wildcard_projection.get().map(|projection| &projection.fields) {
        None => built,
        Some(Fields::Raw(fields)) => quote!(#built.wildcard_projection(#private::doc! { #fields })),
        Some(Fields::Included(fields)) => {
            let fields = fields.iter().map(stored);
            quote!(#built.wildcard_projection(#private::document([#((#fields, #private::Bson::Int32(1))),*])))
        }
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
