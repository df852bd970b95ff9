//! How an index treats a field: `1`, `-1`, or one of the server's words.

use syn::{Lit, Token, parse::ParseStream};

use crate::suggest;

/// The server's kinds of keys, beside the two directions.
const KINDS: &[(&str, Kind)] =
    &[("2dsphere", Kind::TwoDSphere), ("text", Kind::Text), ("hashed", Kind::Hashed), ("2d", Kind::TwoD)];

/// How an index treats one of its fields.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Ascending,
    Descending,
    Text,
    Hashed,
    TwoD,
    TwoDSphere,
}

/// `= kind`; ascending where nothing is said. After a mistake the rest of the item is passed over.
pub(super) fn after_equals(input: ParseStream) -> syn::Result<Kind> {
    if !input.peek(Token![=]) {
        return Ok(Kind::Ascending);
    }
    input.parse::<Token![=]>()?;
    parse(input).inspect_err(|_| super::skip_to_comma(input))
}

/// `1`, `-1`, or one of the server's words.
pub(super) fn parse(input: ParseStream) -> syn::Result<Kind> {
    let literal: Lit = input.parse().map_err(|error| wrong_kind(error.span(), None))?;
    match &literal {
        Lit::Int(number) => match (number.base10_digits(), number.suffix()) {
            ("1", "") => Ok(Kind::Ascending),
            ("-1", "") => Ok(Kind::Descending),
            ("1" | "-1", suffix) => {
                let message = format!("a direction is `1` or `-1`, without the `{suffix}`");
                Err(syn::Error::new_spanned(&literal, message))
            }
            _ => Err(syn::Error::new_spanned(&literal, "a direction is `1` or `-1`")),
        },
        Lit::Str(word) => KINDS
            .iter()
            .find(|(name, _)| *name == word.value())
            .map(|(_, kind)| *kind)
            .ok_or_else(|| wrong_kind(literal.span(), Some(&word.value()))),
        _ => Err(wrong_kind(literal.span(), None)),
    }
}

fn wrong_kind(span: proc_macro2::Span, word: Option<&str>) -> syn::Error {
    let kinds = KINDS.iter().map(|(name, _)| *name);
    let near = word.and_then(|word| Some((word, suggest::nearest(word, kinds.clone())?)));
    let message = if let Some((word, near)) = near {
        format!("no index has the kind {word:?}; did you mean {near:?}?")
    } else {
        let kinds: Vec<String> = kinds.map(|kind| format!("`{kind:?}`")).collect();
        format!("a key is `1`, `-1`, {}", kinds.join(", "))
    };
    syn::Error::new(span, message)
}
