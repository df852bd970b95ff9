//! What is taken as a filter.

use bson::{Document, RawDocumentBuf};

use crate::{
    codec::MongoDocument,
    error::Result,
    model::MongoCollection,
    query::{Fields, Filter},
};

/// What selects documents of a collection of `T`s: a [`Filter`] or a `doc! {}`, by value or by reference, or a closure
/// that makes a [`Filter`] of the [`Fields`].
///
/// The compiler does not find the type of such a closure's argument by itself: it has to be named, `|p: Fields<Player>|`.
/// [`Collection::filter`](crate::Collection::filter) takes closures without that.
///
/// Implemented by this crate alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no filter for `{T}`",
    label = "expected conditions on the fields of `{T}`, or a `doc! {{ .. }}`",
    note = "conditions are made of `{T}::fields()`: `p.name.eq(\"Ada\")`"
)]
pub trait IntoFilter<T> {
    /// The filter's bytes.
    #[doc(hidden)]
    fn into_filter(self) -> Result<RawDocumentBuf>;
}

impl<T> IntoFilter<T> for Document {
    fn into_filter(self) -> Result<RawDocumentBuf> {
        IntoFilter::<T>::into_filter(&self)
    }
}

impl<T> IntoFilter<T> for &Document {
    fn into_filter(self) -> Result<RawDocumentBuf> {
        self.encode().map_err(|error| error.within("the filter"))
    }
}

impl<T> IntoFilter<T> for Filter<T> {
    fn into_filter(self) -> Result<RawDocumentBuf> {
        self.into_raw()
    }
}

impl<T> IntoFilter<T> for &Filter<T> {
    fn into_filter(self) -> Result<RawDocumentBuf> {
        self.to_raw()
    }
}

impl<T: MongoCollection, F: FnOnce(Fields<T>) -> Filter<T>> IntoFilter<T> for F {
    fn into_filter(self) -> Result<RawDocumentBuf> {
        self(T::fields()).into_raw()
    }
}
