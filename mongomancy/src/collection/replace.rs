//! `replace_one`.

use std::marker::PhantomData;

use bson::RawDocumentBuf;

use super::{
    AsDocument, Collection,
    call::Call,
    document_id::{check_size, without_null_id},
    filter::IntoFilter,
    modification::check_replacement,
    result::UpdateResult,
    update::update_command,
};
use crate::{error::Result, model::MongoCollection};

impl<T: MongoCollection> Collection<T> {
    /// Puts `replacement` in the place of one document that matches `filter`. The `_id` stays: a replacement without
    /// one, or with `None` as its `_id`, takes over the stored one.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, MongoCollection, bson::doc};
    /// # #[derive(Debug, MongoCollection)]
    /// # struct Player { name: String, score: i64 }
    /// # async fn example(players: Collection<Player>) -> mongomancy::Result<()> {
    /// let reset = Player { name: "Ada".into(), score: 0 };
    /// let replaced = players.replace_one(doc! { "name": "Ada" }, &reset).await?;
    /// assert_eq!(replaced.matched_count, 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Encode`](crate::ErrorKind::Encode) and [`InvalidArgument`](crate::ErrorKind::InvalidArgument) (a replacement
    /// over 16 MiB, or one that begins with an operator) before anything is sent;
    /// [`DuplicateKey`](crate::ErrorKind::DuplicateKey), [`Validation`](crate::ErrorKind::Validation) and what else
    /// the server answers, such as a change of the `_id`.
    ///
    /// # Retries
    /// Repeated until the deadline, and applied once: the replacement is numbered. A standalone server takes no
    /// numbers: there it is repeated only where the filter names an `_id`.
    ///
    /// # Cancellation
    /// Dropping the future takes nothing back: what was sent may still be applied.
    pub fn replace_one(&self, filter: impl IntoFilter<T>, replacement: impl AsDocument<T>) -> ReplaceOne<T> {
        ReplaceOne {
            call: Call::writing(&self.target),
            filter: filter.into_filter(),
            replacement: checked(replacement.encoded()),
            of: PhantomData,
        }
    }
}

/// The bytes of a replacement, checked for what servers would take for something else.
pub(super) fn checked(replacement: Result<RawDocumentBuf>) -> Result<RawDocumentBuf> {
    let replacement = without_null_id(replacement?)?;
    check_replacement(&replacement)?;
    check_size(&replacement)?;
    Ok(replacement)
}

/// A [`replace_one`](Collection::replace_one) in the making.
#[must_use = "it replaces nothing unless it is awaited"]
pub struct ReplaceOne<T> {
    call: Call,
    filter: Result<RawDocumentBuf>,
    replacement: Result<RawDocumentBuf>,
    of: PhantomData<fn() -> T>,
}

setters! { ReplaceOne<T>:
    bypass_document_validation, collation, comment, deadline, exactly_once, explain, hint<T>, let_vars, update_sort<T>, upsert, write_concern,
}

impl<T> ReplaceOne<T> {
    fn into_command(self) -> (Call, Result<RawDocumentBuf>) {
        let replace =
            |filter: RawDocumentBuf| Ok(update_command(&self.call, &filter, &self.replacement?.into(), false));
        let command = self.filter.and_then(replace);
        (self.call, command)
    }
}

impl<T: MongoCollection> ReplaceOne<T> {
    async fn run(self) -> Result<UpdateResult<T>> {
        let (call, command) = self.into_command();
        UpdateResult::read(call.write_one(command?).await?, call.namespace())
    }
}

action!(ReplaceOne<T: MongoCollection>, UpdateResult<T>);
