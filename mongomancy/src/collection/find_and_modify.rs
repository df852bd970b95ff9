//! `find_one_and_update` and `find_one_and_replace`.

use bson::{
    RawBson, RawDocumentBuf,
    raw::{CStr, cstr},
};

use super::{
    AsDocument, Collection,
    call::Call,
    filter::IntoFilter,
    modification::{IntoUpdate, Modification},
    replace,
};
use crate::{
    codec::{DecodeDocument, MongoDocument, in_collection},
    error::Result,
    model::MongoCollection,
};

/// The options of the command `findAndModify` after its query, in the manual's order; `remove` and `update` stand
/// among them.
const BEFORE: [&CStr; 1] = [cstr!("sort")];
const OPTIONS: [&CStr; 11] = [
    cstr!("new"),
    cstr!("fields"),
    cstr!("upsert"),
    cstr!("bypassDocumentValidation"),
    cstr!("writeConcern"),
    cstr!("maxTimeMS"),
    cstr!("collation"),
    cstr!("arrayFilters"),
    cstr!("hint"),
    cstr!("comment"),
    cstr!("let"),
];

impl<T: MongoCollection> Collection<T> {
    /// Changes one document that matches `filter`, and gives it as it was before, or
    /// [as it is after](FindOneAndUpdate::return_document); `None` where nothing matched, and where an upsert inserted
    /// what was not there before.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::{Document, doc}, options::ReturnDocument};
    /// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
    /// let ada = players
    ///     .find_one_and_update(doc! { "name": "Ada" }, doc! { "$inc": { "score": 5 } })
    ///     .return_document(ReturnDocument::After)
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`update_one`](Self::update_one), and [`Decode`](crate::ErrorKind::Decode) where the document does not fit
    /// `T`: [`maybe_applied`](crate::Error::maybe_applied) is true then, for the change is made.
    ///
    /// # Retries
    /// Repeated until the deadline, and applied exactly once; a repetition gives the same document. A standalone
    /// server takes no numbers: there it is not repeated once it may have run.
    ///
    /// # Cancellation
    /// Dropping the future takes nothing back: what was sent may still be applied.
    pub fn find_one_and_update(&self, filter: impl IntoFilter<T>, update: impl IntoUpdate<T>) -> FindOneAndUpdate<T> {
        FindOneAndUpdate {
            call: Call::new(&self.target),
            filter: filter.into_filter(),
            update: update.into_update(),
            decode: T::decode,
        }
    }

    /// Puts `replacement` in the place of one document that matches `filter`, and gives the document as it was before,
    /// or [as it is after](FindOneAndReplace::return_document); `None` where nothing matched.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, MongoCollection, bson::doc};
    /// # #[derive(Debug, MongoCollection)]
    /// # struct Player { name: String, score: i64 }
    /// # async fn example(players: Collection<Player>) -> mongomancy::Result<()> {
    /// let reset = Player { name: "Ada".into(), score: 0 };
    /// let before = players.find_one_and_replace(doc! { "name": "Ada" }, &reset).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`replace_one`](Self::replace_one), and [`Decode`](crate::ErrorKind::Decode) where the document does not fit
    /// `T`: [`maybe_applied`](crate::Error::maybe_applied) is true then, for the change is made.
    ///
    /// # Retries
    /// As [`find_one_and_update`](Self::find_one_and_update).
    ///
    /// # Cancellation
    /// Dropping the future takes nothing back: what was sent may still be applied.
    pub fn find_one_and_replace(
        &self,
        filter: impl IntoFilter<T>,
        replacement: impl AsDocument<T>,
    ) -> FindOneAndReplace<T> {
        FindOneAndReplace {
            call: Call::new(&self.target),
            filter: filter.into_filter(),
            replacement: replace::checked(replacement.encoded()),
            decode: T::decode,
        }
    }
}

/// A [`find_one_and_update`](Collection::find_one_and_update) in the making.
#[must_use = "it updates nothing unless it is awaited"]
pub struct FindOneAndUpdate<T> {
    call: Call,
    filter: Result<RawDocumentBuf>,
    update: Result<Modification>,
    decode: DecodeDocument<T>,
}

setters! { FindOneAndUpdate<T>:
    array_filters, bypass_document_validation, collation, comment, deadline, exactly_once, hint, let_vars, max_time, fields,
    return_document, sort, upsert, write_concern,
}

impl<T> FindOneAndUpdate<T> {
    /// Decodes the document as `U`: what a [`projection`](Self::projection) leaves seldom fits `T`.
    pub fn with_type<U: MongoDocument>(self) -> FindOneAndUpdate<U> {
        FindOneAndUpdate { call: self.call, filter: self.filter, update: self.update, decode: U::decode }
    }
}

impl<T> FindOneAndUpdate<T> {
    async fn run(mut self) -> Result<Option<T>> {
        let Modification { update, array_filters } = self.update?;
        self.call.add_array_filters(array_filters);
        find_and_modify(&self.call, self.decode, self.filter?, cstr!("update"), update).await
    }
}

action!(FindOneAndUpdate<T>, Option<T>);

/// A [`find_one_and_replace`](Collection::find_one_and_replace) in the making.
#[must_use = "it replaces nothing unless it is awaited"]
pub struct FindOneAndReplace<T> {
    call: Call,
    filter: Result<RawDocumentBuf>,
    replacement: Result<RawDocumentBuf>,
    decode: DecodeDocument<T>,
}

setters! { FindOneAndReplace<T>:
    bypass_document_validation, collation, comment, deadline, exactly_once, hint, let_vars, max_time, fields, return_document, sort,
    upsert, write_concern,
}

impl<T> FindOneAndReplace<T> {
    /// Decodes the document as `U`: what a [`projection`](Self::projection) leaves seldom fits `T`.
    pub fn with_type<U: MongoDocument>(self) -> FindOneAndReplace<U> {
        FindOneAndReplace { call: self.call, filter: self.filter, replacement: self.replacement, decode: U::decode }
    }
}

impl<T> FindOneAndReplace<T> {
    async fn run(self) -> Result<Option<T>> {
        find_and_modify(&self.call, self.decode, self.filter?, cstr!("update"), self.replacement?.into()).await
    }
}

action!(FindOneAndReplace<T>, Option<T>);

/// Sends the command with what it does as `what: how`, and decodes what it found.
pub(super) async fn find_and_modify<T>(
    call: &Call,
    decode: DecodeDocument<T>,
    filter: RawDocumentBuf,
    what: &CStr,
    how: RawBson,
) -> Result<Option<T>> {
    let mut command = call.command(cstr!("findAndModify"));
    command.append(cstr!("query"), filter);
    call.append_options(&BEFORE, &mut command);
    command.append(what, how);
    call.append_options(&OPTIONS, &mut command);
    let written = call.write_one(command).await?;
    let Some(found) = &written.value else { return Ok(None) };
    let decoded = found.encode().and_then(|found| decode(&found)).map(Some);
    decoded.map_err(|error| in_collection(written.sent(error), &call.namespace().to_string()).with_maybe_applied(true))
}
