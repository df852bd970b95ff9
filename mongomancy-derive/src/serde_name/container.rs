//! serde's attributes of the struct.

use syn::{Attribute, Ident, LitStr, parse::ParseStream};

use super::Both;
use crate::{
    ast::Derive,
    case::RenameRule,
    context::Context,
    symbol::serde::{
        BRIDGED_ON_CONTAINER, DENY_UNKNOWN_FIELDS, FOLLOWED_ON_CONTAINER, INTO, REMOTE, RENAME_ALL, TAG, TRANSPARENT,
    },
};

/// What serde's attributes say of the whole struct.
#[derive(Default)]
pub(crate) struct SerdeContainer {
    pub(crate) rename_all: Option<Both>,
    /// Another stored field, which holds the struct's name.
    pub(crate) tag: Option<LitStr>,
    pub(crate) deny_unknown_fields: Option<Ident>,
    /// The struct is stored as another type, whose fields nobody here can see.
    pub(crate) into: Option<Ident>,
}

impl SerdeContainer {
    pub(crate) fn parse(cx: &Context, derive: Derive, attrs: &[Attribute]) -> Self {
        let mut this = Self::default();
        super::each_word(cx, attrs, |word, input| this.item(derive, word, input));
        this
    }

    fn item(&mut self, derive: Derive, word: &Ident, input: ParseStream) -> syn::Result<()> {
        let refuse = |message: &str| Err(syn::Error::new(word.span(), message));
        if word == RENAME_ALL {
            self.rename_all = super::names(word, input);
        } else if word == TAG {
            self.tag = super::string(input);
        } else if word == DENY_UNKNOWN_FIELDS {
            self.deny_unknown_fields = Some(word.clone());
        } else if word == TRANSPARENT {
            return refuse(
                "a `transparent` struct is stored as its field, so it is no document of its own; use the type of the \
                 field, or remove `transparent`",
            );
        } else if word == REMOTE {
            return refuse(
                "`remote` makes serde write another type, so that this struct has no codec; derive on a struct of \
                 your own and convert",
            );
        } else if word == INTO {
            if derive == Derive::Collection {
                return refuse(
                    "with `into` another type is what is stored, so its `_id` and its fields cannot be seen here; \
                     derive `MongoCollection` on that type",
                );
            }
            self.into = Some(word.clone());
        } else if !BRIDGED_ON_CONTAINER.iter().any(|known| word == known) {
            let known = FOLLOWED_ON_CONTAINER.iter().chain(BRIDGED_ON_CONTAINER);
            return Err(super::unknown(word, known.copied()));
        }
        Ok(())
    }

    /// The names under which `field` is written and read, where it has no `rename` of its own.
    pub(crate) fn renamed(&self, field: &str) -> (String, String) {
        let apply = |rule: Option<&LitStr>| {
            rule.and_then(|rule| RenameRule::named(&rule.value())).map_or(field.to_owned(), |rule| rule.apply(field))
        };
        let both = self.rename_all.as_ref();
        (apply(both.and_then(|both| both.written.as_ref())), apply(both.and_then(|both| both.read.as_ref())))
    }
}
