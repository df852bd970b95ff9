//! Values behind a word: a truth, one of several words, a number, a document in braces.

use std::{fmt::Display, ops::RangeInclusive, str::FromStr};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Ident, Lit, LitBool, LitInt, LitStr, Token,
    parse::{ParseBuffer, ParseStream, Parser},
    token,
};

use crate::suggest;

/// A word that stands alone, or `= true`, `= false`.
pub(crate) fn flag(input: ParseStream, word: &Ident) -> syn::Result<bool> {
    if !input.peek(Token![=]) {
        return Ok(true);
    }
    input.parse::<Token![=]>()?;
    let wrong =
        |error: syn::Error| syn::Error::new(error.span(), format!("`{word}` stands alone, or is `true` or `false`"));
    input.parse().map(|literal: LitBool| literal.value).map_err(wrong)
}

/// The string after `=`, which is one of the words; what stands for it.
pub(crate) fn choice<T: Copy>(input: ParseStream, word: &Ident, words: &[(&str, T)]) -> syn::Result<T> {
    let literal = super::string_value(input, word, words[0].0)?;
    let said = literal.value();
    if let Some((_, meaning)) = words.iter().find(|(name, _)| *name == said) {
        return Ok(*meaning);
    }
    let names = words.iter().map(|(name, _)| *name);
    let hint = match suggest::nearest(&said, names.clone()) {
        Some(near) => format!("did you mean {near:?}?"),
        None => format!("it is {}", quoted(names)),
    };
    Err(syn::Error::new(literal.span(), format!("`{word}` knows no {said:?}; {hint}")))
}

/// The whole number after `=`, within the range.
pub(crate) fn integer<T>(
    input: ParseStream,
    word: &(impl Display + ToTokens),
    range: &RangeInclusive<T>,
) -> syn::Result<T>
where
    T: FromStr<Err: Display> + PartialOrd + Display,
{
    let wanted = || format!("`{word}` takes a whole number from {} to {}", range.start(), range.end());
    equals(input, word, &wanted)?;
    let literal: LitInt = input.parse().map_err(|error| syn::Error::new(error.span(), wanted()))?;
    let number = literal.suffix().is_empty().then(|| literal.base10_parse::<T>().ok()).flatten();
    number.filter(|number| range.contains(number)).ok_or_else(|| syn::Error::new_spanned(&literal, wanted()))
}

/// The number after `=`, whole or not.
pub(crate) fn number(input: ParseStream, word: &Ident) -> syn::Result<f64> {
    let wanted = || format!("`{word}` takes a number: `{word} = -100.0`");
    equals(input, word, &wanted)?;
    let literal: Lit = input.parse().map_err(|error| syn::Error::new(error.span(), wanted()))?;
    let number = match &literal {
        Lit::Int(number) if number.suffix().is_empty() => number.base10_parse().ok(),
        Lit::Float(number) if number.suffix().is_empty() => number.base10_parse().ok(),
        _ => None,
    };
    number.ok_or_else(|| syn::Error::new_spanned(&literal, wanted()))
}

/// The document in braces after `=`, as `doc!` reads it.
pub(crate) fn document(input: ParseStream, word: &Ident, example: &str) -> syn::Result<TokenStream> {
    let wanted = || format!("`{word}` takes a document in braces: `{word} = {example}`");
    equals(input, word, &wanted)?;
    if !input.peek(token::Brace) {
        let span = if input.is_empty() { word.span() } else { input.span() };
        return Err(syn::Error::new(span, wanted()));
    }
    let within;
    syn::braced!(within in input);
    entries(&within)
}

/// The entries of a document; what `doc!` would refuse without saying where is refused here.
pub(crate) fn entries(input: ParseStream) -> syn::Result<TokenStream> {
    let entries: TokenStream = input.parse()?;
    check_entries.parse2(entries.clone())?;
    Ok(entries)
}

fn check_entries(input: ParseStream) -> syn::Result<()> {
    while !input.is_empty() {
        let name: TokenTree = input.parse()?;
        if !input.peek(Token![:]) {
            let _: TokenStream = input.parse()?;
            let message = "a document has a name and a value for each entry: `\"name\": value`";
            return Err(syn::Error::new_spanned(name, message));
        }
        input.parse::<Token![:]>()?;
        expression(input)?;
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(())
}

/// What stands in parentheses after the word.
pub(crate) fn parenthesized<'a>(input: ParseStream<'a>, word: &Ident, example: &str) -> syn::Result<ParseBuffer<'a>> {
    if !input.peek(token::Paren) {
        let message = format!("`{word}` takes its words in parentheses: `{word}({example})`");
        return Err(syn::Error::new(word.span(), message));
    }
    let within;
    syn::parenthesized!(within in input);
    Ok(within)
}

/// An expression: what stands before the next comma.
pub(crate) fn expression(input: ParseStream) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        tokens.extend([input.parse::<TokenTree>()?]);
    }
    if tokens.is_empty() { Err(input.error("expected a value")) } else { Ok(tokens) }
}

/// A word that is none of those that are known.
pub(crate) fn unknown<'a>(word: &Ident, of: &str, words: impl Iterator<Item = &'a str> + Clone) -> syn::Error {
    let hint = match suggest::meant(&word.to_string(), words.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it takes {}", suggest::list(words)),
    };
    syn::Error::new(word.span(), format!("`{of}` knows no `{word}`; {hint}"))
}

/// The text of a string that says something.
pub(crate) fn not_empty(literal: &LitStr, word: &Ident) -> syn::Result<String> {
    let text = literal.value();
    if text.is_empty() || text.contains('\0') {
        return Err(syn::Error::new(literal.span(), format!("{text:?} says nothing to `{word}`")));
    }
    Ok(text)
}

fn equals(input: ParseStream, word: &impl ToTokens, wanted: &impl Fn() -> String) -> syn::Result<()> {
    if !input.peek(Token![=]) {
        return Err(syn::Error::new_spanned(word, wanted()));
    }
    input.parse::<Token![=]>().map(drop)
}

fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")
}
