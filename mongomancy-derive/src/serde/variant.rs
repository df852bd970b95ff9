//! serde's attributes of an enum's variant.

use syn::{Attribute, Ident, parse::ParseStream};

use super::{Both, container, field};
use crate::{
    attr::{self, Slot},
    context::Context,
    symbol::serde::{
        ALIAS, BORROW, BOUND, DESERIALIZE_WITH, ON_VARIANT, OTHER, RENAME, RENAME_ALL, SERIALIZE_WITH, SKIP,
        SKIP_DESERIALIZING, SKIP_SERIALIZING, UNTAGGED, WITH,
    },
};

/// What serde's attributes say of a variant.
pub(crate) struct SerdeVariant {
    pub(crate) rename: Option<Both>,
    pub(crate) rename_all: Option<Both>,
    pub(crate) aliases: Vec<String>,
    pub(crate) unwritten: Slot<()>,
    pub(crate) unread: Slot<()>,
    /// It stands for every name that no other variant has.
    pub(crate) other: Slot<()>,
    /// What makes the variant's form one that only serde knows.
    pub(crate) opaque: Option<Ident>,
}

impl SerdeVariant {
    pub(crate) fn parse(cx: &Context, attrs: &[Attribute]) -> Self {
        let mut this = Self {
            rename: None,
            rename_all: None,
            aliases: Vec::new(),
            unwritten: Slot::empty(),
            unread: Slot::empty(),
            other: Slot::empty(),
            opaque: None,
        };
        super::each_word(cx, attrs, |word, input| this.item(cx, word, input));
        this
    }

    fn item(&mut self, cx: &Context, word: &Ident, input: ParseStream) -> syn::Result<()> {
        match &*word.to_string() {
            RENAME => {
                let both = super::names(word, input)?;
                self.aliases.extend(both.more.iter().map(syn::LitStr::value));
                self.rename = Some(both);
            }
            RENAME_ALL => self.rename_all = Some(container::rule(super::names(word, input)?)?),
            ALIAS => self.aliases.push(attr::string_value(input, word, "OldName")?.value()),
            SKIP | SKIP_SERIALIZING | SKIP_DESERIALIZING => {
                field::skip(word, &mut self.unwritten, &mut self.unread, cx);
            }
            OTHER => self.other.set(cx, word, ()),
            UNTAGGED => self.opaque = Some(word.clone()),
            WITH | SERIALIZE_WITH | DESERIALIZE_WITH => {
                super::path(word, input)?;
                self.opaque = Some(word.clone());
            }
            BOUND => drop(super::bound(word, input)?),
            BORROW => field::borrow(word, input)?,
            _ => return Err(super::unknown(word, ON_VARIANT.iter().copied())),
        }
        Ok(())
    }
}
