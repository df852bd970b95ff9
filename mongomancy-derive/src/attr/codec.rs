//! `#[codec(...)]`: how values are stored that have more than one form.

use syn::{Attribute, Ident, WherePredicate, ext::IdentExt, parse::ParseStream};

use super::Slot;
use crate::{context::Context, serde::predicates_of, suggest, symbol};

/// The words that name a form.
const FORMS: [&str; 4] = [symbol::DATE, symbol::DECIMAL, symbol::SERDE, symbol::UUID];

/// What is said of a field, or of all fields of a struct or enum.
pub(crate) struct CodecAttr {
    pub(crate) serde: Slot<()>,
    pub(crate) date: Slot<()>,
    pub(crate) uuid: Slot<()>,
    pub(crate) decimal: Slot<()>,
    /// What the parameters of a struct must be able to do, in the place of what serde asks for.
    pub(crate) bound: Slot<Vec<WherePredicate>>,
}

impl CodecAttr {
    pub(crate) fn empty() -> Self {
        Self {
            serde: Slot::empty(),
            date: Slot::empty(),
            uuid: Slot::empty(),
            decimal: Slot::empty(),
            bound: Slot::empty(),
        }
    }

    /// Reads the attributes of a struct or enum.
    pub(crate) fn of_container(cx: &Context, attrs: &[Attribute]) -> Self {
        Self::parse(cx, attrs, true)
    }

    /// Reads the attributes of a field, which is stored in one form.
    pub(crate) fn of_field(cx: &Context, attrs: &[Attribute]) -> Self {
        let this = Self::parse(cx, attrs, false);
        let said: Vec<&Ident> =
            [&this.serde, &this.date, &this.uuid, &this.decimal].into_iter().filter_map(Slot::word).collect();
        if let [first, second, ..] = *said {
            cx.error(second, format_args!("a field has one form, and this one has `{first}` already; keep one"));
        }
        this
    }

    fn parse(cx: &Context, attrs: &[Attribute], container: bool) -> Self {
        let mut this = Self::empty();
        for attr in attrs.iter().filter(|attr| attr.path().is_ident(symbol::CODEC)) {
            super::each_item(cx, attr, |input| this.item(cx, container, input));
        }
        this
    }

    fn item(&mut self, cx: &Context, container: bool, input: ParseStream) -> syn::Result<()> {
        let word = input.call(Ident::parse_any)?;
        match &*word.to_string() {
            symbol::SERDE => self.serde.set(cx, &word, ()),
            symbol::DATE => self.date.set(cx, &word, ()),
            symbol::UUID => self.uuid.set(cx, &word, ()),
            symbol::DECIMAL => self.decimal.set(cx, &word, ()),
            symbol::BOUND if container => {
                let literal = super::string_value(input, &word, "T: Encode + Decode")?;
                self.bound.set(cx, &word, predicates_of(&literal)?.into_iter().collect());
            }
            _ => return Err(unknown(&word, container)),
        }
        Ok(())
    }
}

fn unknown(word: &Ident, container: bool) -> syn::Error {
    let words = FORMS.into_iter().chain(container.then_some(symbol::BOUND));
    let hint = match suggest::nearest(&word.to_string(), words.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it takes {}", suggest::list(words)),
    };
    syn::Error::new(word.span(), format!("`#[codec]` knows no `{word}` here; {hint}"))
}
