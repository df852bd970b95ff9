//! What is taken as a document to store.

use std::borrow::Borrow;

use bson::RawDocumentBuf;

use crate::{codec::MongoDocument, error::Result};

/// What is stored in a collection of `T`s: a `T`, by value or by reference.
///
/// Implemented for all that can be borrowed as a `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no document of a collection of `{T}`s",
    label = "expected a `{T}`, by value or by reference",
    note = "documents of another type go through a handle of that type: `database.collection_named::<Document>(\"name\")`, \
            or `collection.with_type::<Document>()`"
)]
pub trait AsDocument<T> {
    /// The document's bytes.
    #[doc(hidden)]
    fn encoded(self) -> Result<RawDocumentBuf>;

    /// Writes the document's bytes behind others; after an error these are as they were.
    #[doc(hidden)]
    fn append_to(self, bytes: &mut Vec<u8>) -> Result<()>;
}

#[diagnostic::do_not_recommend]
impl<T: MongoDocument, D: Borrow<T>> AsDocument<T> for D {
    fn encoded(self) -> Result<RawDocumentBuf> {
        self.borrow().encode()
    }

    fn append_to(self, bytes: &mut Vec<u8>) -> Result<()> {
        MongoDocument::append_to(self.borrow(), bytes)
    }
}
