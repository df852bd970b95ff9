//! What a collection is besides its name.

use proc_macro2::TokenStream;
use syn::{Ident, Token, parse::ParseStream, token};

use super::{Capped, concern::Concerns, time_series::TimeSeries, view::View};
use crate::{
    attr::{Slot, collation::CollationAttr, expire_after, value},
    context::Context,
    symbol,
};

/// The words of these options.
pub(super) const WORDS: [&str; 14] = [
    symbol::CAPPED,
    symbol::TIME_SERIES,
    symbol::EXPIRE_AFTER,
    symbol::CLUSTERED,
    symbol::COLLATION,
    symbol::PRE_AND_POST_IMAGES,
    symbol::VALIDATE,
    symbol::VALIDATION_LEVEL,
    symbol::VALIDATION_ACTION,
    symbol::READ_CONCERN,
    symbol::WRITE_CONCERN,
    symbol::READ_PREFERENCE,
    symbol::VIEW,
    symbol::OPTIONS,
];
/// What they take, by the variant of mongomancy's type.
const LEVELS: [(&str, &str); 3] = [("strict", "Strict"), ("moderate", "Moderate"), ("off", "Off")];
const ACTIONS: [(&str, &str); 2] = [("error", "Error"), ("warn", "Warn")];

/// The options. A word of several has the name of its variant.
pub(crate) struct CollectionOptions {
    pub(crate) capped: Slot<Capped>,
    pub(crate) time_series: Slot<TimeSeries>,
    pub(crate) expire_after: Slot<u64>,
    pub(crate) clustered: Slot<()>,
    pub(crate) collation: Slot<CollationAttr>,
    pub(crate) pre_and_post_images: Slot<bool>,
    /// Whether the server refuses what is not of the struct's shape.
    pub(crate) validate: Slot<()>,
    pub(crate) validation_level: Slot<&'static str>,
    pub(crate) validation_action: Slot<&'static str>,
    pub(crate) concerns: Concerns,
    pub(crate) view: Slot<View>,
    /// What has no word, as `doc!` reads it.
    pub(crate) others: Slot<TokenStream>,
}

impl CollectionOptions {
    pub(super) fn empty() -> Self {
        Self {
            capped: Slot::empty(),
            time_series: Slot::empty(),
            expire_after: Slot::empty(),
            clustered: Slot::empty(),
            collation: Slot::empty(),
            pre_and_post_images: Slot::empty(),
            validate: Slot::empty(),
            validation_level: Slot::empty(),
            validation_action: Slot::empty(),
            concerns: Concerns::empty(),
            view: Slot::empty(),
            others: Slot::empty(),
        }
    }

    /// Reads what follows the word, which must be one of [`WORDS`].
    pub(super) fn item(&mut self, cx: &Context, input: ParseStream, word: &Ident) -> syn::Result<()> {
        match &*word.to_string() {
            symbol::CAPPED => self.capped.set(cx, word, Capped::parse(cx, input, word)?),
            symbol::TIME_SERIES => self.time_series.set(cx, word, TimeSeries::parse(cx, input, word)?),
            symbol::EXPIRE_AFTER => self.expire_after.set(cx, word, expire_after::parse(input, word)?),
            symbol::CLUSTERED => self.clustered.set(cx, word, by_the_id(input, word)?),
            symbol::COLLATION => self.collation.set(cx, word, CollationAttr::parse(cx, input, word)?),
            symbol::PRE_AND_POST_IMAGES => self.pre_and_post_images.set(cx, word, value::flag(input, word)?),
            symbol::VALIDATE => self.validate.set(cx, word, ()),
            symbol::VALIDATION_LEVEL => self.validation_level.set(cx, word, value::choice(input, word, &LEVELS)?),
            symbol::VALIDATION_ACTION => self.validation_action.set(cx, word, value::choice(input, word, &ACTIONS)?),
            symbol::VIEW => self.view.set(cx, word, View::parse(cx, input, word)?),
            symbol::OPTIONS => {
                let options = value::document(input, word, "{ \"storageEngine\": { .. } }")?;
                self.others.set(cx, word, options);
            }
            _ => self.concerns.item(cx, input, word)?,
        }
        Ok(())
    }
}

/// `clustered` stands alone: there is one field that a collection can be clustered by.
fn by_the_id(input: ParseStream, word: &Ident) -> syn::Result<()> {
    if input.peek(Token![=]) || input.peek(token::Paren) {
        let message = "a collection is clustered by `_id` and by no other field, so `clustered` stands alone; give the field \
                       that documents should be stored by `#[serde(rename = \"_id\")]`, or an index";
        return Err(syn::Error::new(word.span(), message));
    }
    Ok(())
}
