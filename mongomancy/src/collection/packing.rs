//! Documents on their way into the bodies of commands.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_util::Stream;

use super::{
    AsDocument,
    body::{Body, Entry, LeftOver, max_bytes},
    call::Call,
};
use crate::{
    error::{Error, Result},
    model::MongoCollection,
};

/// After so many bytes others get their turn: a command that is on its way must not wait for the next to be encoded.
const SLICE: usize = 128 * 1024;
/// The room of a body whose size is not known yet.
const FIRST_ROOM: usize = 4 * 1024;

/// A document that cannot be sent.
pub(super) struct Unsendable {
    pub(super) position: usize,
    pub(super) error: Error,
}

/// Encodes documents as they come, one body after the other. What is packed is kept here, so a future that waits for the
/// next body can be dropped.
pub(super) struct Packing<'a, T: MongoCollection> {
    documents: Pin<Box<dyn Documents<T> + 'a>>,
    /// What the documents of a body may measure, as was asked for.
    limit: usize,
    /// The same, within what the options of the call leave.
    limit_of_body: usize,
    /// The body that is being filled.
    body: Option<Body<T>>,
    left_over: Option<LeftOver<T>>,
    /// How many documents were taken.
    taken: usize,
    /// The stream has no more.
    is_at_end: bool,
    /// The room that the next body gets.
    room: usize,
}

impl<'a, T: MongoCollection> Packing<'a, T> {
    pub(super) fn new<D: AsDocument<T>>(documents: impl Stream<Item = D> + Send + 'a, limit: usize) -> Self {
        let documents = Box::pin(documents);
        Self {
            documents,
            limit,
            limit_of_body: limit,
            body: None,
            left_over: None,
            taken: 0,
            is_at_end: false,
            room: FIRST_ROOM,
        }
    }

    /// Sets what the documents of a body may measure.
    pub(super) fn set_limit(&mut self, bytes: usize) {
        self.limit = bytes;
    }

    /// How many documents were taken, those of all bodies included.
    pub(super) fn taken(&self) -> usize {
        self.taken
    }

    /// Whether the documents were taken to their end.
    pub(super) fn is_at_end(&self) -> bool {
        self.is_at_end
    }

    /// What was taken and is in no body that was given.
    pub(super) fn unsent(&mut self) -> Vec<Entry<T>> {
        let mut entries = self.body.take().map_or_else(Vec::new, Body::into_entries);
        entries.extend(self.left_over.take().map(|left_over| left_over.entry));
        entries
    }

    /// The next body, full, or with the last documents; an error for a document that cannot be sent, after which the
    /// next ones can be; `None` when all are packed.
    pub(super) fn poll_next(
        &mut self,
        call: &Call,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Body<T>, Unsendable>>> {
        if self.is_at_end {
            return Poll::Ready(None);
        }
        let body = self.body.get_or_insert_with(|| {
            self.limit_of_body = self.limit.min(max_bytes(call));
            let mut body = Body::new(call, self.room);
            if let Some(left_over) = self.left_over.take() {
                body.begin(left_over);
            }
            body
        });
        let before = body.size();
        loop {
            if body.size() - before > SLICE {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            let pushed = ready!(self.documents.as_mut().poll_push(context, body, self.taken, self.limit_of_body));
            self.taken += usize::from(pushed.is_some());
            self.is_at_end |= pushed.is_none();
            match pushed {
                Some(Ok(None)) => {}
                Some(Ok(left_over)) => {
                    self.left_over = left_over;
                    // The next one is likely to be full as well, and to be given one too many.
                    self.room = self.limit_of_body + self.limit_of_body / 64;
                    break;
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(Unsendable { position: self.taken - 1, error }))),
                None if body.is_empty() => return Poll::Ready(None),
                None => break,
            }
        }
        Poll::Ready(self.body.take().map(Ok))
    }
}

/// Documents of whatever type.
trait Documents<T: MongoCollection>: Send {
    /// Pushes the next document; `None` when there is no more.
    fn poll_push(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        body: &mut Body<T>,
        position: usize,
        limit: usize,
    ) -> Poll<Option<Result<Option<LeftOver<T>>>>>;
}

impl<T: MongoCollection, D: AsDocument<T>, S: Stream<Item = D> + Send> Documents<T> for S {
    fn poll_push(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        body: &mut Body<T>,
        position: usize,
        limit: usize,
    ) -> Poll<Option<Result<Option<LeftOver<T>>>>> {
        let next = ready!(self.poll_next(context));
        Poll::Ready(next.map(|document| body.push(document, position, limit)))
    }
}
