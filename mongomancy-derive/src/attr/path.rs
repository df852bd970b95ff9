//! Paths of fields: Rust names with dots, or the stored path in a string, unchecked.

use std::fmt;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Ident, LitStr, Token, ext::IdentExt, parse::ParseStream};

use crate::symbol;

pub(crate) enum FieldPath {
    /// Rust field names, each checked.
    Rust(Vec<Ident>),
    /// The path as the server takes it.
    Stored(LitStr),
}

impl FieldPath {
    pub(crate) fn parse(input: ParseStream) -> syn::Result<Self> {
        if input.peek(LitStr) {
            return Self::stored(input.parse()?);
        }
        if !input.peek(Ident::peek_any) {
            return Err(input.error("expected a field: its Rust name, or the stored path in a string"));
        }
        let first = input.call(Ident::parse_any)?;
        Self::parse_from(first, input)
    }

    /// Reads on after the first name.
    pub(crate) fn parse_from(first: Ident, input: ParseStream) -> syn::Result<Self> {
        let mut segments = vec![first];
        while input.peek(Token![.]) {
            segments.push(next(input)?);
        }
        Ok(Self::Rust(segments))
    }

    /// The same for a key of an index, which may be every field below one: `attrs.$**`, or of all: `$**`. Whether it is.
    pub(crate) fn parse_key(first: Option<Ident>, input: ParseStream) -> syn::Result<(Self, bool)> {
        let first = match first {
            Some(first) => first,
            None if input.peek(Token![$]) => return Ok((Self::Stored(all_fields(input)?), false)),
            None if !input.peek(Ident::peek_any) => return Ok((Self::parse(input)?, false)),
            None => input.call(Ident::parse_any)?,
        };
        let mut segments = vec![first];
        while input.peek(Token![.]) {
            if input.peek2(Token![$]) {
                input.parse::<Token![.]>()?;
                all_fields(input)?;
                return Ok((Self::Rust(segments), true));
            }
            segments.push(next(input)?);
        }
        Ok((Self::Rust(segments), false))
    }

    fn stored(literal: LitStr) -> syn::Result<Self> {
        let path = literal.value();
        if path.is_empty() || path.contains('\0') || path.split('.').any(str::is_empty) {
            return Err(syn::Error::new(literal.span(), format!("{path:?} is no field path: it has an empty part")));
        }
        Ok(Self::Stored(literal))
    }

    /// The path as it was written.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Rust(segments) => segments.iter().map(|s| s.unraw().to_string()).collect::<Vec<_>>().join("."),
            Self::Stored(literal) => literal.value(),
        }
    }
}

impl ToTokens for FieldPath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Rust(segments) => tokens.extend(segments.iter().cloned().map(TokenTree::from)),
            Self::Stored(literal) => literal.to_tokens(tokens),
        }
    }
}

/// A dot, and the name after it.
fn next(input: ParseStream) -> syn::Result<Ident> {
    let dot: Token![.] = input.parse()?;
    if !input.peek(Ident::peek_any) {
        let message = "expected the Rust name of a field of the embedded document after the dot";
        return Err(syn::Error::new_spanned(dot, message));
    }
    input.call(Ident::parse_any)
}

/// `$**`.
fn all_fields(input: ParseStream) -> syn::Result<LitStr> {
    let dollar: Token![$] = input.parse()?;
    let wrong = |_| syn::Error::new_spanned(dollar, "every field below one is written `$**`, as in `attrs.$**`");
    for _ in 0..2 {
        input.parse::<Token![*]>().map_err(wrong)?;
    }
    Ok(LitStr::new(symbol::ALL_FIELDS, dollar.span))
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())
    }
}
