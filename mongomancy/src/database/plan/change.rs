//! One change of a plan: what is otherwise, and what it takes.

use std::fmt;

use bson::Document;
use serde::Serialize;

use super::step::Step;
use crate::database::report::ChangeSubject;

/// What a change does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ChangeKind {
    /// Makes what is declared and missing: a collection, a view, an index.
    Create,
    /// Changes what is there in place, by `collMod`.
    Modify,
    /// Drops an index and makes it anew, since no server changes it in place.
    Rebuild,
    /// Drops what no definition declares. Only a plan that was asked for it has such changes.
    Drop,
    /// Inserts a default document.
    Insert,
    /// Cannot be done as things are: documents stand in the way, or no server can do it at all.
    Blocked,
}

/// A change that has to be allowed: it deletes documents, refuses writes that passed before, or takes away what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Change {
    /// A time to live that is new on a collection with documents, or shorter than before: documents are deleted.
    TimeToLive,
    /// A validator that is stricter than before, or that cannot be seen to be no stricter: writes are refused.
    Validator,
    /// A unique index on a collection with documents: writes are refused.
    Unique,
    /// A smaller cap: documents are deleted.
    Cap,
    /// An index is hidden: queries that name it as a hint are refused, and those that only it serves, as `$text`.
    Hide,
    /// An index is dropped and made anew: meanwhile queries go without it, and a unique one may refuse nothing.
    Rebuild,
    /// What no definition declares is dropped.
    Drop,
}

/// One change of a [`Plan`](super::Plan).
///
/// Neither its `Debug`, nor its `Display`, nor what serde makes of it has values of documents.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlannedChange {
    pub(crate) collection: String,
    pub(crate) kind: ChangeKind,
    pub(crate) subject: ChangeSubject,
    pub(crate) detail: String,
    pub(crate) needs: Vec<Change>,
    pub(crate) documents: Option<u64>,
    #[serde(skip)]
    pub(crate) examples: Vec<Document>,
    #[serde(skip)]
    pub(crate) step: Step,
}

impl PlannedChange {
    /// The collection's name.
    pub fn collection(&self) -> &str {
        &self.collection
    }

    /// What it does.
    pub fn kind(&self) -> ChangeKind {
        self.kind
    }

    /// What it is about.
    pub fn subject(&self) -> &ChangeSubject {
        &self.subject
    }

    /// More about it in words, without values of documents.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// What has to be allowed, all of it; nothing where it is safe.
    pub fn needs(&self) -> &[Change] {
        &self.needs
    }

    /// How many documents it concerns, where that was counted: those that a time to live or a cap deletes, that a
    /// validator does not let pass, or that share a key, once for each key. Documents that come meanwhile are not counted,
    /// and neither are duplicates in positions of arrays, or in several fields of the same elements: the server finds those
    /// when it builds the index.
    pub fn documents(&self) -> Option<u64> {
        self.documents
    }

    /// Up to five of the values that stand in the way of a unique index, by the index's fields: these are values of
    /// documents, which are shown nowhere else.
    ///
    /// ```no_run
    /// # async fn example(game: mongomancy::Database) -> mongomancy::Result<()> {
    /// for blocked in game.plan().await?.blocked() {
    ///     println!("{blocked}: as {:?}", blocked.examples());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn examples(&self) -> &[Document] {
        &self.examples
    }

    /// Whether it can delete documents, refuse writes that passed before, or takes away what is there.
    pub fn is_destructive(&self) -> bool {
        !self.needs.is_empty()
    }

    /// What has to be allowed, in words.
    pub(super) fn only_under(&self) -> Option<String> {
        let words: Vec<String> = self.needs.iter().map(|needs| format!("`allow(Change::{needs:?})`")).collect();
        (!words.is_empty()).then(|| format!("only under {}", words.join(" and ")))
    }

    /// Whether both come to the same, whatever was counted.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        (&self.collection, &self.subject, &self.step) == (&other.collection, &other.subject, &other.step)
    }
}

impl fmt::Debug for PlannedChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlannedChange")
            .field("collection", &self.collection)
            .field("kind", &self.kind)
            .field("subject", &self.subject)
            .field("detail", &self.detail)
            .field("needs", &self.needs)
            .field("documents", &self.documents)
            .finish_non_exhaustive()
    }
}

/// In one line, as an error tells it: `player: index seen: its expireAfterSeconds is 60, declared is 30`.
impl fmt::Display for PlannedChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.collection)?;
        match &self.subject {
            ChangeSubject::Collection if self.detail.is_empty() => f.write_str(": collection")?,
            ChangeSubject::Collection => {}
            subject => write!(f, ": {subject}")?,
        }
        if !self.detail.is_empty() {
            write!(f, ": {}", self.detail)?;
        }
        let documents = self.documents.map(in_words);
        let remarks: Vec<String> = documents.into_iter().chain(self.only_under()).collect();
        if remarks.is_empty() { Ok(()) } else { write!(f, " ({})", remarks.join(", ")) }
    }
}

fn in_words(documents: u64) -> String {
    format!("{documents} document{}", if documents == 1 { "" } else { "s" })
}
