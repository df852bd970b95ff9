//! What is known of a load that did not store all.

use std::{fmt, ops::Range};

use bson::Bson;

use super::ErrorKind;

/// What became of the documents of a [`bulk_load`](crate::Collection::bulk_load) that did not store all of them.
///
/// Each document that was taken from the stream is counted in [`stored`](Self::stored) or in [`failed`](Self::failed), or
/// is in [`unknown`](Self::unknown) or in [`not_stored`](Self::not_stored). One can be in two of them: refused for its key
/// when it was sent again, it is counted in `failed` and is in `unknown`, because it may have taken that key itself. Of
/// those that were refused only the first are named, in [`failures`](Self::failures). Documents are told by their position
/// in the stream, counted from zero, and by their `_id`; nothing else of them is kept here.
///
/// ```no_run
/// # async fn example(players: mongomancy::Collection<mongomancy::bson::Document>) {
/// use futures_util::stream;
/// use mongomancy::doc;
///
/// let many = (0..1_000_000).map(|n| doc! { "_id": n % 999_999 });
/// if let Err(error) = players.bulk_load(stream::iter(many)).await
///     && let Some(load) = error.partial_load()
/// {
///     println!("{} are stored, {} refused, of {}", load.stored(), load.failed(), load.taken());
///     for failure in load.failures() {
///         println!("document {}: {}", failure.position(), failure.kind());
///     }
/// }
/// # }
/// ```
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct PartialLoad {
    pub(crate) taken: u64,
    pub(crate) is_complete: bool,
    pub(crate) stored: u64,
    pub(crate) failed: u64,
    pub(crate) failures: Vec<LoadFailure>,
    pub(crate) unknown: Vec<UnknownDocument>,
    pub(crate) not_stored: Vec<Range<u64>>,
}

impl PartialLoad {
    /// How many documents were taken from the stream. Those behind them were not looked at.
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// Whether the stream was read to its end: then documents were refused, or the last commands failed, and there are no
    /// others. Where it is false, the load ended before, and the stream may have more behind those that were taken.
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// How many documents are stored and acknowledged.
    pub fn stored(&self) -> u64 {
        self.stored
    }

    /// How many documents were refused: by the server, or before they were sent, since they cannot be encoded or are too
    /// large.
    pub fn failed(&self) -> u64 {
        self.failed
    }

    /// Those that were refused, and why: the first of them, as many as
    /// [`keep_failures`](crate::action::BulkLoad::keep_failures) says, in the order in which their answers came.
    pub fn failures(&self) -> &[LoadFailure] {
        &self.failures
    }

    /// Those that were sent and not acknowledged: they may be stored. One that is in [`failures`](Self::failures) as well
    /// was refused when it was sent again, because its key was taken: perhaps by itself.
    pub fn unknown(&self) -> &[UnknownDocument] {
        &self.unknown
    }

    /// The positions of those that were taken from the stream and are not stored, since the load ended: their commands
    /// were not sent, or were refused as a whole.
    pub fn not_stored(&self) -> &[Range<u64>] {
        &self.not_stored
    }
}

/// The `_id`s are left out: they may be anything.
impl fmt::Debug for PartialLoad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PartialLoad")
            .field("taken", &self.taken)
            .field("is_complete", &self.is_complete)
            .field("stored", &self.stored)
            .field("failed", &self.failed)
            .field("unknown", &self.unknown.len())
            .field("not_stored", &self.not_stored)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for PartialLoad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = if self.stored == 1 { "document is" } else { "documents are" };
        write!(f, "{} {verb} stored, {} refused", self.stored, self.failed)?;
        if self.unknown.is_empty() { Ok(()) } else { write!(f, ", {} may be stored", self.unknown.len()) }
    }
}

/// Why one document of a load was refused.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct LoadFailure {
    pub(crate) position: u64,
    pub(crate) id: Option<Bson>,
    pub(crate) code: i32,
    pub(crate) kind: ErrorKind,
}

impl LoadFailure {
    /// The document's position in the stream, from zero.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// The document's `_id`; none where it was refused before it was sent.
    pub fn id(&self) -> Option<&Bson> {
        self.id.as_ref()
    }

    /// The server's error code; 0 where the document was refused before it was sent.
    pub fn code(&self) -> i32 {
        self.code
    }

    /// What kind of refusal it is.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }
}

impl fmt::Debug for LoadFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoadFailure")
            .field("position", &self.position)
            .field("code", &self.code)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// A document of a load that was sent and not acknowledged.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct UnknownDocument {
    pub(crate) position: u64,
    pub(crate) id: Option<Bson>,
}

impl UnknownDocument {
    /// The document's position in the stream, from zero.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// The document's `_id`; none where its type has no BSON form any more.
    pub fn id(&self) -> Option<&Bson> {
        self.id.as_ref()
    }
}

impl fmt::Debug for UnknownDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownDocument").field("position", &self.position).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ValidationFailure;

    #[test]
    fn it_tells_counts_and_no_ids() {
        let id = || Some(Bson::from("MARK"));
        let load = PartialLoad {
            taken: 9,
            is_complete: true,
            stored: 1,
            failed: 1,
            failures: vec![LoadFailure {
                position: 3,
                id: id(),
                code: 121,
                kind: ErrorKind::Validation(ValidationFailure::default()),
            }],
            unknown: vec![UnknownDocument { position: 4, id: id() }],
            not_stored: vec![5..7, 8..9],
        };
        assert_eq!(load.to_string(), "1 document is stored, 1 refused, 1 may be stored");
        let printed = format!("{load:?} {load:#?} {:?} {:?}", load.failures(), load.unknown());
        assert!(!printed.contains("MARK"), "{printed}");
        assert_eq!(PartialLoad::default().to_string(), "0 documents are stored, 0 refused");
    }
}
