//! Where serde stores a field: from the serde attributes alone.

pub(crate) mod container;
pub(crate) mod field;

use syn::{Attribute, Ident, LitStr, Token, ext::IdentExt, parse::ParseStream, token};

use crate::{
    context::Context,
    suggest,
    symbol::serde::{DESERIALIZE, SERDE, SERIALIZE},
};

/// What serde is told to write and to read; usually the same.
#[derive(Clone)]
pub(crate) struct Both {
    /// The word that says it.
    pub(crate) word: Ident,
    pub(crate) written: Option<LitStr>,
    pub(crate) read: Option<LitStr>,
}

/// Calls `item` for each word within `#[serde(...)]`, with the input after it.
///
/// What cannot be parsed is left to serde's own derive to report.
fn each_word(cx: &Context, attrs: &[Attribute], mut item: impl FnMut(&Ident, ParseStream) -> syn::Result<()>) {
    for attr in attrs.iter().filter(|attr| attr.path().is_ident(SERDE)) {
        let silent = attr.parse_args_with(|input: ParseStream| {
            while !input.is_empty() {
                let word = input.call(Ident::parse_any)?;
                if let Err(error) = item(&word, input) {
                    cx.push(error);
                }
                while !input.is_empty() && !input.peek(Token![,]) {
                    input.parse::<proc_macro2::TokenTree>()?;
                }
                input.parse::<Option<Token![,]>>()?;
            }
            Ok(())
        });
        drop(silent);
    }
}

/// `= "name"` or `(serialize = "name", deserialize = "name")`.
fn names(word: &Ident, input: ParseStream) -> Option<Both> {
    let mut both = Both { word: word.clone(), written: None, read: None };
    if input.peek(Token![=]) {
        both.written = Some(string(input)?);
        both.read.clone_from(&both.written);
        return Some(both);
    }
    if !input.peek(token::Paren) {
        return None;
    }
    let inner: proc_macro2::Group = input.parse().ok()?;
    let parser = |inner: ParseStream| {
        while !inner.is_empty() {
            let side = inner.call(Ident::parse_any)?;
            let name = string(inner);
            if side == SERIALIZE {
                both.written = both.written.take().or(name);
            } else if side == DESERIALIZE {
                // More than one name to read is an alias; the first is the field's own.
                both.read = both.read.take().or(name);
            }
            inner.parse::<Option<Token![,]>>()?;
        }
        Ok(())
    };
    syn::parse::Parser::parse2(parser, inner.stream()).ok()?;
    Some(both)
}

/// `= "..."`, where it is one.
fn string(input: ParseStream) -> Option<LitStr> {
    input.parse::<Token![=]>().ok()?;
    input.parse().ok()
}

/// A word that may change the stored names in a way that nobody here knows of.
fn unknown<'a>(word: &Ident, known: impl IntoIterator<Item = &'a str>) -> syn::Error {
    let hint = match suggest::nearest(&word.to_string(), known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "remove it".to_owned(),
    };
    let message = format!("what serde's `{word}` does to the stored names of a struct is not known here; {hint}");
    syn::Error::new(word.span(), message)
}
