//! `insert_many`: as many commands as it takes.

use std::{future::poll_fn, time::Instant};

use futures_util::{future::join, stream};

use super::{
    AsDocument, Collection,
    body::{Body, MAX_BYTES},
    call::Call,
    packing::{Packing, Unsendable},
    result::InsertManyResult,
    tally::Tally,
};
use crate::{
    error::{Error, Result},
    model::MongoCollection,
};

impl<T: MongoCollection> Collection<T> {
    /// Stores documents, each without an `_id` under a new `ObjectId`. More than fit into one command of 16 MiB and
    /// 100,000 documents are sent in several, one after the other; the next is encoded while the server works on one, so
    /// two are in memory at most. [`bulk_load`](Self::bulk_load) takes a stream, and has several under way.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, MongoCollection};
    /// # #[derive(Debug, MongoCollection)]
    /// # struct Player { name: String, score: i64 }
    /// # async fn example(players: Collection<Player>) -> mongomancy::Result<()> {
    /// let two = ["Ada", "Bob"].map(|name| Player { name: name.into(), score: 0 });
    /// let inserted = players.insert_many(&two).await?;
    /// assert_eq!(inserted.ids().len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) where there are no documents. A document that cannot be sent,
    /// by [`Encode`](crate::ErrorKind::Encode) or, over 16 MiB, [`InvalidArgument`](crate::ErrorKind::InvalidArgument),
    /// ends it before anything of its command is sent. A command that is not answered ends it as well. The error is the
    /// one that ended it, or that of a write concern that is not met, even where documents were refused before; without
    /// such, that of the first document that was refused. [`Other`](crate::ErrorKind::Other) where an answer does not add
    /// up: its documents count as unknown. [`partial_insert`](Error::partial_insert) tells which are stored;
    /// [`maybe_applied`](Error::maybe_applied) is true when any is. [`attempts`](Error::attempts) are those of all
    /// commands together.
    ///
    /// # Retries
    /// Each command is repeated until the deadline, and applied once: every `_id` is chosen before the first attempt
    /// and the inserts are numbered. A standalone server takes no numbers: there a repetition goes on behind the
    /// documents that it finds stored just as they are. One deadline holds for all commands together.
    ///
    /// # Cancellation
    /// Dropping the future takes nothing back: commands that were sent may still be done, later ones are not sent.
    pub fn insert_many<'a, D: AsDocument<T>>(
        &self,
        documents: impl IntoIterator<Item = D, IntoIter: Send + 'a>,
    ) -> InsertMany<'a, T> {
        let documents = Packing::new(stream::iter(documents), MAX_BYTES);
        InsertMany { call: Call::writing(&self.target), documents, ordered: true }
    }
}

/// An [`insert_many`](Collection::insert_many) in the making.
#[must_use = "it stores nothing unless it is awaited"]
pub struct InsertMany<'a, T: MongoCollection> {
    call: Call,
    documents: Packing<'a, T>,
    ordered: bool,
}

setters! { InsertMany<'a, T: MongoCollection>: bypass_document_validation, comment, deadline, exactly_once, ordered, write_concern }

impl<T: MongoCollection> InsertMany<'_, T> {
    async fn run(mut self) -> Result<InsertManyResult<T>> {
        let Some(mut next) = pack(&mut self.documents, &self.call).await else {
            return Err(Error::invalid_argument("there are no documents to insert"));
        };
        let started = Instant::now();
        let (mut tally, mut ids) = (Tally::default(), Vec::new());
        loop {
            let body = match next {
                Ok(body) => body,
                Err(Unsendable { position, error }) => {
                    tally.unsendable(position, error);
                    break;
                }
            };
            let (command, entries) = body.finish(&self.call, self.ordered);
            let (first, count) = (ids.len(), entries.len());
            ids.extend(entries.into_iter().map(|entry| entry.id));
            let write = self.call.write(command, self.call.deadline_from(started));
            let (written, following) = join(write, pack(&mut self.documents, &self.call)).await;
            match written {
                Ok(written) => tally.add(written, count, self.ordered, |index| first + index),
                Err(error) => {
                    tally.lost(error, first..first + count);
                    break;
                }
            }
            if self.ordered && !tally.is_fine() {
                break;
            }
            let Some(following) = following else { break };
            next = following;
        }
        tally.finish(started).map(|()| InsertManyResult { ids })
    }
}

async fn pack<T: MongoCollection>(documents: &mut Packing<'_, T>, call: &Call) -> Option<Result<Body<T>, Unsendable>> {
    poll_fn(|context| documents.poll_next(call, context)).await
}

action!(InsertMany<'a, T: MongoCollection>, InsertManyResult<T>);
