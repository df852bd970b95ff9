//! `capped(size = "16MiB", max = 1000)`.

use syn::{Ident, Lit, Token, ext::IdentExt, parse::ParseStream};

use crate::{
    attr::{self, Slot, value},
    context::Context,
    symbol,
};

/// The most that a server takes: a pebibyte.
const MAX_SIZE: u64 = 1 << 50;
const MAX_DOCUMENTS: i64 = i32::MAX as i64;
/// Units of a size, and how many bytes they are.
const UNITS: [(&str, u64); 9] = [
    ("B", 1),
    ("KB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("TB", 1_000_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
    ("TiB", 1 << 40),
];
const EXAMPLE: &str = "size = \"16MiB\", max = 1000";

/// How much a capped collection holds.
pub(crate) struct Capped {
    /// In bytes; it is an error where it is not said.
    pub(crate) size: u64,
    pub(crate) max: Option<u64>,
}

impl Capped {
    pub(super) fn parse(cx: &Context, input: ParseStream, word: &Ident) -> syn::Result<Self> {
        let within = value::parenthesized(input, word, EXAMPLE)?;
        let (mut size, mut max, errors) = (Slot::empty(), Slot::empty(), cx.count());
        attr::each_of(cx, &within, |input| {
            let word = input.call(Ident::parse_any)?;
            if word == symbol::SIZE {
                size.set(cx, &word, bytes(input, &word)?);
            } else if word == symbol::MAX {
                max.set(cx, &word, value::integer(input, &word, &(1..=MAX_DOCUMENTS))?);
            } else {
                return Err(value::unknown(&word, symbol::CAPPED, [symbol::SIZE, symbol::MAX].into_iter()));
            }
            Ok(())
        });
        if !size.is_set() && cx.count() == errors {
            return Err(syn::Error::new(word.span(), format!("a capped collection has a size: `capped({EXAMPLE})`")));
        }
        Ok(Self { size: size.into_value().unwrap_or(1), max: max.into_value().map(i64::unsigned_abs) })
    }
}

/// The number of bytes after `=`, or a text with a unit.
fn bytes(input: ParseStream, word: &Ident) -> syn::Result<u64> {
    let wanted = "`size` takes a size in quotes, as in `size = \"16MiB\"`, or a number of bytes";
    if !input.peek(Token![=]) {
        return Err(syn::Error::new(word.span(), wanted));
    }
    input.parse::<Token![=]>()?;
    let literal: Lit = input.parse().map_err(|error| syn::Error::new(error.span(), wanted))?;
    let size = match &literal {
        Lit::Int(number) if number.suffix().is_empty() => number.base10_parse().ok(),
        Lit::Str(text) => bytes_of(&text.value()),
        _ => None,
    };
    let Some(size) = size else { return Err(syn::Error::new_spanned(&literal, wanted)) };
    if !(1..=MAX_SIZE).contains(&size) {
        return Err(syn::Error::new_spanned(&literal, "a capped collection has from one byte to 1024 TiB"));
    }
    Ok(size)
}

fn bytes_of(text: &str) -> Option<u64> {
    let text = text.trim();
    let unit_at = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let unit = unit.trim();
    let bytes = if unit.is_empty() { 1 } else { UNITS.iter().find(|(name, _)| *name == unit)?.1 };
    number.parse::<u64>().ok()?.checked_mul(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_with_their_units() {
        for (text, bytes) in [
            ("16MiB", Some(16 << 20)),
            ("2 GB", Some(2_000_000_000)),
            ("512", Some(512)),
            ("1 B", Some(1)),
            ("MiB", None),
            ("1.5MiB", None),
            ("16mib", None),
            ("99999999999TiB", None),
        ] {
            assert_eq!(bytes_of(text), bytes, "{text}");
        }
    }
}
