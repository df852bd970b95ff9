//! `drop`: the collection itself.

use bson::raw::cstr;

use super::{Collection, call::Call};
use crate::{error::Result, model::MongoCollection};

/// What a server says of a collection that does not exist.
const NAMESPACE_NOT_FOUND: i32 = 26;

impl<T: MongoCollection> Collection<T> {
    /// Drops the collection: its documents and its indexes. One that does not exist is no error.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::Document};
    /// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
    /// players.drop().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the server answers.
    ///
    /// # Retries
    /// Repeated until the deadline: a second time finds nothing to drop. What another client created in between goes
    /// with it.
    ///
    /// # Cancellation
    /// Dropping the future takes nothing back: what was sent may still be done.
    pub fn drop(&self) -> DropCollection {
        DropCollection { call: Call::writing(&self.target) }
    }
}

/// A [`drop`](Collection::drop) in the making.
#[must_use = "it drops nothing unless it is awaited"]
pub struct DropCollection {
    call: Call,
}

setters! { DropCollection: comment, deadline, write_concern }

impl DropCollection {
    async fn run(self) -> Result<()> {
        let mut command = self.call.command(cstr!("drop"));
        self.call.append_options(&[cstr!("writeConcern"), cstr!("comment")], &mut command);
        match self.call.write_one(command).await {
            Err(error) if error.code() != Some(NAMESPACE_NOT_FOUND) => Err(error),
            _ => Ok(()),
        }
    }
}

action!(DropCollection, ());
