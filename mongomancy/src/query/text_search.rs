//! What a text index is asked for.

use std::fmt;

use super::operators;
use crate::codec::encode::EncodeError;

/// Words to find in a text index, and how they are compared.
///
/// ```
/// use mongomancy::{Filter, MongoCollection, TextSearch, doc};
///
/// #[derive(MongoCollection)]
/// struct Book {
///     title: String,
/// }
/// let search = TextSearch::new("café -tea").language("none").diacritic_sensitive(true);
/// let document = doc! {
///     "$text": { "$search": "café -tea", "$language": "none", "$diacriticSensitive": true },
/// };
/// assert_eq!(Filter::<Book>::text(search).to_document()?, document);
/// # Ok::<(), mongomancy::Error>(())
/// ```
#[derive(Clone)]
#[must_use = "a search does nothing by itself: it is given to `Filter::text`"]
pub struct TextSearch {
    search: String,
    language: Option<String>,
    case_sensitive: Option<bool>,
    diacritic_sensitive: Option<bool>,
}

impl TextSearch {
    /// Any of the words, each `"phrase"` in quotes, and no `-word` with a minus.
    pub fn new(search: impl Into<String>) -> Self {
        Self { search: search.into(), language: None, case_sensitive: None, diacritic_sensitive: None }
    }

    /// Whose stop words and stems are meant; `"none"` for none. Default: the index's language.
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.language = Some(language.into());
        self
    }

    /// Whether an `A` is no `a`. Default: it is.
    pub fn case_sensitive(mut self, sensitive: bool) -> Self {
        self.case_sensitive = Some(sensitive);
        self
    }

    /// Whether an `é` is no `e`. Default: it is.
    pub fn diacritic_sensitive(mut self, sensitive: bool) -> Self {
        self.diacritic_sensitive = Some(sensitive);
        self
    }

    /// Appends the operators.
    pub(super) fn write(&self, to: &mut Vec<u8>) -> Result<(), EncodeError> {
        operators::put_plain(to, "$search", &self.search)?;
        if let Some(language) = &self.language {
            operators::put_plain(to, "$language", language)?;
        }
        if let Some(sensitive) = self.case_sensitive {
            operators::put_plain(to, "$caseSensitive", &sensitive)?;
        }
        if let Some(sensitive) = self.diacritic_sensitive {
            operators::put_plain(to, "$diacriticSensitive", &sensitive)?;
        }
        Ok(())
    }
}

impl<S: Into<String>> From<S> for TextSearch {
    fn from(search: S) -> Self {
        Self::new(search)
    }
}

/// Shows no word.
impl fmt::Debug for TextSearch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextSearch").field("language", &self.language).finish_non_exhaustive()
    }
}
