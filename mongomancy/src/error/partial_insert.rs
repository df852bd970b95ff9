//! What is known of an insert of many documents that failed.

use std::fmt;

use super::ErrorKind;

/// Which documents of a failed [`insert_many`](crate::Collection::insert_many) are stored.
///
/// Documents are told by their position in what was given, counted from zero; none of them is kept here. Those in no
/// list are not stored.
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

    /// The documents that the server refused, and why; or the one for which nothing was sent, since it is too large or
    /// cannot be encoded.
    pub fn failures(&self) -> &[InsertFailure] {
        &self.failures
    }

    /// The documents that were sent but not acknowledged: they may be stored. One that is in [`failures`](Self::failures)
    /// as well was refused when it was sent again, because its key was taken: perhaps by itself.
    pub fn unknown(&self) -> &[usize] {
        &self.unknown
    }
}

impl fmt::Display for PartialInsert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let documents = |count| if count == 1 { "document" } else { "documents" };
        match (self.stored.len(), self.unknown.len()) {
            (0, unknown @ 1..) => write!(f, "{unknown} {} may be stored", documents(unknown)),
            (stored, unknown) => {
                let verb = if stored == 1 { "is" } else { "are" };
                write!(f, "{stored} {} {verb} stored", documents(stored))?;
                if unknown > 0 { write!(f, ", {unknown} may be") } else { Ok(()) }
            }
        }
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

    /// The server's error code; 0 where the document was refused before it was sent.
    pub fn code(&self) -> i32 {
        self.code
    }

    /// What kind of refusal it is.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_certain_is_told_apart_from_what_is_not() {
        for (stored, unknown, expected) in [
            (0, 0, "0 documents are stored"),
            (1, 0, "1 document is stored"),
            (2, 0, "2 documents are stored"),
            (2, 1, "2 documents are stored, 1 may be"),
            (0, 1, "1 document may be stored"),
            (0, 3, "3 documents may be stored"),
        ] {
            let partial =
                PartialInsert { stored: vec![0; stored], unknown: vec![0; unknown], ..PartialInsert::default() };
            assert_eq!(partial.to_string(), expected);
        }
    }
}
