//! What an executor answers.

mod batch;

use std::fmt;

use bson::{Bson, Document, doc};
use futures_util::{StreamExt, stream::BoxStream};

pub use self::batch::Batch;
use crate::error::{Error, ErrorKind, Result};

/// The batches of a cursor, as they come in.
pub type Batches = BoxStream<'static, Result<Batch>>;

/// The answer to an [`Operation`](crate::Operation): the server's reply as a document, or the batches of a cursor.
///
/// ```
/// use mongomancy::{Reply, bson::doc};
///
/// let found = Reply::cursor([Ok(vec![doc! { "name": "Ada" }])]);
/// let inserted = Reply::inserted(1);
/// assert_eq!(inserted.into_document()?.get_i64("n").ok(), Some(1));
/// # Ok::<(), mongomancy::Error>(())
/// ```
pub struct Reply {
    body: Body,
    attempts: u32,
    replayed: bool,
}

enum Body {
    Document(Document),
    Cursor(Batches),
}

impl Reply {
    /// A command's reply.
    pub fn document(document: Document) -> Self {
        Self::new(Body::Document(document))
    }

    /// A cursor that gives these batches; an error ends it.
    pub fn cursor<I>(batches: I) -> Self
    where
        I: IntoIterator<Item = Result<Vec<Document>>>,
        I::IntoIter: Send + 'static,
    {
        Self::batches(
            futures_util::stream::iter(
                batches.into_iter().map(|batch| batch.and_then(|documents| Batch::of(&documents))),
            )
            .boxed(),
        )
    }

    /// A cursor that gives these encoded batches; an error ends it.
    pub fn batches(batches: Batches) -> Self {
        Self::new(Body::Cursor(batches))
    }

    /// The reply to an `insert` that stored `n` documents.
    pub fn inserted(n: u32) -> Self {
        Self::document(doc! { "ok": 1, "n": i64::from(n) })
    }

    /// The reply to an `update` that matched `matched` documents and changed `modified` of them.
    pub fn updated(matched: u32, modified: u32) -> Self {
        Self::document(doc! { "ok": 1, "n": i64::from(matched), "nModified": i64::from(modified) })
    }

    /// The reply to a `delete` of `n` documents.
    pub fn deleted(n: u32) -> Self {
        Self::document(doc! { "ok": 1, "n": i64::from(n) })
    }

    /// The reply to a `findAndModify`: the document, or none where nothing matched.
    pub fn found(document: impl Into<Option<Document>>) -> Self {
        Self::document(doc! { "ok": 1, "value": document.into().map_or(Bson::Null, Bson::Document) })
    }

    /// Says how many times the operation was sent, and whether a replay gave this answer.
    pub fn after(mut self, attempts: u32, replayed: bool) -> Self {
        self.attempts = attempts;
        self.replayed = replayed;
        self
    }

    /// How many times the operation was sent.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Whether the operation may have run before the time that gave this answer: its counts describe the last time.
    pub fn is_replayed(&self) -> bool {
        self.replayed
    }

    /// Whether the server refused statements of a write, or could not make it safe.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(&self.body, Body::Document(reply) if is_refusal(reply))
    }

    /// The reply as a document.
    ///
    /// # Errors
    /// [`Other`](ErrorKind::Other) where a cursor was answered.
    pub fn into_document(self) -> Result<Document> {
        match self.body {
            Body::Document(document) => Ok(document),
            Body::Cursor(_) => Err(Error::new(ErrorKind::Other, "the executor answered a cursor, not a document")),
        }
    }

    /// The reply as batches.
    ///
    /// # Errors
    /// [`Other`](ErrorKind::Other) where a document was answered.
    pub fn into_batches(self) -> Result<Batches> {
        match self.body {
            Body::Cursor(batches) => Ok(batches),
            Body::Document(_) => Err(Error::new(ErrorKind::Other, "the executor answered a document, not a cursor")),
        }
    }

    fn new(body: Body) -> Self {
        Self { body, attempts: 1, replayed: false }
    }
}

/// Whether a server refused statements of a write, or could not make it safe.
pub(crate) fn is_refusal(reply: &Document) -> bool {
    // Few keys: to look at all of them costs less than to hash two names.
    reply.keys().any(|key| matches!(key.as_str(), "writeErrors" | "writeConcernError"))
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = match self.body {
            Body::Document(_) => "document",
            Body::Cursor(_) => "cursor",
        };
        f.debug_struct("Reply")
            .field("body", &body)
            .field("attempts", &self.attempts)
            .field("replayed", &self.replayed)
            .finish()
    }
}
