//! Paths of fields: Rust names with dots, or the stored path in a string, unchecked.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Ident, LitStr, Token, ext::IdentExt, parse::ParseStream};

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
            let dot: Token![.] = input.parse()?;
            if !input.peek(Ident::peek_any) {
                let message = "expected the Rust name of a field of the embedded document after the dot";
                return Err(syn::Error::new_spanned(dot, message));
            }
            segments.push(input.call(Ident::parse_any)?);
        }
        Ok(Self::Rust(segments))
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
