//! The attributes: one grammar a file, and what they share.

pub(crate) mod codec;
pub(crate) mod collation;
pub(crate) mod collection;
pub(crate) mod default_document;
pub(crate) mod expire_after;
pub(crate) mod index;
pub(crate) mod kind;
pub(crate) mod path;
pub(crate) mod projection;
pub(crate) mod schema;
pub(crate) mod value;

use syn::{
    Attribute, Ident, LitStr, Meta, Token,
    parse::{ParseStream, Parser},
};

use crate::context::Context;

/// What may be said once: a value and the word that said it.
pub(crate) struct Slot<T> {
    said: Option<(Ident, T)>,
}

impl<T> Slot<T> {
    pub(crate) fn empty() -> Self {
        Self { said: None }
    }

    /// Keeps the value; the second one is an error at its own word.
    pub(crate) fn set(&mut self, cx: &Context, word: &Ident, value: T) {
        if self.said.is_some() {
            cx.error(word, format_args!("`{word}` is said twice; keep one"));
        } else {
            self.said = Some((word.clone(), value));
        }
    }

    pub(crate) fn get(&self) -> Option<&T> {
        self.said.as_ref().map(|(_, value)| value)
    }

    pub(crate) fn into_value(self) -> Option<T> {
        self.said.map(|(_, value)| value)
    }

    pub(crate) fn word(&self) -> Option<&Ident> {
        self.said.as_ref().map(|(word, _)| word)
    }

    pub(crate) fn is_set(&self) -> bool {
        self.said.is_some()
    }
}

/// Parses the attribute's items, separated by commas. A wrong one is reported, and the next is read all the same.
pub(crate) fn each_item(cx: &Context, attr: &Attribute, mut item: impl FnMut(ParseStream) -> syn::Result<()>) {
    match &attr.meta {
        Meta::Path(_) => {}
        Meta::List(list) => {
            let parser = |input: ParseStream| {
                each_of(cx, input, &mut item);
                Ok(())
            };
            if let Err(error) = parser.parse2(list.tokens.clone()) {
                cx.push(error);
            }
        }
        Meta::NameValue(pair) => {
            let name = quote::ToTokens::to_token_stream(&pair.path);
            cx.error(pair, format_args!("`{name}` takes its words in parentheses: `#[{name}(...)]`"));
        }
    }
}

/// The same within parentheses of an item.
pub(crate) fn each_of(cx: &Context, input: ParseStream, mut item: impl FnMut(ParseStream) -> syn::Result<()>) {
    while !input.is_empty() {
        let parsed = item(input).and_then(|()| {
            if input.is_empty() || input.peek(Token![,]) { Ok(()) } else { Err(input.error("expected a comma")) }
        });
        if let Err(error) = parsed {
            cx.push(error);
            skip_to_comma(input);
        }
        let _ = input.parse::<Option<Token![,]>>();
    }
}

/// A string after `=`.
pub(crate) fn string_value(input: ParseStream, word: &Ident, example: &str) -> syn::Result<LitStr> {
    let wanted = || format!("`{word}` takes a string: `{word} = {example:?}`");
    if !input.peek(Token![=]) {
        return Err(syn::Error::new(word.span(), wanted()));
    }
    input.parse::<Token![=]>()?;
    input.parse().map_err(|error| syn::Error::new(error.span(), wanted()))
}

fn skip_to_comma(input: ParseStream) {
    while !input.is_empty() && !input.peek(Token![,]) {
        let _ = input.parse::<proc_macro2::TokenTree>();
    }
}
