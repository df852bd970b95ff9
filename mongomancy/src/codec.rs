//! Rust values to BSON bytes and back.

pub(crate) mod bridge;
pub(crate) mod choice;
pub(crate) mod decode;
mod decode_failure;
pub(crate) mod element;
pub(crate) mod elements;
pub(crate) mod encode;
pub(crate) mod field_codec;
pub(crate) mod fields;
pub(crate) mod helper;
pub(crate) mod kind;
mod model;
#[cfg(test)]
pub(crate) mod proof;
pub(crate) mod reader;
pub(crate) mod said;
mod serde;
mod skip;
pub(crate) mod value;
pub(crate) mod variant;
pub(crate) mod with;

use bson::{RawBson, RawBsonRef, RawDocument, RawDocumentBuf};

pub(crate) use self::decode_failure::{at_field, in_collection};
pub use self::{decode::Decode, encode::Encode, serde::Serde};
use self::{
    element::{begin, end},
    reader::Reader,
};
use crate::error::{Error, ErrorKind, Result};

/// A value that is stored as a BSON document: a collection's or an embedded one.
///
/// Derive it for embedded structs: [`#[derive(MongoDocument)]`](derive@crate::MongoDocument);
/// [`MongoCollection`](crate::MongoCollection)'s derive implements it as well. The derive is the only implementor meant,
/// apart from [`bson::Document`]: the methods are not for calling.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no MongoDB document",
    label = "needs `#[derive(MongoDocument)]`, or `#[derive(MongoCollection)]` if it has a collection of its own"
)]
pub trait MongoDocument: Encode + Decode {
    /// The fields by their Rust names, for paths that are checked at compile time.
    #[doc(hidden)]
    type Fields: Default;

    /// Whether an `_id` of null means that there is none: it is left out where the document is a collection's.
    #[doc(hidden)]
    const ID_MAY_BE_ABSENT: bool = false;

    /// Appends the document's bytes; after an error `to` is as it was.
    #[doc(hidden)]
    fn append_to(&self, to: &mut Vec<u8>) -> Result<()> {
        let start = to.len();
        match self.encode_to(to) {
            Ok(kind::DOCUMENT) => {}
            Ok(_) => {
                to.truncate(start);
                return Err(Error::new(ErrorKind::Encode, "the value is no document"));
            }
            Err(error) => {
                to.truncate(start);
                return Err(error.into());
            }
        }
        if Self::ID_MAY_BE_ABSENT {
            leave_null_id_out(to, start);
        }
        Ok(())
    }

    /// The document's bytes.
    #[doc(hidden)]
    fn encode(&self) -> Result<RawDocumentBuf> {
        let mut bytes = Vec::with_capacity(ROOM);
        self.append_to(&mut bytes)?;
        RawDocumentBuf::from_bytes(bytes).map_err(|_| Error::new(ErrorKind::Encode, "the document is too large"))
    }

    /// The value that the bytes stand for.
    #[doc(hidden)]
    fn decode(document: &RawDocument) -> Result<Self> {
        decode_document(document)
    }
}

/// What a common document takes, so that it is not moved while it grows.
const ROOM: usize = 512;

/// Removes an `_id` of null from the document at `start`, which ends the bytes.
pub(crate) fn leave_null_id_out(bytes: &mut Vec<u8>, start: usize) {
    const NULL_ID: &[u8] = b"\x0A_id\0";
    let mut at = start + 4;
    let mut reader = Reader::within(&bytes[at..]);
    while let Ok(false) = reader.is_end() {
        let before = reader.left();
        let Ok((kind, key)) = reader.key() else { return };
        if kind == kind::NULL && key == "_id" {
            bytes.drain(at..at + NULL_ID.len());
            element::set_length(bytes, start);
            return;
        }
        if key == "_id" || reader.skip(kind).is_err() {
            return;
        }
        at += before - reader.left();
    }
}

/// How a document is read: what a call needs of its type, so that a type that is no document is told of where it is
/// named, and nowhere else.
pub(crate) type DecodeDocument<T> = fn(&RawDocument) -> Result<T>;

/// Reads a whole document as a value that need not be able to write itself.
pub(crate) fn decode_document<T: Decode>(document: &RawDocument) -> Result<T> {
    T::decode_from(kind::DOCUMENT, &mut Reader::new(document)).map_err(|error| decode_failure::failed(document, &error))
}

/// Reads a document by serde alone.
pub(crate) fn decode_by_serde<T: ::serde::de::DeserializeOwned>(document: &RawDocument) -> Result<T> {
    bridge::Bridge::read(kind::DOCUMENT, &mut Reader::new(document))
        .map_err(|error| decode_failure::failed(document, &error))
}

/// Writes a value by itself, for an `_id` in a filter.
pub(crate) fn write_value(
    write: impl FnOnce(&mut Vec<u8>) -> std::result::Result<u8, encode::EncodeError>,
) -> Result<RawBson> {
    let mut document = Vec::new();
    let start = begin(&mut document);
    document.extend_from_slice(b"\0v\0");
    document[start + 4] = write(&mut document)?;
    end(&mut document, start);
    let document = RawDocumentBuf::from_bytes(document);
    let value = document.as_ref().ok().and_then(|document| document.get("v").ok().flatten());
    value.map(RawBson::from).ok_or_else(|| Error::new(ErrorKind::Encode, "the value has no BSON form"))
}

/// Reads a value by itself, where the type has a codec of its own.
pub(crate) fn decode_own<T: Decode>(value: RawBsonRef<'_>) -> Result<T> {
    read_value(value, T::decode_from)
}

/// Reads a value by itself.
pub(crate) fn read_value<T>(
    value: RawBsonRef<'_>,
    read: impl FnOnce(u8, &mut Reader<'_>) -> std::result::Result<T, decode::DecodeError>,
) -> Result<T> {
    let value = match value {
        // What most ids are needs no document around it.
        RawBsonRef::ObjectId(id) => read(kind::OBJECT_ID, &mut Reader::within(&id.bytes())),
        RawBsonRef::Int64(number) => read(kind::INT64, &mut Reader::within(&number.to_le_bytes())),
        _ => {
            let mut document = RawDocumentBuf::new();
            document.append(bson::raw::cstr!("v"), value);
            let mut reader = Reader::within(&document.as_bytes()[4..]);
            reader.key().and_then(|(kind, _)| read(kind, &mut reader))
        }
    };
    value.map_err(|error| decode_failure::value_failed(&error))
}
