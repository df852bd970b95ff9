//! `#[projection(of = Type, crate = path)]` of a projection, `#[projection(path = a.b)]` of its fields.

use syn::{Attribute, Ident, Path, Token, Type, ext::IdentExt, parse::ParseStream};

use super::{Slot, collection::crate_path, path::FieldPath};
use crate::{context::Context, suggest, symbol};

/// What the attribute says of the whole struct.
pub(crate) struct ProjectionAttr {
    pub(crate) of: Slot<Type>,
    pub(crate) krate: Slot<Path>,
}

impl ProjectionAttr {
    pub(crate) fn parse(cx: &Context, attrs: &[Attribute]) -> Self {
        let mut this = Self { of: Slot::empty(), krate: Slot::empty() };
        for attr in of_projections(attrs) {
            super::each_item(cx, attr, |input| this.item(cx, input));
        }
        this
    }

    fn item(&mut self, cx: &Context, input: ParseStream) -> syn::Result<()> {
        let word = input.call(Ident::parse_any)?;
        if word == symbol::OF {
            let model = value(input, &word, "of = Player")?;
            self.of.set(cx, &word, model);
            Ok(())
        } else if word == symbol::CRATE {
            let path = crate_path(input, &word)?;
            self.krate.set(cx, &word, path);
            Ok(())
        } else if word == symbol::PATH {
            Err(syn::Error::new(word.span(), "`path` speaks of one field; put it on the field"))
        } else {
            Err(unknown(&word, &[symbol::OF, symbol::CRATE]))
        }
    }
}

/// The path that a field's attribute gives.
pub(crate) fn path_of_field(cx: &Context, attrs: &[Attribute]) -> Option<FieldPath> {
    let mut path = Slot::empty();
    for attr in of_projections(attrs) {
        super::each_item(cx, attr, |input| {
            let word = input.call(Ident::parse_any)?;
            if word != symbol::PATH {
                return Err(if word == symbol::OF {
                    syn::Error::new(word.span(), "`of` speaks of the whole projection; put it on the struct")
                } else {
                    unknown(&word, &[symbol::PATH])
                });
            }
            expect_value(input, &word, "path = stats.wins")?;
            path.set(cx, &word, FieldPath::parse(input)?);
            Ok(())
        });
    }
    path.into_value()
}

fn of_projections(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attrs.iter().filter(|attr| attr.path().is_ident(symbol::PROJECTION))
}

fn value<T: syn::parse::Parse>(input: ParseStream, word: &Ident, example: &str) -> syn::Result<T> {
    expect_value(input, word, example)?;
    input.parse().map_err(|error| syn::Error::new(error.span(), format!("`{word}` takes a type: `{example}`")))
}

fn expect_value(input: ParseStream, word: &Ident, example: &str) -> syn::Result<()> {
    match input.parse::<Token![=]>() {
        Ok(_) => Ok(()),
        Err(_) => Err(syn::Error::new(word.span(), format!("`{word}` takes a value: `{example}`"))),
    }
}

fn unknown(word: &Ident, words: &[&str]) -> syn::Error {
    let near = suggest::nearest(&word.to_string(), words.iter().copied());
    let hint = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it takes {}", suggest::list(words.iter().copied())),
    };
    syn::Error::new(word.span(), format!("`#[projection]` knows no `{word}` here; {hint}"))
}
