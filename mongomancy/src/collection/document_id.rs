//! The `_id` of a document that is sent, and of one that was stored.

use bson::{Bson, RawBson, RawBsonRef, RawDocument, RawDocumentBuf, oid::ObjectId, raw::cstr};

use crate::{
    codec::at_field,
    error::{Error, Result},
    model::MongoCollection,
};

/// The largest document that a server stores.
pub(super) const MAX_DOCUMENT: usize = 16 * 1024 * 1024;

/// The document with an `_id`, a new one where it has none, and that `_id`.
///
/// The id is read back here, before anything is sent: one that does not fit the type must not be found out afterwards.
pub(super) fn with_id<T: MongoCollection>(document: RawDocumentBuf) -> Result<(RawDocumentBuf, T::Id)> {
    let document = match id_of(&document) {
        Some(_) => document,
        None => with_first_field(&document, ObjectId::new()),
    };
    check_size(&document)?;
    let id = id_of(&document).map(T::decode_id);
    let id = id.unwrap_or_else(|| Err(Error::invalid_argument("the document has no `_id`")));
    Ok((document, id.map_err(|_| Error::invalid_argument("the document's `_id` is not of the collection's id type"))?))
}

/// The document without an `_id` of null: the one that is stored, or a new one, is meant.
pub(super) fn without_null_id(document: RawDocumentBuf) -> RawDocumentBuf {
    if matches!(document.get("_id"), Ok(Some(RawBsonRef::Null))) {
        return document.iter().flatten().filter(|(key, _)| *key != "_id").collect();
    }
    document
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

fn id_of(document: &RawDocument) -> Option<RawBsonRef<'_>> {
    document.get("_id").ok().flatten().filter(|id| *id != RawBsonRef::Null)
}

fn with_first_field(document: &RawDocument, id: ObjectId) -> RawDocumentBuf {
    let mut with_id = RawDocumentBuf::new();
    with_id.append(cstr!("_id"), id);
    for (key, value) in document.iter().flatten().filter(|(key, _)| *key != "_id") {
        with_id.append(key, value);
    }
    with_id
}
