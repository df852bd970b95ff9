//! What is taken as a filter.

use bson::{Document, RawDocumentBuf};

use crate::{codec::MongoDocument, error::Result};

/// What selects documents of a collection of `T`s: a `doc! {}`, by value or by reference.
///
/// Implemented by this crate alone.
#[diagnostic::on_unimplemented(message = "`{Self}` is no filter for `{T}`", label = "expected a `doc! {{ .. }}`")]
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
