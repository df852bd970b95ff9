//! Rust values to BSON bytes and back.

pub(crate) mod bridge;
mod decode_failure;
mod document;

pub(crate) use self::decode_failure::{at_field, in_collection};

use bson::{Bson, RawBsonRef, RawDocument, RawDocumentBuf};

use crate::error::Result;

/// A value that is stored as a BSON document: a collection's or an embedded one.
///
/// Derive it for embedded structs: [`#[derive(MongoDocument)]`](derive@crate::MongoDocument); [`MongoCollection`](crate::MongoCollection)'s derive implements it as well. The
/// derive is the only implementor meant, apart from [`bson::Document`]: the methods are not for calling.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no MongoDB document",
    label = "needs `#[derive(MongoDocument)]`, or `#[derive(MongoCollection)]` if it has a collection of its own"
)]
pub trait MongoDocument: Sized {
    /// The fields by their Rust names, for paths that are checked at compile time.
    #[doc(hidden)]
    type Fields: Default;

    /// The document's bytes.
    #[doc(hidden)]
    fn encode(&self) -> Result<RawDocumentBuf>;

    /// The value that the bytes stand for.
    #[doc(hidden)]
    fn decode(document: &RawDocument) -> Result<Self>;
}

/// How a document is read: what a call needs of its type, so that a type that is no document is told of where it is
/// named, and nowhere else.
pub(crate) type Decode<T> = fn(&RawDocument) -> Result<T>;

/// A value that a field can hold: to BSON and back.
///
/// Implemented for every type that serde can write and read; never to be implemented by hand.
pub trait MongoValue: Sized {
    /// The value as it is stored.
    #[doc(hidden)]
    fn to_bson(&self) -> Result<Bson>;

    /// The value that is stored.
    #[doc(hidden)]
    fn from_bson(value: RawBsonRef<'_>) -> Result<Self>;
}

impl<V: serde::Serialize + serde::de::DeserializeOwned> MongoValue for V {
    fn to_bson(&self) -> Result<Bson> {
        bridge::value_to_bson(self)
    }

    fn from_bson(value: RawBsonRef<'_>) -> Result<Self> {
        bridge::value_from_bson(value)
    }
}

/// The type of a collection's `_id`s: any [`MongoValue`] that threads may share.
pub trait DocumentId: MongoValue + Send + Sync + 'static {}

impl<I: MongoValue + Send + Sync + 'static> DocumentId for I {}
