//! `delete_one`, `delete_by_id` and `delete_many`.

use std::marker::PhantomData;

use bson::{
    RawArrayBuf, RawDocumentBuf,
    raw::{CStr, cstr},
};

use super::{Collection, IntoId, call::Call, document_id, filter::IntoFilter, result::DeleteResult};
use crate::{error::Result, model::MongoCollection};

/// The options of one statement of the command `delete`, in the manual's order.
const STATEMENT_OPTIONS: [&CStr; 2] = [cstr!("collation"), cstr!("hint")];
/// The options of the command itself.
const OPTIONS: [&CStr; 3] = [cstr!("comment"), cstr!("let"), cstr!("writeConcern")];

impl<T: MongoCollection> Collection<T> {
    /// Deletes one document that matches `filter`.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::{Document, doc}};
    /// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
    /// let deleted = players.delete_one(doc! { "name": "Ada" }).await?;
    /// println!("{}", if deleted.deleted_count == 1 { "gone" } else { "was not there" });
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the server answers: the filter is checked there.
    ///
    /// # Retries
    /// Repeated until the deadline, and applied once: the deletion is numbered. A standalone server takes no numbers:
    /// there it is repeated only where the filter names an `_id`.
    ///
    /// # Cancellation
    /// Dropping the future takes nothing back: what was sent may still be applied.
    pub fn delete_one(&self, filter: impl IntoFilter<T>) -> DeleteOne<T> {
        DeleteOne { call: Call::writing(&self.target), filter: filter.into_filter(), of: PhantomData }
    }

    /// Deletes the document with this `_id`.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::{Document, oid::ObjectId}};
    /// # async fn example(players: Collection<Document>, id: ObjectId) -> mongomancy::Result<()> {
    /// players.delete_by_id(id).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the server answers.
    ///
    /// # Retries
    /// Repeated until the deadline, and applied once. On a standalone server, which takes no numbers, the outcome is the
    /// same; [`replayed`](DeleteResult::replayed) tells when it was repeated.
    ///
    /// # Cancellation
    /// Dropping the future takes nothing back: what was sent may still be applied.
    pub fn delete_by_id(&self, id: impl IntoId<T::Id>) -> DeleteOne<T> {
        let filter = document_id::by_id(id.with(T::encode_id));
        DeleteOne { call: Call::writing(&self.target), filter, of: PhantomData }
    }

    /// Deletes all documents that match `filter`; `doc! {}` matches every one.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::{Document, doc}};
    /// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
    /// let deleted = players.delete_many(doc! { "guild": "red" }).await?;
    /// println!("{} deleted", deleted.deleted_count);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the server answers. As it goes document by document, some may be deleted when it fails:
    /// [`maybe_applied`](crate::Error::maybe_applied) is true then.
    ///
    /// # Retries
    /// Repeated until the deadline: what is deleted stays so. A repetition deletes also what another client stored in
    /// between, and its count is of the last time alone; [`replayed`](DeleteResult::replayed) tells when that was so.
    /// With [`exactly_once`](DeleteMany::exactly_once) neither happens.
    ///
    /// # Cancellation
    /// Dropping the future takes nothing back: what was sent may still be applied. With
    /// [`exactly_once`](DeleteMany::exactly_once) nothing is, unless its commit was asked for.
    pub fn delete_many(&self, filter: impl IntoFilter<T>) -> DeleteMany<T> {
        DeleteMany { call: Call::writing(&self.target), filter: filter.into_filter(), of: PhantomData }
    }
}

/// A [`delete_one`](Collection::delete_one) in the making.
#[must_use = "it deletes nothing unless it is awaited"]
pub struct DeleteOne<R> {
    call: Call,
    filter: Result<RawDocumentBuf>,
    of: PhantomData<fn() -> R>,
}

setters! { DeleteOne<R>: collation, comment, deadline, exactly_once, explain, hint<R>, let_vars, write_concern }

impl<R> DeleteOne<R> {
    fn into_command(self) -> (Call, Result<RawDocumentBuf>) {
        let command = self.filter.map(|filter| delete_command(&self.call, filter, 1));
        (self.call, command)
    }

    async fn run(self) -> Result<DeleteResult> {
        let (call, command) = self.into_command();
        Ok(DeleteResult::read(&call.write_one(command?).await?))
    }
}

action!(DeleteOne<R>, DeleteResult);

/// A [`delete_many`](Collection::delete_many) in the making.
#[must_use = "it deletes nothing unless it is awaited"]
pub struct DeleteMany<R> {
    call: Call,
    filter: Result<RawDocumentBuf>,
    of: PhantomData<fn() -> R>,
}

setters! { DeleteMany<R>: collation, comment, deadline, exactly_once_many, explain, hint<R>, let_vars, write_concern }

impl<R> DeleteMany<R> {
    fn into_command(self) -> (Call, Result<RawDocumentBuf>) {
        let command = self.filter.map(|filter| delete_command(&self.call, filter, 0));
        (self.call, command)
    }

    async fn run(self) -> Result<DeleteResult> {
        let (call, command) = self.into_command();
        Ok(DeleteResult::read(&call.write_many(command?).await?))
    }
}

action!(DeleteMany<R>, DeleteResult);

/// The command with one statement; a limit of 0 is none.
fn delete_command(call: &Call, filter: RawDocumentBuf, limit: i32) -> RawDocumentBuf {
    let mut statement = RawDocumentBuf::new();
    statement.append(cstr!("q"), filter);
    statement.append(cstr!("limit"), limit);
    call.append_options(&STATEMENT_OPTIONS, &mut statement);
    let mut statements = RawArrayBuf::new();
    statements.push(statement);
    let mut command = call.command(cstr!("delete"));
    command.append(cstr!("deletes"), statements);
    command.append(cstr!("ordered"), true);
    call.append_options(&OPTIONS, &mut command);
    command
}
