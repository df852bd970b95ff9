//! The typed stream of a cursor's documents.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Instant,
};

use futures_util::{Stream, StreamExt};

use crate::{
    codec::{DecodeDocument, MongoDocument, in_collection},
    error::{Error, ErrorKind, Result},
    reply::{Batch, Batches, Reply},
};

/// The documents of a query, batch by batch, as `T`.
///
/// - A document that does not decode is one `Err`; the stream goes on with the next.
/// - An error of the server or the network ends the stream, and says how many documents were given: a stream is never
///   silently short. When the server that held the cursor is gone, [`is_cursor_lost`](crate::Error::is_cursor_lost)
///   is true of it. A [`resumable`](crate::action::Find::resumable) find goes on instead.
/// - The next batch is fetched while the last one is read, or as many as
///   [`prefetch`](crate::action::Find::prefetch) says. One that does not come within the deadline of the call that
///   opened the cursor ends it with [`DeadlineExceeded`](ErrorKind::DeadlineExceeded).
/// - Dropping the cursor closes it on the server, at the member that has it.
///
/// [`next`](Self::next), [`try_next`](Self::try_next) and [`try_collect`](Self::try_collect) need no import; it is a
/// [`futures` stream](futures_util::Stream) as well.
#[must_use = "a cursor does nothing unless its documents are taken"]
pub struct Cursor<T> {
    batches: Batches,
    batch: Option<Batch>,
    namespace: Arc<str>,
    given: u64,
    ended: bool,
    decode: DecodeDocument<T>,
    /// The command that opened it, for errors.
    command: &'static str,
    /// How often that was sent, and since when.
    opened: Option<(u32, Instant)>,
}

impl<T: MongoDocument> Cursor<T> {
    pub(crate) fn new(batches: Batches, namespace: impl Into<Arc<str>>) -> Self {
        Self::decoding(batches, namespace, T::decode)
    }
}

impl<T> Cursor<T> {
    pub(crate) fn decoding(batches: Batches, namespace: impl Into<Arc<str>>, decode: DecodeDocument<T>) -> Self {
        Self {
            batches,
            batch: None,
            namespace: namespace.into(),
            given: 0,
            ended: false,
            decode,
            command: "cursor",
            opened: None,
        }
    }

    /// The same cursor, whose errors say by which command it was opened, how often that was sent, and since when.
    pub(crate) fn opened(mut self, command: &'static str, attempts: u32, started: Instant) -> Self {
        self.command = command;
        self.opened = Some((attempts, started));
        self
    }

    /// The next document; `None` at the end.
    ///
    /// # Cancellation
    /// Safe: no document is lost when the future is dropped.
    pub async fn next(&mut self) -> Option<Result<T>> {
        StreamExt::next(self).await
    }

    /// The next document; `Ok(None)` at the end.
    ///
    /// # Errors
    /// [`Decode`](ErrorKind::Decode) for one document that does not fit `T` (the next call goes on), or what ended the
    /// cursor.
    ///
    /// # Cancellation
    /// Safe: no document is lost when the future is dropped.
    pub async fn try_next(&mut self) -> Result<Option<T>> {
        self.next().await.transpose()
    }

    /// All documents that are left.
    ///
    /// # Errors
    /// The first error, be it of one document or of the cursor.
    pub async fn try_collect(mut self) -> Result<Vec<T>> {
        let mut all = Vec::new();
        loop {
            if let Some(batch) = &self.batch {
                all.reserve(batch.len());
            }
            while let Some(document) = self.read() {
                all.push(document?);
            }
            match poll_fn(|context| self.poll_batch(context)).await {
                Some(fetched) => fetched?,
                None => return Ok(all),
            }
        }
    }

    /// The same documents, decoded as `U`.
    pub fn with_type<U: MongoDocument>(self) -> Cursor<U> {
        let Self { batches, batch, namespace, given, ended, decode: _, command, opened } = self;
        Cursor { batches, batch, namespace, given, ended, decode: U::decode, command, opened }
    }

    /// How many documents it gave so far.
    pub fn documents_given(&self) -> u64 {
        self.given
    }

    /// The next document of the batch at hand.
    fn read(&mut self) -> Option<Result<T>> {
        let document = match self.batch.as_mut()?.next()? {
            Ok(document) => document,
            Err(error) => return Some(Err(self.end(error))),
        };
        self.given += 1;
        let decoded = (self.decode)(document);
        Some(decoded.map_err(|error| self.told(error)))
    }

    /// Puts the next batch in the place of the one that is read to its end; `None` where there is none.
    fn poll_batch(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<()>>> {
        // Its memory is free before there is another one.
        self.batch = None;
        if self.ended {
            return Poll::Ready(None);
        }
        Poll::Ready(match ready!(self.batches.poll_next_unpin(context)) {
            Some(Ok(batch)) => {
                self.batch = Some(batch);
                Some(Ok(()))
            }
            Some(Err(error)) => Some(Err(self.end(error))),
            None => {
                self.ended = true;
                None
            }
        })
    }

    fn end(&mut self, error: Error) -> Error {
        self.ended = true;
        self.batch = None;
        let error = match error.kind() {
            ErrorKind::CursorLost { .. } => error.with_kind(ErrorKind::CursorLost { documents: self.given }),
            _ => error.within(format_args!("after {} documents", self.given)),
        };
        self.told(error).in_call(self.command, &self.namespace)
    }

    /// `error` with what is known of the call. One that a call of its own ended with knows better.
    fn told(&self, error: Error) -> Error {
        let error = in_collection(error, &self.namespace);
        match self.opened {
            Some((attempts, started)) if error.attempts() == 0 => error.with_attempts(attempts, started.elapsed()),
            _ => error,
        }
    }
}

impl Reply {
    /// The reply as a cursor whose documents are `T`s; errors call the collection `namespace`.
    ///
    /// # Errors
    /// [`Other`](ErrorKind::Other) where a document was answered.
    pub fn into_cursor<T: MongoDocument>(self, namespace: impl Into<Arc<str>>) -> Result<Cursor<T>> {
        Ok(Cursor::new(self.into_batches()?, namespace))
    }
}

impl<T> Stream for Cursor<T> {
    type Item = Result<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        let this = self.get_mut();
        loop {
            if let Some(document) = this.read() {
                return Poll::Ready(Some(document));
            }
            match ready!(this.poll_batch(context)) {
                Some(Ok(())) => {}
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> fmt::Debug for Cursor<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cursor")
            .field("namespace", &self.namespace)
            .field("given", &self.given)
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}
