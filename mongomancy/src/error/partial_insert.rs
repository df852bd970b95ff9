//! What is known of an insert of many documents that failed.

use super::ErrorKind;

/// Which documents of a failed [`insert_many`](crate::Collection::insert_many) are stored.
///
/// Documents are told by their position in what was given, counted from zero; none of them is kept here. Those in no
/// list were not sent.
///
/// ```no_run
/// # async fn example(players: mongomancy::Collection<mongomancy::bson::Document>) {
/// use mongomancy::doc;
///
/// let three = [doc! { "name": "Ada" }, doc! { "name": "Ada" }, doc! { "name": "Bob" }];
/// if let Err(error) = players.insert_many(three).ordered(false).await
///     && let Some(partial) = error.partial_insert()
/// {
///     println!("{} of 3 are stored", partial.stored().len());
///     for failure in partial.failures() {
///         println!("document {}: {}", failure.position(), failure.kind());
///     }
/// }
/// # }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PartialInsert {
    pub(crate) stored: Vec<usize>,
    pub(crate) failures: Vec<InsertFailure>,
    pub(crate) unknown: Vec<usize>,
}

impl PartialInsert {
    /// The documents that are stored and acknowledged.
    pub fn stored(&self) -> &[usize] {
        &self.stored
    }

    /// The documents that the server refused, and why.
    pub fn failures(&self) -> &[InsertFailure] {
        &self.failures
    }

    /// The documents that were sent but not acknowledged: they may be stored. One that is in [`failures`](Self::failures)
    /// as well was refused when it was sent again, because its key was taken: perhaps by itself.
    pub fn unknown(&self) -> &[usize] {
        &self.unknown
    }
}

/// Why one document was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InsertFailure {
    pub(crate) position: usize,
    pub(crate) code: i32,
    pub(crate) kind: ErrorKind,
}

impl InsertFailure {
    /// The document's position in what was given, from zero.
    pub fn position(&self) -> usize {
        self.position
    }

    /// The server's error code.
    pub fn code(&self) -> i32 {
        self.code
    }

    /// What kind of refusal it is.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }
}
