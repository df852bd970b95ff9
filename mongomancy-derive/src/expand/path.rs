//! A field path, resolved by the compiler: each segment through the derive of the type before it.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Ident, Path};

use super::codec::field::{Form, form};
use crate::{
    ast::{Field, Input},
    attr::path::FieldPath,
    serde::field::Storage,
};

/// An expression of the type `FieldPath<..>`. Messages about where it leads point at `at`.
pub(crate) fn expand(input: &Input<'_>, private: &Path, path: &FieldPath, at: Span) -> TokenStream {
    let segments = match path {
        FieldPath::Stored(literal) => {
            return quote_spanned!(at=> #private::FieldPath::<#private::Unseen>::new(#literal));
        }
        FieldPath::Rust(segments) => segments,
    };
    let Some(field) = input.field(&segments[0]) else { return TokenStream::new() };
    // Each expression is at the segment that it leads to, the whole one at `at`.
    let place = |position: usize| if position + 1 == segments.len() { at } else { segments[position].span() };
    let stored = &field.stored;
    let ty = stored_type(input, private, field).unwrap_or_else(|| field.ty.to_token_stream());
    let span = place(0);
    let private = respanned(private, span);
    let mut expression = quote_spanned!(span=> #private::FieldPath::<#ty>::new(#stored));
    for (position, segment) in segments.iter().enumerate().skip(1) {
        expression = step(&private, &expression, segment, place(position));
    }
    expression
}

/// The type that the field's values are stored as, where it is not its own.
pub(super) fn stored_type(input: &Input<'_>, private: &Path, field: &Field<'_>) -> Option<TokenStream> {
    if matches!(field.storage, Storage::Unseen(_)) {
        // What it stores if it is bson's, which its type says, and not its name.
        let seen = field.serde.written_by().map(
            |path| quote!(<#private::StoredKind<{ #private::KindBy::<#path>::KIND }> as #private::StoredType>::Type),
        );
        return Some(seen.unwrap_or_else(|| quote!(#private::Unseen)));
    }
    let stored = match form(input, field)? {
        Form::Serde => return None,
        Form::Date => quote!(#private::DateTime),
        Form::Uuid => quote!(#private::Uuid),
        Form::Decimal => quote!(#private::Decimal128),
    };
    Some(if field.is_option() { quote!(#private::Option<#stored>) } else { stored })
}

fn step(private: &TokenStream, path: &TokenStream, segment: &Ident, span: Span) -> TokenStream {
    let fields = format_ident!("fields", span = Span::mixed_site());
    let pick = quote_spanned!(segment.span()=> #fields.#segment);
    let private = respanned(private, span);
    quote_spanned!(span=> #private::step(#path, |#fields| #pick))
}

/// The tokens at another place, so that an expression begins where it should be pointed at.
pub(crate) fn respanned(tokens: impl ToTokens, span: Span) -> TokenStream {
    let at = |mut token: TokenTree| {
        token.set_span(span);
        token
    };
    tokens.to_token_stream().into_iter().map(at).collect()
}

/// The tokens that a message about the path should point at.
pub(crate) fn span(path: &FieldPath) -> Span {
    match path {
        FieldPath::Rust(segments) => segments[segments.len() - 1].span(),
        FieldPath::Stored(literal) => literal.span(),
    }
}
