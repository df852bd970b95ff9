//! `find_one` and `find_by_id`: one document.

use std::time::Instant;

use bson::{RawDocumentBuf, raw::cstr};

use super::{Collection, IntoId, call::Call, document_id, filter::IntoFilter, find::find_command};
use crate::{
    codec::{Decode, MongoDocument},
    cursor::Cursor,
    error::Result,
    model::MongoCollection,
};

impl<T: MongoCollection> Collection<T> {
    /// Finds one document that matches `filter`: with a [`sort`](FindOne::sort) the first, else any.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, MongoCollection, bson::doc};
    /// # #[derive(Debug, serde::Serialize, serde::Deserialize, MongoCollection)]
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
        FindOne { call: Call::new(&self.target), filter: filter.into_filter(), decode: T::decode }
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
        FindOne { call: Call::new(&self.target), filter: document_id::by_id(id.into_id()), decode: T::decode }
    }
}

/// A [`find_one`](Collection::find_one) in the making.
#[must_use = "a find does nothing unless it is awaited"]
pub struct FindOne<T> {
    call: Call,
    filter: Result<RawDocumentBuf>,
    decode: Decode<T>,
}

setters! { FindOne<T>:
    allow_partial_results, collation, comment, deadline, hint, let_vars, max, max_time, min, projection, read_concern,
    read_preference, return_key, show_record_id, skip, sort,
}

impl<T> FindOne<T> {
    /// Decodes the document as `U`: what a [`projection`](Self::projection) leaves seldom fits `T`.
    pub fn with_type<U: MongoDocument>(self) -> FindOne<U> {
        FindOne { call: self.call, filter: self.filter, decode: U::decode }
    }
}

impl<T> FindOne<T> {
    async fn run(mut self) -> Result<Option<T>> {
        self.call.set(cstr!("limit"), 1_i64);
        self.call.set(cstr!("singleBatch"), true);
        let started = Instant::now();
        let reply = self.call.send(find_command(&self.call, self.filter?)).await?;
        let attempts = reply.attempts();
        let found = Cursor::decoding(reply.into_batches()?, self.call.namespace().to_string(), self.decode);
        found.opened(attempts, started).try_next().await
    }
}

action!(FindOne<T>, Option<T>);
