//! serde's attributes of one field.

use proc_macro2::Span;
use syn::{Attribute, ExprPath, Ident, WherePredicate, parse::ParseStream, parse_quote_spanned};

use super::{Both, DefaultValue, helper};
use crate::{
    attr::{self, Slot},
    context::Context,
    symbol::serde::{
        ALIAS, BORROW, BOUND, DEFAULT, DESERIALIZE, DESERIALIZE_WITH, FLATTEN, GETTER, ON_FIELD, RENAME, SERIALIZE,
        SERIALIZE_WITH, SKIP, SKIP_DESERIALIZING, SKIP_SERIALIZING, SKIP_SERIALIZING_IF, WITH,
    },
};

/// How a field is stored.
pub(crate) enum Storage {
    /// As its type says.
    Seen,
    /// As something that the derive cannot see, for the word that says so.
    Unseen(Ident),
    /// Not at all.
    Skipped(Ident),
    /// As fields of the struct around it.
    Flattened,
}

/// What serde's attributes say of a field.
#[derive(Default)]
pub(crate) struct SerdeField {
    pub(crate) rename: Option<Both>,
    pub(crate) aliases: Vec<String>,
    pub(crate) unwritten: Option<Ident>,
    pub(crate) unread: Option<Ident>,
    pub(crate) unwritten_if: Option<ExprPath>,
    pub(crate) default: Option<DefaultValue>,
    pub(crate) flatten: Option<Ident>,
    pub(crate) serialize_with: Option<(Ident, ExprPath)>,
    pub(crate) deserialize_with: Option<(Ident, ExprPath)>,
    pub(crate) bound: Option<Vec<WherePredicate>>,
}

impl SerdeField {
    pub(crate) fn parse(cx: &Context, attrs: &[Attribute]) -> Self {
        let mut this = Self::default();
        super::each_word(cx, attrs, |word, input| this.item(word, input));
        this
    }

    /// The names under which the field is written and read; `rule` is `rename_all`.
    pub(crate) fn names(&self, rule: Option<&Both>, name: &str) -> (String, String) {
        Both::or(self.rename.as_ref(), super::container::SerdeContainer::renamed(rule, name))
    }

    /// The type of the function that writes, if it may be one of bson's.
    pub(crate) fn written_by(&self) -> Option<syn::Path> {
        helper::of(&self.serialize_with.as_ref()?.1, SERIALIZE)
    }

    /// The type of the function that reads, if it may be one of bson's.
    pub(crate) fn read_by(&self) -> Option<syn::Path> {
        helper::of(&self.deserialize_with.as_ref()?.1, DESERIALIZE)
    }

    /// How the field is stored.
    pub(crate) fn storage(&self) -> Storage {
        if let Some(word) = &self.unwritten {
            Storage::Skipped(word.clone())
        } else if self.flatten.is_some() {
            Storage::Flattened
        } else {
            self.serialize_with.as_ref().map_or(Storage::Seen, |(word, _)| Storage::Unseen(word.clone()))
        }
    }

    fn item(&mut self, word: &Ident, input: ParseStream) -> syn::Result<()> {
        let keep = || Some(word.clone());
        match &*word.to_string() {
            RENAME => {
                let both = super::names(word, input)?;
                self.aliases.extend(both.more.iter().map(syn::LitStr::value));
                self.rename = Some(both);
            }
            ALIAS => self.aliases.push(attr::string_value(input, word, "old_name")?.value()),
            DEFAULT => self.default = Some(super::default_value(word, input)?),
            SKIP => {
                self.unwritten = keep();
                self.unread = keep();
            }
            SKIP_SERIALIZING => self.unwritten = keep(),
            SKIP_DESERIALIZING => self.unread = keep(),
            SKIP_SERIALIZING_IF => self.unwritten_if = Some(super::path(word, input)?),
            FLATTEN => self.flatten = keep(),
            WITH => {
                let module: ExprPath = super::within(word, input, "path::to::module")?;
                let both = |function: &str| {
                    let function = Ident::new(function, Span::call_site());
                    let path: ExprPath =
                        parse_quote_spanned!(syn::spanned::Spanned::span(&module)=> #module::#function);
                    Some((word.clone(), path))
                };
                self.serialize_with = both(SERIALIZE);
                self.deserialize_with = both(DESERIALIZE);
            }
            SERIALIZE_WITH => self.serialize_with = Some((word.clone(), super::path(word, input)?)),
            DESERIALIZE_WITH => self.deserialize_with = Some((word.clone(), super::path(word, input)?)),
            BOUND => self.bound = Some(super::bound(word, input)?),
            GETTER => drop(attr::string_value(input, word, "path::to::getter")?),
            BORROW => borrow(word, input)?,
            _ => return Err(super::unknown(word, ON_FIELD.iter().copied())),
        }
        Ok(())
    }
}

/// What is borrowed from is gone when a document was read; serde copies from an owned one, and so do we.
pub(super) fn borrow(word: &Ident, input: ParseStream) -> syn::Result<()> {
    if input.peek(syn::Token![=]) { attr::string_value(input, word, "'a").map(drop) } else { Ok(()) }
}

/// Keeps the word for `skip` and its like.
pub(super) fn skip(word: &Ident, unwritten: &mut Slot<()>, unread: &mut Slot<()>, cx: &Context) {
    if word != SKIP_DESERIALIZING {
        unwritten.set(cx, word, ());
    }
    if word != SKIP_SERIALIZING {
        unread.set(cx, word, ());
    }
}
