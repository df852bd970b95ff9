//! `insert_many`: as many commands as it takes.

use std::{collections::VecDeque, ops::Range, time::Instant};

use bson::{RawArrayBuf, RawDocumentBuf};

use super::{
    AsDocument, Collection,
    call::Call,
    document_id::{MAX_DOCUMENT, with_id},
    insert::insert_command,
    result::InsertManyResult,
    written::{Written, unacknowledged},
};
use crate::{
    error::{Error, InsertFailure, PartialInsert, Result},
    model::MongoCollection,
};

/// What the documents of one command may measure: the largest document less room for the rest of the command.
const MAX_BATCH_BYTES: usize = MAX_DOCUMENT - 16 * 1024;
/// How many statements a server takes in one command.
const MAX_BATCH_DOCUMENTS: usize = 100_000;
/// What an element of an array takes beside its document: type, the digits of its position, zero.
const ELEMENT_OVERHEAD: usize = 1 + 5 + 1;

impl<T: MongoCollection> Collection<T> {
    /// Stores documents, each without an `_id` under a new `ObjectId`. More than fit into one command of 16 MiB and
    /// 100,000 documents are sent in several, one after the other.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, MongoCollection};
    /// # #[derive(Debug, serde::Serialize, serde::Deserialize, MongoCollection)]
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
    /// [`Encode`](crate::ErrorKind::Encode) and [`InvalidArgument`](crate::ErrorKind::InvalidArgument) (no documents,
    /// or one over 16 MiB) before anything is sent. Otherwise the kind is that of the first document that was refused,
    /// and [`partial_insert`](Error::partial_insert) tells which are stored;
    /// [`maybe_applied`](Error::maybe_applied) is true when any is.
    ///
    /// # Retries
    /// Each command is repeated until the deadline, and applied once: every `_id` is chosen before the first attempt
    /// and the inserts are numbered. A standalone server takes no numbers: there a repetition goes on behind the
    /// documents that it finds stored just as they are. A deadline set on the handle or the call is one for all commands
    /// together; the engine's own is one for each.
    ///
    /// # Cancellation
    /// Dropping the future takes nothing back: commands that were sent may still be done, later ones are not sent.
    pub fn insert_many<D: AsDocument<T>>(&self, documents: impl IntoIterator<Item = D>) -> InsertMany<T> {
        let encode = |(position, document): (usize, D)| {
            let document = document.encoded().and_then(with_id::<T>);
            document.map_err(|error| error.within(format_args!("document {position}")))
        };
        InsertMany {
            call: Call::new(&self.target),
            documents: documents.into_iter().enumerate().map(encode).collect(),
            ordered: true,
        }
    }
}

/// An [`insert_many`](Collection::insert_many) in the making.
#[must_use = "it stores nothing unless it is awaited"]
pub struct InsertMany<T: MongoCollection> {
    call: Call,
    documents: Result<(VecDeque<RawDocumentBuf>, Vec<T::Id>)>,
    ordered: bool,
}

setters! { InsertMany<T: MongoCollection>: bypass_document_validation, comment, deadline, exactly_once, ordered, write_concern }

impl<T: MongoCollection> InsertMany<T> {
    async fn run(self) -> Result<InsertManyResult<T>> {
        let (mut documents, ids) = self.documents?;
        if documents.is_empty() {
            return Err(Error::invalid_argument("there are no documents to insert"));
        }
        let started = Instant::now();
        let mut tally = Tally::default();
        let mut sent = 0;
        while let Some(batch) = next_batch(&mut documents) {
            let positions = sent..sent + batch.1;
            sent = positions.end;
            let command = insert_command(&self.call, &batch.0, self.ordered);
            match self.call.write(command, self.call.deadline_from(started)).await {
                Ok(written) => tally.add(written, positions, self.ordered),
                Err(error) => {
                    tally.lost(error, positions);
                    break;
                }
            }
            if self.ordered && tally.error.is_some() {
                break;
            }
        }
        tally.finish().map(|()| InsertManyResult { ids })
    }
}

action!(InsertMany<T: MongoCollection>, InsertManyResult<T>);

/// As many documents as one command takes, and how many these are.
fn next_batch(documents: &mut VecDeque<RawDocumentBuf>) -> Option<(RawArrayBuf, usize)> {
    let mut batch = RawArrayBuf::new();
    batch.push(documents.pop_front()?);
    let mut count = 1;
    while count < MAX_BATCH_DOCUMENTS
        && let Some(next) = documents.front()
        && batch.as_bytes().len() + next.as_bytes().len() + ELEMENT_OVERHEAD <= MAX_BATCH_BYTES
        && let Some(next) = documents.pop_front()
    {
        batch.push(next);
        count += 1;
    }
    Some((batch, count))
}

/// What is known of the documents so far.
#[derive(Default)]
struct Tally {
    partial: PartialInsert,
    /// The first thing that went wrong.
    error: Option<Error>,
}

impl Tally {
    fn add(&mut self, mut written: Written, positions: Range<usize>, ordered: bool) {
        written.refused.sort_by_key(|(index, _)| *index);
        // After the first refusal an ordered command does nothing more.
        let done = match written.refused.first() {
            Some((index, _)) if ordered => positions.start.saturating_add(*index).min(positions.end),
            _ => positions.end,
        };
        let mut refused = std::mem::take(&mut written.refused).into_iter().peekable();
        let concern = written.unacknowledged.take();
        for position in positions.start..positions.end {
            if refused.peek().is_some_and(|(index, _)| positions.start + index == position)
                && let Some((_, refusal)) = refused.next()
            {
                let code = refusal.code;
                let error = refusal.into_error();
                if written.replayed && error.is_duplicate_key() {
                    // It may be ours that has the key, stored by an earlier sending and changed by somebody since.
                    self.partial.unknown.push(position);
                }
                self.partial.failures.push(InsertFailure { position, code, kind: error.kind().clone() });
                self.error.get_or_insert_with(|| written.sent(error.within(format_args!("document {position}"))));
            } else if position < done {
                let stored = if concern.is_some() { &mut self.partial.unknown } else { &mut self.partial.stored };
                stored.push(position);
            } else if written.replayed {
                // An earlier sending may have come further.
                self.partial.unknown.push(position);
            }
        }
        if let Some(concern) = concern {
            self.error.get_or_insert_with(|| written.sent(unacknowledged(concern)));
        }
    }

    /// A command that was not answered.
    fn lost(&mut self, error: Error, positions: Range<usize>) {
        if error.maybe_applied() {
            self.partial.unknown.extend(positions);
        }
        self.error.get_or_insert(error);
    }

    fn finish(self) -> Result<()> {
        let Some(error) = self.error else { return Ok(()) };
        let maybe_applied = !(self.partial.stored.is_empty() && self.partial.unknown.is_empty());
        Err(error.with_maybe_applied(maybe_applied).with_partial_insert(self.partial))
    }
}
