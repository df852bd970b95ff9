//! serde's attributes of one field.

use syn::{Ident, ext::IdentExt, parse::ParseStream};

use super::{Both, container::SerdeContainer};
use crate::{
    context::Context,
    symbol::serde::{
        BRIDGED_ON_FIELD, FLATTEN, FOLLOWED_ON_FIELD, RENAME, SERIALIZE_WITH, SKIP, SKIP_DESERIALIZING,
        SKIP_SERIALIZING, WITH,
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

#[derive(Default)]
struct SerdeField {
    rename: Option<Both>,
    unwritten: Option<Ident>,
    unread: Option<Ident>,
    flatten: bool,
    with: Option<Ident>,
}

/// The stored name of `field` and how it is stored.
pub(crate) fn stored(cx: &Context, container: &SerdeContainer, field: &syn::Field, name: &Ident) -> (String, Storage) {
    let mut serde = SerdeField::default();
    super::each_word(cx, &field.attrs, |word, input| serde.item(word, input));
    let (written, read) = serde.names(container, &name.unraw().to_string());
    let storage = if let Some(word) = serde.unwritten {
        Storage::Skipped(word)
    } else if serde.flatten {
        Storage::Flattened
    } else {
        if written != read && serde.unread.is_none() {
            let word = serde.rename.as_ref().or(container.rename_all.as_ref()).map_or(name, |both| &both.word);
            cx.error(
                word,
                format_args!(
                    "`{}` is written as `{written}` and read as `{read}`; a stored field has one name. To read an old \
                     one as well, write `alias = {read:?}`",
                    name.unraw()
                ),
            );
        }
        serde.with.map_or(Storage::Seen, Storage::Unseen)
    };
    (written, storage)
}

impl SerdeField {
    fn item(&mut self, word: &Ident, input: ParseStream) -> syn::Result<()> {
        let keep = || Some(word.clone());
        if word == RENAME {
            self.rename = super::names(word, input);
        } else if word == SKIP {
            self.unwritten = keep();
            self.unread = keep();
        } else if word == SKIP_SERIALIZING {
            self.unwritten = keep();
        } else if word == SKIP_DESERIALIZING {
            self.unread = keep();
        } else if word == FLATTEN {
            self.flatten = true;
        } else if word == WITH || word == SERIALIZE_WITH {
            self.with = keep();
        } else if !BRIDGED_ON_FIELD.iter().any(|known| word == known) {
            let known = FOLLOWED_ON_FIELD.iter().chain(BRIDGED_ON_FIELD);
            return Err(super::unknown(word, known.copied()));
        }
        Ok(())
    }

    fn names(&self, container: &SerdeContainer, name: &str) -> (String, String) {
        let (mut written, mut read) = container.renamed(name);
        if let Some(both) = &self.rename {
            if let Some(name) = &both.written {
                written = name.value();
            }
            if let Some(name) = &both.read {
                read = name.value();
            }
        }
        (written, read)
    }
}
