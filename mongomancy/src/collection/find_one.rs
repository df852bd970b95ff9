//! `find_one` and `find_by_id`: one document.

use std::{marker::PhantomData, time::Instant};

use bson::{RawDocumentBuf, raw::cstr};
use futures_util::TryStreamExt;

use super::{Collection, IntoId, call::Call, document_id, filter::IntoFilter, find::append_query};
use crate::{
    codec::{DecodeDocument, MongoDocument, decode_document, in_collection},
    error::{Error, Result},
    model::MongoCollection,
    query::{Projection, projection_of},
};

impl<T: MongoCollection> Collection<T> {
    /// Finds one document that matches `filter`: with a [`sort`](FindOne::sort) the first, else any.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, MongoCollection, bson::doc};
    /// # #[derive(Debug, MongoCollection)]
    /// # struct Player { name: String, score: i64 }
    /// # async fn example(players: Collection<Player>) -> mongomancy::Result<()> {
    /// if let Some(best) = players.find_one(doc! { "guild": "red" }).sort(doc! { "score": -1 }).await? {
    ///     println!("{}: {}", best.name, best.score);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Decode`](crate::ErrorKind::Decode) where the document does not fit `T`, and what the server answers.
    ///
    /// # Retries
    /// As a read: repeated until the deadline.
    ///
    /// # Cancellation
    /// Safe: nothing is changed.
    pub fn find_one(&self, filter: impl IntoFilter<T>) -> FindOne<T> {
        FindOne { call: Call::reading(&self.target), filter: filter.into_filter(), decode: T::decode, of: PhantomData }
    }

    /// Finds the document with this `_id`.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::{Document, oid::ObjectId}};
    /// # async fn example(players: Collection<Document>, id: ObjectId) -> mongomancy::Result<()> {
    /// let player = players.find_by_id(id).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`find_one`](Self::find_one).
    ///
    /// # Retries
    /// As a read: repeated until the deadline.
    ///
    /// # Cancellation
    /// Safe: nothing is changed.
    pub fn find_by_id(&self, id: impl IntoId<T::Id>) -> FindOne<T> {
        FindOne {
            call: Call::reading(&self.target),
            filter: document_id::by_id(id.with(T::encode_id)),
            decode: T::decode,
            of: PhantomData,
        }
    }
}

/// A [`find_one`](Collection::find_one) in the making.
#[must_use = "a find does nothing unless it is awaited"]
pub struct FindOne<T, R = T> {
    call: Call,
    filter: Result<RawDocumentBuf>,
    decode: DecodeDocument<T>,
    of: PhantomData<fn() -> R>,
}

setters! { FindOne<T, R>:
    allow_partial_results, collation, comment, deadline, explain, hint<R>, let_vars, max, max_time, min, projection, read_concern,
    read_preference, return_key, show_record_id, skip, sort<R>, select<R>,
}

impl<T, R> FindOne<T, R> {
    /// Decodes the document as `U`: what a [`projection`](Self::projection) leaves seldom fits `T`.
    pub fn with_type<U: MongoDocument>(self) -> FindOne<U, R> {
        FindOne { call: self.call, filter: self.filter, decode: U::decode, of: PhantomData }
    }

    /// Asks for the fields of `C` alone, and reads the documents as `C`s: a struct that derives
    /// [`Projection`](derive@crate::Projection).
    pub fn project<C: Projection<R>>(mut self) -> FindOne<C, R> {
        self.call.set_checked(cstr!("projection"), projection_of::<R, C>());
        FindOne { call: self.call, filter: self.filter, decode: decode_document, of: PhantomData }
    }
}

impl<T, R> FindOne<T, R> {
    fn into_command(self) -> (Call, Result<RawDocumentBuf>) {
        let command = self.filter.map(|filter| find_one_command(&self.call, filter));
        (self.call, command)
    }

    async fn run(self) -> Result<Option<T>> {
        let decode = self.decode;
        let (call, command) = self.into_command();
        let (command, started) = (command?, Instant::now());
        let reply = call.send(command).await?;
        let attempts = reply.attempts();
        let mut batches = reply.into_batches()?;
        let named = |error: Error| error.in_call("find", &call.namespace().to_string());
        while let Some(mut batch) = batches.try_next().await.map_err(named)? {
            if let Some(document) = batch.next() {
                return decode(document?).map(Some).map_err(|error| {
                    in_collection(error, &call.namespace().to_string()).with_attempts(attempts, started.elapsed())
                });
            }
        }
        Ok(None)
    }
}

action!(FindOne<T, R>, Option<T>);

fn find_one_command(call: &Call, filter: RawDocumentBuf) -> RawDocumentBuf {
    let mut command = call.command(cstr!("find"));
    command.append(cstr!("singleBatch"), true);
    command.append(cstr!("limit"), 1_i64);
    append_query(call, filter, &mut command);
    command
}
