//! What is taken as a sort.

use bson::{Document, RawDocumentBuf};

use crate::{
    codec::MongoDocument,
    error::Result,
    model::MongoCollection,
    query::{Fields, Sort},
};

/// An order of documents of a collection of `T`s: a [`Sort`] or a `doc! {}`, by value or by reference, or a closure that
/// makes a [`Sort`] of the [`Fields`].
///
/// The compiler does not find the type of such a closure's argument by itself: it has to be named, `|p: Fields<Player>|`.
/// `sort_by` beside each `sort` takes closures without that.
///
/// Implemented by this crate alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no sort for `{T}`",
    label = "expected directions of the fields of `{T}`, or a `doc! {{ \"field\": 1 }}`",
    note = "directions are made of `{T}::fields()`: `p.name.asc()`"
)]
pub trait IntoSort<T> {
    /// The sort's bytes.
    #[doc(hidden)]
    fn into_sort(self) -> Result<RawDocumentBuf>;
}

impl<T> IntoSort<T> for Document {
    fn into_sort(self) -> Result<RawDocumentBuf> {
        IntoSort::<T>::into_sort(&self)
    }
}

impl<T> IntoSort<T> for &Document {
    fn into_sort(self) -> Result<RawDocumentBuf> {
        self.encode().map_err(|error| error.within("the sort"))
    }
}

impl<T> IntoSort<T> for Sort<T> {
    fn into_sort(self) -> Result<RawDocumentBuf> {
        self.to_raw()
    }
}

impl<T> IntoSort<T> for &Sort<T> {
    fn into_sort(self) -> Result<RawDocumentBuf> {
        self.to_raw()
    }
}

impl<T: MongoCollection, F: FnOnce(Fields<T>) -> Sort<T>> IntoSort<T> for F {
    fn into_sort(self) -> Result<RawDocumentBuf> {
        self(T::fields()).to_raw()
    }
}
