//! `#[schema(...)]`: what the values of a field are bound to, for the collection's validator.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Ident, Lit, LitStr, Token, ext::IdentExt, parse::ParseStream};

use super::Slot;
use crate::{
    context::Context,
    suggest,
    symbol::{DESCRIPTION, EXCLUSIVE_MAX, EXCLUSIVE_MIN, MAX, MAX_LEN, MIN, MIN_LEN, PATTERN, SCHEMA},
};

const WORDS: [&str; 8] = [MIN, MAX, EXCLUSIVE_MIN, EXCLUSIVE_MAX, PATTERN, MIN_LEN, MAX_LEN, DESCRIPTION];

/// What is said of a field's values.
pub(crate) struct SchemaAttr {
    /// The attribute's name, where there is one.
    pub(crate) word: Option<syn::Path>,
    pub(crate) min: Slot<Number>,
    pub(crate) max: Slot<Number>,
    pub(crate) exclusive_min: Slot<Number>,
    pub(crate) exclusive_max: Slot<Number>,
    pub(crate) pattern: Slot<LitStr>,
    pub(crate) min_len: Slot<u32>,
    pub(crate) max_len: Slot<u32>,
    pub(crate) description: Slot<LitStr>,
}

/// A number that is a bound.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(crate) enum Number {
    Integer(i64),
    Float(f64),
}

impl Number {
    #[expect(clippy::cast_precision_loss, reason = "which of two is larger is all that is asked")]
    pub(crate) fn value(self) -> f64 {
        match self {
            Self::Integer(number) => number as f64,
            Self::Float(number) => number,
        }
    }
}

impl ToTokens for Number {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match *self {
            Self::Float(number) => number.to_tokens(tokens),
            Self::Integer(number) => match i32::try_from(number) {
                Ok(small) => small.to_tokens(tokens),
                Err(_) => number.to_tokens(tokens),
            },
        }
    }
}

impl SchemaAttr {
    pub(crate) fn parse(cx: &Context, attrs: &[Attribute]) -> Self {
        let mut this = Self {
            word: None,
            min: Slot::empty(),
            max: Slot::empty(),
            exclusive_min: Slot::empty(),
            exclusive_max: Slot::empty(),
            pattern: Slot::empty(),
            min_len: Slot::empty(),
            max_len: Slot::empty(),
            description: Slot::empty(),
        };
        for attr in attrs.iter().filter(|attr| attr.path().is_ident(SCHEMA)) {
            this.word = Some(attr.path().clone());
            super::each_item(cx, attr, |input| this.item(cx, input));
        }
        this
    }

    fn item(&mut self, cx: &Context, input: ParseStream) -> syn::Result<()> {
        let word = input.call(Ident::parse_any)?;
        match &*word.to_string() {
            MIN => self.min.set(cx, &word, number(input, &word)?),
            MAX => self.max.set(cx, &word, number(input, &word)?),
            EXCLUSIVE_MIN => self.exclusive_min.set(cx, &word, number(input, &word)?),
            EXCLUSIVE_MAX => self.exclusive_max.set(cx, &word, number(input, &word)?),
            PATTERN => {
                let pattern = super::string_value(input, &word, "^[a-z]+$")?;
                if pattern.value().contains('\0') {
                    return Err(syn::Error::new(pattern.span(), "a pattern has no zero byte"));
                }
                self.pattern.set(cx, &word, pattern);
            }
            MIN_LEN => self.min_len.set(cx, &word, length(input, &word)?),
            MAX_LEN => self.max_len.set(cx, &word, length(input, &word)?),
            DESCRIPTION => self.description.set(cx, &word, super::string_value(input, &word, "what it is for")?),
            _ => return Err(unknown(&word)),
        }
        Ok(())
    }

    /// The words that bound values, each where it was said.
    pub(crate) fn bounds(&self) -> Vec<&Ident> {
        let numbers = [&self.min, &self.max, &self.exclusive_min, &self.exclusive_max];
        let lengths = [&self.min_len, &self.max_len];
        let words = numbers.into_iter().filter_map(Slot::word).chain(self.pattern.word());
        words.chain(lengths.into_iter().filter_map(Slot::word)).collect()
    }

    /// The calls that say the same to the runtime.
    pub(crate) fn calls(&self) -> TokenStream {
        let mut calls = TokenStream::new();
        for slot in [&self.min, &self.max, &self.exclusive_min, &self.exclusive_max] {
            if let (Some(word), Some(number)) = (slot.word(), slot.get()) {
                calls.extend(quote!(.#word(#number)));
            }
        }
        for slot in [&self.pattern, &self.description] {
            if let (Some(word), Some(text)) = (slot.word(), slot.get()) {
                calls.extend(quote!(.#word(#text)));
            }
        }
        for slot in [&self.min_len, &self.max_len] {
            if let (Some(word), Some(length)) = (slot.word(), slot.get()) {
                calls.extend(quote!(.#word(#length)));
            }
        }
        calls
    }
}

/// `= 5`, `= -0.5`.
fn number(input: ParseStream, word: &Ident) -> syn::Result<Number> {
    let wanted = || format!("`{word}` takes a number: `{word} = 0`");
    if !input.peek(Token![=]) {
        return Err(syn::Error::new(word.span(), wanted()));
    }
    input.parse::<Token![=]>()?;
    let sign = if input.parse::<Option<Token![-]>>()?.is_some() { "-" } else { "" };
    let literal: Lit = input.parse().map_err(|error| syn::Error::new(error.span(), wanted()))?;
    let (digits, suffix) = match &literal {
        Lit::Int(number) => (number.base10_digits(), number.suffix()),
        Lit::Float(number) => (number.base10_digits(), number.suffix()),
        _ => return Err(syn::Error::new_spanned(&literal, wanted())),
    };
    if !suffix.is_empty() {
        let message = format!("a bound is a plain number, without the `{suffix}`");
        return Err(syn::Error::new_spanned(&literal, message));
    }
    let digits = format!("{sign}{digits}");
    let number = match &literal {
        Lit::Int(_) => digits.parse().ok().map(Number::Integer),
        _ => digits.parse().ok().filter(|number: &f64| number.is_finite()).map(Number::Float),
    };
    number.ok_or_else(|| syn::Error::new_spanned(&literal, "no BSON number is as large as this"))
}

/// `= 5`.
fn length(input: ParseStream, word: &Ident) -> syn::Result<u32> {
    let wanted = format!("`{word}` takes a count: `{word} = 1`");
    match number(input, word) {
        Ok(Number::Integer(count)) => u32::try_from(count).map_err(|_| syn::Error::new(word.span(), wanted)),
        Ok(Number::Float(_)) => Err(syn::Error::new(word.span(), wanted)),
        Err(error) => Err(syn::Error::new(error.span(), wanted)),
    }
}

fn unknown(word: &Ident) -> syn::Error {
    let known = WORDS.iter().copied();
    let near = match &*word.to_string() {
        "minimum" => Some(MIN),
        "maximum" => Some(MAX),
        "minLength" | "minItems" | "min_length" | "min_items" => Some(MIN_LEN),
        "maxLength" | "maxItems" | "max_length" | "max_items" => Some(MAX_LEN),
        other => suggest::nearest(other, known.clone()),
    };
    let hint = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it takes {}", suggest::list(known)),
    };
    syn::Error::new(word.span(), format!("`#[{SCHEMA}]` knows no `{word}`; {hint}"))
}
