//! serde's attributes of the struct or enum.

use syn::{Attribute, Ident, LitStr, Type, WherePredicate, parse::ParseStream};

use super::{Both, DefaultValue};
use crate::{
    ast::Derive,
    attr::{self, Slot},
    case::RenameRule,
    context::Context,
    symbol::serde::{
        BOUND, CONTENT, CRATE, DEFAULT, DENY_UNKNOWN_FIELDS, EXPECTING, FIELD_IDENTIFIER, FROM, INTO, ON_CONTAINER,
        REMOTE, RENAME, RENAME_ALL, RENAME_ALL_FIELDS, TAG, TRANSPARENT, TRY_FROM, UNTAGGED, VARIANT_IDENTIFIER,
    },
};

/// What serde's attributes say of the whole struct or enum.
pub(crate) struct SerdeContainer {
    pub(crate) rename: Option<Both>,
    pub(crate) rename_all: Option<Both>,
    pub(crate) rename_all_fields: Option<Both>,
    /// Of a struct: another stored field, which holds its name.
    pub(crate) tag: Slot<LitStr>,
    pub(crate) content: Slot<LitStr>,
    pub(crate) untagged: Slot<()>,
    pub(crate) deny_unknown_fields: Slot<()>,
    pub(crate) default: Slot<DefaultValue>,
    pub(crate) transparent: Slot<()>,
    pub(crate) from: Slot<Type>,
    pub(crate) try_from: Slot<Type>,
    /// It is stored as another type, whose fields nobody here can see.
    pub(crate) into: Slot<Type>,
    pub(crate) expecting: Slot<LitStr>,
    pub(crate) bound: Slot<Vec<WherePredicate>>,
}

impl Default for SerdeContainer {
    fn default() -> Self {
        Self {
            rename: None,
            rename_all: None,
            rename_all_fields: None,
            tag: Slot::empty(),
            content: Slot::empty(),
            untagged: Slot::empty(),
            deny_unknown_fields: Slot::empty(),
            default: Slot::empty(),
            transparent: Slot::empty(),
            from: Slot::empty(),
            try_from: Slot::empty(),
            into: Slot::empty(),
            expecting: Slot::empty(),
            bound: Slot::empty(),
        }
    }
}

impl SerdeContainer {
    pub(crate) fn parse(cx: &Context, derive: Derive, attrs: &[Attribute]) -> Self {
        let mut this = Self::default();
        super::each_word(cx, attrs, |word, input| this.item(cx, derive, word, input));
        this
    }

    fn item(&mut self, cx: &Context, derive: Derive, word: &Ident, input: ParseStream) -> syn::Result<()> {
        match &*word.to_string() {
            RENAME => self.rename = Some(super::names(word, input)?),
            RENAME_ALL => self.rename_all = Some(rule(super::names(word, input)?)?),
            RENAME_ALL_FIELDS => self.rename_all_fields = Some(rule(super::names(word, input)?)?),
            TAG => self.tag.set(cx, word, attr::string_value(input, word, "type")?),
            CONTENT => self.content.set(cx, word, attr::string_value(input, word, "content")?),
            UNTAGGED => self.untagged.set(cx, word, ()),
            DENY_UNKNOWN_FIELDS => self.deny_unknown_fields.set(cx, word, ()),
            DEFAULT => self.default.set(cx, word, super::default_value(word, input)?),
            FROM => self.from.set(cx, word, super::within(word, input, "Stored")?),
            TRY_FROM => self.try_from.set(cx, word, super::within(word, input, "Stored")?),
            INTO => {
                self.into.set(cx, word, super::within(word, input, "Stored")?);
                if derive == Derive::Collection {
                    return refuse(
                        word,
                        "with `into` another type is what is stored, so its `_id` and its fields cannot be seen here; \
                         derive `MongoCollection` on that type",
                    );
                }
            }
            EXPECTING => self.expecting.set(cx, word, attr::string_value(input, word, "a player")?),
            BOUND => self.bound.set(cx, word, super::bound(word, input)?),
            CRATE => drop(attr::string_value(input, word, "path::to::serde")?),
            TRANSPARENT if derive == Derive::Collection => {
                return refuse(
                    word,
                    "a `transparent` struct is stored as its field, so it is no document of its own; use the type of \
                     the field, or remove `transparent`",
                );
            }
            TRANSPARENT => self.transparent.set(cx, word, ()),
            REMOTE => {
                attr::string_value(input, word, "path::to::Type")?;
                return refuse(
                    word,
                    "`remote` makes serde write another type, so that this struct has no codec; derive on a struct of \
                     your own and convert",
                );
            }
            FIELD_IDENTIFIER | VARIANT_IDENTIFIER => {
                return refuse(word, "this is for readers of names, which are no documents; remove it");
            }
            _ => return Err(super::unknown(word, ON_CONTAINER.iter().copied())),
        }
        Ok(())
    }

    /// The names under which `field` is written and read, where it has no `rename` of its own.
    pub(crate) fn renamed(rule: Option<&Both>, field: &str) -> (String, String) {
        by_rule(rule, field, RenameRule::apply)
    }

    /// The same for a variant.
    pub(crate) fn renamed_variant(&self, variant: &str) -> (String, String) {
        by_rule(self.rename_all.as_ref(), variant, RenameRule::apply_to_variant)
    }
}

/// The rules are known, which serde need not be there to check.
pub(super) fn rule(both: Both) -> syn::Result<Both> {
    for literal in [&both.written, &both.read].into_iter().flatten() {
        if RenameRule::named(&literal.value()).is_none() {
            let message = format!(
                "serde knows no rule {:?}; its rules are {}",
                literal.value(),
                crate::suggest::list(RenameRule::NAMES.iter().map(|(name, _)| *name))
            );
            return Err(syn::Error::new(literal.span(), message));
        }
    }
    Ok(both)
}

fn by_rule(both: Option<&Both>, name: &str, apply: impl Fn(RenameRule, &str) -> String) -> (String, String) {
    let apply = |rule: Option<&LitStr>| {
        rule.and_then(|rule| RenameRule::named(&rule.value())).map_or(name.to_owned(), |rule| apply(rule, name))
    };
    (apply(both.and_then(|both| both.written.as_ref())), apply(both.and_then(|both| both.read.as_ref())))
}

fn refuse(word: &Ident, message: &str) -> syn::Result<()> {
    Err(syn::Error::new(word.span(), message))
}
