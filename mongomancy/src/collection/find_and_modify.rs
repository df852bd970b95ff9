//! `find_one_and_update` and `find_one_and_replace`.

use std::marker::PhantomData;

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
    codec::{DecodeDocument, MongoDocument, decode_document, in_collection},
    error::Result,
    model::MongoCollection,
    query::{Projection, projection_of},
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
            call: Call::writing(&self.target),
            filter: filter.into_filter(),
            update: update.into_update(),
            decode: T::decode,
            of: PhantomData,
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
            call: Call::writing(&self.target),
            filter: filter.into_filter(),
            replacement: replace::checked(replacement.encoded()),
            decode: T::decode,
            of: PhantomData,
        }
    }
}

/// A [`find_one_and_update`](Collection::find_one_and_update) in the making.
#[must_use = "it updates nothing unless it is awaited"]
pub struct FindOneAndUpdate<T, R = T> {
    call: Call,
    filter: Result<RawDocumentBuf>,
    update: Result<Modification>,
    decode: DecodeDocument<T>,
    of: PhantomData<fn() -> R>,
}

setters! { FindOneAndUpdate<T, R>:
    array_filters, bypass_document_validation, collation, comment, deadline, exactly_once, explain, hint<R>, let_vars, max_time, fields,
    return_document, sort<R>, upsert, write_concern, select_fields<R>,
}

impl<T, R> FindOneAndUpdate<T, R> {
    /// Decodes the document as `U`: what a [`projection`](Self::projection) leaves seldom fits `T`.
    pub fn with_type<U: MongoDocument>(self) -> FindOneAndUpdate<U, R> {
        FindOneAndUpdate {
            call: self.call,
            filter: self.filter,
            update: self.update,
            decode: U::decode,
            of: PhantomData,
        }
    }

    /// Asks for the fields of `C` alone, and reads the documents as `C`s: a struct that derives
    /// [`Projection`](derive@crate::Projection).
    pub fn project<C: Projection<R>>(mut self) -> FindOneAndUpdate<C, R> {
        self.call.set_checked(cstr!("fields"), projection_of::<R, C>());
        FindOneAndUpdate {
            call: self.call,
            filter: self.filter,
            update: self.update,
            decode: decode_document,
            of: PhantomData,
        }
    }
}

impl<T, R> FindOneAndUpdate<T, R> {
    fn into_command(mut self) -> (Call, Result<RawDocumentBuf>) {
        let command = self.filter.and_then(|filter| {
            let update = self.update?.handing_filters_to(&mut self.call);
            Ok(find_and_modify_command(&self.call, filter, cstr!("update"), update))
        });
        (self.call, command)
    }

    async fn run(self) -> Result<Option<T>> {
        let decode = self.decode;
        let (call, command) = self.into_command();
        find_and_modify(&call, command?, decode).await
    }
}

action!(FindOneAndUpdate<T, R>, Option<T>);

/// A [`find_one_and_replace`](Collection::find_one_and_replace) in the making.
#[must_use = "it replaces nothing unless it is awaited"]
pub struct FindOneAndReplace<T, R = T> {
    call: Call,
    filter: Result<RawDocumentBuf>,
    replacement: Result<RawDocumentBuf>,
    decode: DecodeDocument<T>,
    of: PhantomData<fn() -> R>,
}

setters! { FindOneAndReplace<T, R>:
    bypass_document_validation, collation, comment, deadline, exactly_once, explain, hint<R>, let_vars, max_time, fields, return_document, sort<R>,
    upsert, write_concern, select_fields<R>,
}

impl<T, R> FindOneAndReplace<T, R> {
    /// Decodes the document as `U`: what a [`projection`](Self::projection) leaves seldom fits `T`.
    pub fn with_type<U: MongoDocument>(self) -> FindOneAndReplace<U, R> {
        FindOneAndReplace {
            call: self.call,
            filter: self.filter,
            replacement: self.replacement,
            decode: U::decode,
            of: PhantomData,
        }
    }

    /// Asks for the fields of `C` alone, and reads the documents as `C`s: a struct that derives
    /// [`Projection`](derive@crate::Projection).
    pub fn project<C: Projection<R>>(mut self) -> FindOneAndReplace<C, R> {
        self.call.set_checked(cstr!("fields"), projection_of::<R, C>());
        FindOneAndReplace {
            call: self.call,
            filter: self.filter,
            replacement: self.replacement,
            decode: decode_document,
            of: PhantomData,
        }
    }
}

impl<T, R> FindOneAndReplace<T, R> {
    fn into_command(self) -> (Call, Result<RawDocumentBuf>) {
        let modify =
            |filter| Ok(find_and_modify_command(&self.call, filter, cstr!("update"), self.replacement?.into()));
        let command = self.filter.and_then(modify);
        (self.call, command)
    }

    async fn run(self) -> Result<Option<T>> {
        let decode = self.decode;
        let (call, command) = self.into_command();
        find_and_modify(&call, command?, decode).await
    }
}

action!(FindOneAndReplace<T, R>, Option<T>);

/// Sends the command, and decodes what it found.
pub(super) async fn find_and_modify<T>(
    call: &Call,
    command: RawDocumentBuf,
    decode: DecodeDocument<T>,
) -> Result<Option<T>> {
    let written = call.write_one(command).await?;
    let Some(found) = &written.value else { return Ok(None) };
    let decoded = found.encode().and_then(|found| decode(&found)).map(Some);
    decoded.map_err(|error| in_collection(written.sent(error), &call.namespace().to_string()).with_maybe_applied(true))
}

/// The command with what it does as `what: how`.
pub(super) fn find_and_modify_command(
    call: &Call,
    filter: RawDocumentBuf,
    what: &CStr,
    how: RawBson,
) -> RawDocumentBuf {
    let mut command = call.command(cstr!("findAndModify"));
    command.append(cstr!("query"), filter);
    call.append_options(&BEFORE, &mut command);
    command.append(what, how);
    call.append_options(&OPTIONS, &mut command);
    command
}
