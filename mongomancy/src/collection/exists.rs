//! `exists`: whether any document matches.

use std::marker::PhantomData;

use bson::{RawDocumentBuf, raw::cstr};

use super::{Collection, call::Call, filter::IntoFilter, find::find_command};
use crate::{error::Result, model::MongoCollection};

impl<T: MongoCollection> Collection<T> {
    /// Whether any document matches `filter`. It fetches one `_id` at most, and decodes nothing.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::{Document, doc}};
    /// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
    /// if players.exists(doc! { "name": "Ada" }).await? {
    ///     println!("the name is taken");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the server answers.
    ///
    /// # Retries
    /// As a read: repeated until the deadline.
    ///
    /// # Cancellation
    /// Safe: nothing is changed.
    pub fn exists(&self, filter: impl IntoFilter<T>) -> Exists<T> {
        Exists { call: Call::reading(&self.target), filter: filter.into_filter(), of: PhantomData }
    }
}

/// An [`exists`](Collection::exists) in the making.
#[must_use = "it asks nothing unless it is awaited"]
pub struct Exists<R> {
    call: Call,
    filter: Result<RawDocumentBuf>,
    of: PhantomData<fn() -> R>,
}

setters! { Exists<R>: collation, comment, deadline, explain, hint<R>, let_vars, max_time, read_concern, read_preference }

impl<R> Exists<R> {
    fn into_command(mut self) -> (Call, Result<RawDocumentBuf>) {
        self.call.set(cstr!("projection"), id_alone());
        self.call.set(cstr!("limit"), 1_i64);
        self.call.set(cstr!("singleBatch"), true);
        let command = self.filter.map(|filter| find_command(&self.call, filter));
        (self.call, command)
    }

    async fn run(self) -> Result<bool> {
        let (call, command) = self.into_command();
        let mut found = call.open("find", command?, |_| Ok(())).await?;
        Ok(found.try_next().await?.is_some())
    }
}

action!(Exists<R>, bool);

fn id_alone() -> RawDocumentBuf {
    let mut id_alone = RawDocumentBuf::new();
    id_alone.append(cstr!("_id"), 1);
    id_alone
}
