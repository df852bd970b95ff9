//! The `_id` of a document that is sent, and of one that was stored.

use bson::{Bson, RawBson, RawBsonRef, RawDocument, RawDocumentBuf, oid::ObjectId, raw::cstr};

use crate::{
    codec::{at_field, element::set_length, leave_null_id_out},
    error::{Error, ErrorKind, Result},
    model::MongoCollection,
};

/// The largest document that a server stores.
pub(super) const MAX_DOCUMENT: usize = 16 * 1024 * 1024;

/// Gives the document that `bytes` end with, from `start` on, a new `_id` where it has none, and gives the `_id`.
///
/// The id is read back here, before anything is sent: one that does not fit the type must not be found out afterwards.
pub(super) fn see_to_id<T: MongoCollection>(bytes: &mut Vec<u8>, start: usize) -> Result<T::Id> {
    let document = encoded(bytes, start)?;
    match document.get("_id") {
        Ok(Some(RawBsonRef::Null)) => {
            leave_null_id_out(bytes, start);
            // A second one would stand behind the new one.
            if !matches!(encoded(bytes, start)?.get("_id"), Ok(None)) {
                return Err(malformed());
            }
        }
        Ok(None) => {}
        Ok(Some(id)) => {
            check_size(document)?;
            return T::decode_id(id).map_err(|_| not_of_the_type());
        }
        Err(_) => return Err(malformed()),
    }
    let id = ObjectId::new();
    put_in_front(bytes, start, id);
    check_size(encoded(bytes, start)?)?;
    T::decode_id(RawBsonRef::ObjectId(id)).map_err(|_| not_of_the_type())
}

fn not_of_the_type() -> Error {
    Error::invalid_argument("the document's `_id` is not of the collection's id type")
}

fn encoded(bytes: &[u8], start: usize) -> Result<&RawDocument> {
    RawDocument::from_bytes(&bytes[start..]).map_err(|_| malformed())
}

fn malformed() -> Error {
    Error::new(ErrorKind::Encode, "the bytes are no document")
}

/// Makes room for the `_id` in its place: what follows it moves, and is not written again.
fn put_in_front(bytes: &mut Vec<u8>, start: usize, id: ObjectId) {
    const KEY: &[u8] = b"\x07_id\0";
    let (first, end) = (start + 4, bytes.len());
    let behind = first + KEY.len() + id.bytes().len();
    bytes.resize(end + behind - first, 0);
    bytes.copy_within(first..end, behind);
    bytes[first..first + KEY.len()].copy_from_slice(KEY);
    bytes[first + KEY.len()..behind].copy_from_slice(&id.bytes());
    set_length(bytes, start);
}

/// The document without an `_id` of null: the one that is stored, or a new one, is meant.
pub(super) fn without_null_id(document: RawDocumentBuf) -> Result<RawDocumentBuf> {
    let mut bytes = document.into_bytes();
    leave_null_id_out(&mut bytes, 0);
    RawDocumentBuf::from_bytes(bytes).map_err(|_| malformed())
}

pub(super) fn check_size(document: &RawDocument) -> Result<()> {
    let size = document.as_bytes().len();
    if size > MAX_DOCUMENT {
        return Err(Error::invalid_argument(format!("{size} bytes are more than the {MAX_DOCUMENT} of a document")));
    }
    Ok(())
}

/// The filter for the one document with this `_id`.
pub(super) fn by_id(id: Result<RawBson>) -> Result<RawDocumentBuf> {
    let id = id?;
    let mut filter = RawDocumentBuf::new();
    match &id {
        // As they stand these would be read as a query.
        RawBson::Document(_) | RawBson::RegularExpression(_) => {
            let mut equals = RawDocumentBuf::new();
            equals.append(cstr!("$eq"), id);
            filter.append(cstr!("_id"), equals);
        }
        _ => filter.append(cstr!("_id"), id),
    }
    Ok(filter)
}

/// The `_id` that a server says it stored.
pub(super) fn stored<T: MongoCollection>(id: Bson) -> Result<T::Id> {
    T::decode_id(raw(id)?.as_raw_bson_ref()).map_err(|error| at_field(error, "_id").with_maybe_applied(true))
}

fn raw(id: Bson) -> Result<RawBson> {
    RawBson::try_from(id).map_err(|_| Error::invalid_argument("the `_id` has a key that BSON cannot hold"))
}

#[cfg(test)]
mod tests {
    use bson::{Document, rawdoc};

    use super::*;

    /// A document whose last value has a type that is none.
    fn with_an_unreadable_end() -> Vec<u8> {
        let mut bytes = rawdoc! { "_id": RawBson::Null, "name": "Ada", "last": true }.into_bytes();
        let last = bytes.len() - b"\x08last\0\x01\0".len();
        bytes[last] = 0x7A;
        bytes
    }

    #[test]
    fn what_stands_behind_a_null_id_stays_even_where_it_does_not_parse() {
        let bytes = with_an_unreadable_end();
        let behind = bytes[4 + b"\x0A_id\0".len()..].to_vec();
        let document = RawDocumentBuf::from_bytes(bytes.clone()).unwrap();
        assert_eq!(without_null_id(document).unwrap().as_bytes()[4..], behind);
        let mut given = bytes;
        assert!(see_to_id::<Document>(&mut given, 0).is_err(), "there may be a second `_id`");
    }

    #[test]
    fn a_second_null_id_is_refused() {
        let mut twice = RawDocumentBuf::new();
        twice.append(cstr!("_id"), RawBson::Null);
        twice.append(cstr!("_id"), RawBson::Null);
        assert_eq!(*see_to_id::<Document>(&mut twice.into_bytes(), 0).unwrap_err().kind(), ErrorKind::Encode);
    }
}
