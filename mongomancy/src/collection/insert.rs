//! `insert_one`.

use super::{AsDocument, Collection, body::Body, call::Call, result::InsertOneResult};
use crate::{error::Result, model::MongoCollection};

impl<T: MongoCollection> Collection<T> {
    /// Stores a document. One without an `_id`, or with `None` as its `_id`, gets a new `ObjectId`.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, ErrorKind, MongoCollection};
    /// # #[derive(MongoCollection)]
    /// # struct Player { name: String, score: i64 }
    /// # async fn example(players: Collection<Player>) -> mongomancy::Result<()> {
    /// match players.insert_one(Player { name: "Ada".into(), score: 0 }).await {
    ///     Ok(inserted) => println!("stored as {}", inserted.id()),
    ///     Err(error) => match error.kind() {
    ///         ErrorKind::DuplicateKey(taken) => println!("index {} has it already", taken.index()),
    ///         _ => return Err(error),
    ///     },
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Encode`](crate::ErrorKind::Encode) and [`InvalidArgument`](crate::ErrorKind::InvalidArgument) (a document
    /// over 16 MiB) before anything is sent; [`DuplicateKey`](crate::ErrorKind::DuplicateKey),
    /// [`Validation`](crate::ErrorKind::Validation) and what else the server answers.
    ///
    /// # Retries
    /// Repeated until the deadline, and applied once: the `_id` is chosen before the first attempt and the insert is
    /// numbered. A standalone server takes no numbers: there a repetition that finds its `_id` taken by this very
    /// document counts it as stored.
    ///
    /// # Cancellation
    /// Dropping the future takes nothing back: what was sent may still be stored.
    pub fn insert_one(&self, document: impl AsDocument<T>) -> InsertOne<T> {
        let call = Call::writing(&self.target);
        let body = Body::of_one(&call, document);
        InsertOne { call, body }
    }
}

/// An [`insert_one`](Collection::insert_one) in the making.
#[must_use = "it stores nothing unless it is awaited"]
pub struct InsertOne<T: MongoCollection> {
    call: Call,
    body: Result<(Body<T>, T::Id)>,
}

setters! { InsertOne<T: MongoCollection>: bypass_document_validation, comment, deadline, exactly_once, write_concern }

impl<T: MongoCollection> InsertOne<T> {
    async fn run(self) -> Result<InsertOneResult<T>> {
        let (body, id) = self.body?;
        let (command, _) = body.finish(&self.call, true);
        self.call.write_one(command).await?;
        Ok(InsertOneResult { id })
    }
}

action!(InsertOne<T: MongoCollection>, InsertOneResult<T>);
