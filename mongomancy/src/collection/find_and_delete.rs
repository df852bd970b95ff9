//! `find_one_and_delete`.

use std::marker::PhantomData;

use bson::{RawDocumentBuf, raw::cstr};

use super::{
    Collection,
    call::Call,
    filter::IntoFilter,
    find_and_modify::{find_and_modify, find_and_modify_command},
};
use crate::{
    codec::{DecodeDocument, MongoDocument, decode_document},
    error::Result,
    model::MongoCollection,
    query::{Projection, projection_of},
};

impl<T: MongoCollection> Collection<T> {
    /// Deletes one document that matches `filter`, and gives it; `None` where nothing matched.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::{Document, doc}};
    /// # async fn example(jobs: Collection<Document>) -> mongomancy::Result<()> {
    /// while let Some(job) = jobs.find_one_and_delete(doc! {}).sort(doc! { "due": 1 }).await? {
    ///     println!("{job}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the server answers, and [`Decode`](crate::ErrorKind::Decode) where the document does not fit `T`:
    /// [`maybe_applied`](crate::Error::maybe_applied) is true then, for the document is deleted.
    ///
    /// # Retries
    /// Repeated until the deadline, and applied exactly once; a repetition gives the same document. A standalone
    /// server takes no numbers: there it is not repeated once it may have run.
    ///
    /// # Cancellation
    /// Dropping the future takes nothing back: the document may still be deleted, and given to nobody.
    pub fn find_one_and_delete(&self, filter: impl IntoFilter<T>) -> FindOneAndDelete<T> {
        FindOneAndDelete {
            call: Call::writing(&self.target),
            filter: filter.into_filter(),
            decode: T::decode,
            of: PhantomData,
        }
    }
}

/// A [`find_one_and_delete`](Collection::find_one_and_delete) in the making.
#[must_use = "it deletes nothing unless it is awaited"]
pub struct FindOneAndDelete<T, R = T> {
    call: Call,
    filter: Result<RawDocumentBuf>,
    decode: DecodeDocument<T>,
    of: PhantomData<fn() -> R>,
}

setters! { FindOneAndDelete<T, R>:
    collation, comment, deadline, exactly_once, explain, hint<R>, let_vars, max_time, fields, sort<R>, write_concern, select_fields<R>,
}

impl<T, R> FindOneAndDelete<T, R> {
    /// Decodes the document as `U`: what a [`projection`](Self::projection) leaves seldom fits `T`.
    pub fn with_type<U: MongoDocument>(self) -> FindOneAndDelete<U, R> {
        FindOneAndDelete { call: self.call, filter: self.filter, decode: U::decode, of: PhantomData }
    }

    /// Asks for the fields of `C` alone, and reads the documents as `C`s: a struct that derives
    /// [`Projection`](derive@crate::Projection).
    pub fn project<C: Projection<R>>(mut self) -> FindOneAndDelete<C, R> {
        self.call.set_checked(cstr!("fields"), projection_of::<R, C>());
        FindOneAndDelete { call: self.call, filter: self.filter, decode: decode_document, of: PhantomData }
    }
}

impl<T, R> FindOneAndDelete<T, R> {
    fn into_command(self) -> (Call, Result<RawDocumentBuf>) {
        let remove = |filter| find_and_modify_command(&self.call, filter, cstr!("remove"), true.into());
        let command = self.filter.map(remove);
        (self.call, command)
    }

    async fn run(self) -> Result<Option<T>> {
        let decode = self.decode;
        let (call, command) = self.into_command();
        find_and_modify(&call, command?, decode).await
    }
}

action!(FindOneAndDelete<T, R>, Option<T>);
