//! `bulk_load`: a stream of documents, several commands at a time.

mod account;
mod progress;

use std::future::poll_fn;

use futures_util::{Stream, StreamExt, stream::FuturesUnordered};

use self::account::Account;
pub use self::progress::LoadProgress;
use super::{
    AsDocument, Collection,
    body::{Body, Entry},
    call::Call,
    packing::Packing,
    written::Written,
};
use crate::{error::Result, model::MongoCollection};

/// How many commands are under way at a time: one is on its way while the server works on another. More were no faster.
const IN_FLIGHT: usize = 2;
/// What the documents of one command measure.
const BODY_SIZE: usize = 2 * 1024 * 1024;
/// How many refused documents the report names.
const KEPT_FAILURES: usize = 10_000;

impl<T: MongoCollection> Collection<T> {
    /// Stores the documents of a stream, each without an `_id` under a new `ObjectId`. They are encoded into commands as
    /// they come; several commands are under way at a time, and in no order. The stream is not read further than one
    /// command ahead of these, so memory is bounded however long it is.
    ///
    /// An iterator is loaded as `futures_util::stream::iter(iterator)`. A source that can fail is loaded up to its first
    /// error, for example, as `source.map_while(|next| next.map_err(|error| failed = Some(error)).ok())`.
    ///
    /// ```no_run
    /// # use futures_util::stream;
    /// # use mongomancy::{Collection, MongoCollection};
    /// # #[derive(Debug, serde::Serialize, serde::Deserialize, MongoCollection)]
    /// # struct Player { name: String, score: i64 }
    /// # async fn example(players: Collection<Player>) -> mongomancy::Result<()> {
    /// let many = (0..1_000_000).map(|score| Player { name: format!("player {score}"), score });
    /// let loaded = players
    ///     .bulk_load(stream::iter(many))
    ///     .on_progress(|so_far| println!("{} at {:.0}/s", so_far.documents, so_far.documents_per_second()))
    ///     .await?;
    /// assert_eq!(loaded.documents, 1_000_000);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// A document that the server refuses, by a key that is taken or by the collection's validator, or that cannot be sent,
    /// by [`Encode`](crate::ErrorKind::Encode) or, over 16 MiB,
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument), does not keep the others from being stored: the load goes
    /// on to its end, and the error is that of the first. Any other error ends the load: a write concern that is not met,
    /// and an answer that does not add up ([`Other`](crate::ErrorKind::Other)), included. Nothing more is sent, what is
    /// under way is waited for, and that error is the load's, even where documents were refused before.
    ///
    /// [`partial_load`](crate::Error::partial_load) says what became of the documents, and whether the stream was read to
    /// its end;
    /// [`maybe_applied`](crate::Error::maybe_applied) is true when any is stored, or may be.
    ///
    /// # Retries
    /// Each command is repeated until its deadline, and applied once: every `_id` is chosen before the first attempt and
    /// the inserts are numbered. The deadline is that of one command; the load as a whole has none.
    ///
    /// # Cancellation
    /// Dropping the future takes nothing back: commands that are under way may still be stored, later ones are not sent.
    pub fn bulk_load<'a, D: AsDocument<T>>(&self, documents: impl Stream<Item = D> + Send + 'a) -> BulkLoad<'a, T> {
        BulkLoad {
            call: Call::writing(&self.target),
            documents: Packing::new(documents, BODY_SIZE),
            in_flight: IN_FLIGHT,
            kept: KEPT_FAILURES,
            on_progress: None,
        }
    }
}

/// A [`bulk_load`](Collection::bulk_load) in the making.
#[must_use = "it stores nothing unless it is awaited"]
pub struct BulkLoad<'a, T: MongoCollection> {
    call: Call,
    documents: Packing<'a, T>,
    in_flight: usize,
    kept: usize,
    on_progress: Option<OnProgress<'a>>,
}

type OnProgress<'a> = Box<dyn FnMut(LoadProgress) + Send + 'a>;

setters! { BulkLoad<'a, T: MongoCollection>: bypass_document_validation, comment, deadline, exactly_once, write_concern }

impl<'a, T: MongoCollection> BulkLoad<'a, T> {
    /// How many commands are under way at a time, at least 1. Default: 2. With 1 documents are stored in the order of the
    /// stream.
    pub fn in_flight(mut self, commands: usize) -> Self {
        self.in_flight = commands.max(1);
        self
    }

    /// How many bytes of documents one command has, up to 16 MiB; a larger document has one of its own. Default: 2 MiB.
    ///
    /// The load keeps one body more than are [in flight](Self::in_flight), and the driver copies of those in flight.
    pub fn body_size(mut self, bytes: usize) -> Self {
        self.documents.set_limit(bytes);
        self
    }

    /// Is told how far the load has come, each time that a command is answered. It must not take long: the load waits.
    pub fn on_progress(mut self, callback: impl FnMut(LoadProgress) + Send + 'a) -> Self {
        self.on_progress = Some(Box::new(callback));
        self
    }

    /// How many of the documents that were refused the report of a failure names; all are counted. Default: 10,000.
    pub fn keep_failures(mut self, documents: usize) -> Self {
        self.kept = documents;
        self
    }

    async fn run(mut self) -> Result<LoadProgress> {
        let call = &self.call;
        let mut account = Account::new(self.kept);
        let mut under_way = FuturesUnordered::new();
        let mut ready = None;
        loop {
            if under_way.len() < self.in_flight
                && !account.is_over()
                && let Some(body) = ready.take()
            {
                under_way.push(send(call, body));
            }
            tokio::select! {
                biased;
                Some((answer, entries)) = under_way.next() => {
                    account.answered(answer, &entries);
                    if let Some(on_progress) = &mut self.on_progress {
                        on_progress(account.progress());
                    }
                }
                packed = poll_fn(|context| self.documents.poll_next(call, context)),
                    if ready.is_none() && !self.documents.is_at_end() && !account.is_over() => match packed {
                    Some(Ok(body)) => ready = Some(body),
                    Some(Err(unsendable)) => account.unsendable(unsendable),
                    None => {}
                },
                else => break,
            }
        }
        if let Some(body) = ready {
            account.not_stored(&body.into_entries());
        }
        account.not_stored(&self.documents.unsent());
        account.finish(self.documents.taken(), self.documents.is_at_end())
    }
}

async fn send<T: MongoCollection>(call: &Call, body: Body<T>) -> (Result<Written>, Vec<Entry<T>>) {
    let (command, entries) = body.finish(call, false);
    (call.write(command, call.deadline()).await, entries)
}

action!(BulkLoad<'a, T: MongoCollection>, LoadProgress);
