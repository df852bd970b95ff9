//! The bridge to serde: what a derived codec does for the whole struct.

use bson::{Bson, RawBsonRef, RawDocument, RawDocumentBuf};
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use serde_path_to_error::Path;

use super::decode_failure;
use crate::error::{Error, ErrorKind, Result};

/// A type that serde can write and read: what the derives ask of a struct.
#[diagnostic::on_unimplemented(
    message = "serde cannot write and read `{Self}`",
    label = "needs `#[derive(Serialize, Deserialize)]`, which give the stored form",
    note = "a document that is read owns its data: `&str` and its like cannot be read"
)]
pub trait SerdeDocument: Serialize + DeserializeOwned {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> SerdeDocument for T {}

/// How the values of a type are written and read; a constant, so that a type without serde's traits is one error.
#[derive(Debug)]
pub struct Codec<T> {
    encode: fn(&T) -> Result<RawDocumentBuf>,
    decode: fn(&RawDocument) -> Result<T>,
}

/// The codec that leaves it all to serde.
pub const fn serde_codec<T: SerdeDocument>() -> Codec<T> {
    Codec { encode, decode }
}

impl<T> Codec<T> {
    /// The value as a document.
    pub fn encode(&self, value: &T) -> Result<RawDocumentBuf> {
        (self.encode)(value)
    }

    /// The value as a document, in which an `_id` that is absent stays absent instead of null.
    pub fn encode_without_null_id(&self, value: &T) -> Result<RawDocumentBuf> {
        let document = (self.encode)(value)?;
        if !matches!(document.get("_id"), Ok(Some(RawBsonRef::Null))) {
            return Ok(document);
        }
        let mut rest = RawDocumentBuf::new();
        for element in document.iter_elements() {
            let element = element.map_err(|error| cannot_encode(&error))?;
            if element.key().as_str() != "_id" {
                rest.append(element.key(), element.value().map_err(|error| cannot_encode(&error))?);
            }
        }
        Ok(rest)
    }

    /// The value that a document stands for.
    pub fn decode(&self, document: &RawDocument) -> Result<T> {
        (self.decode)(document)
    }
}

/// Writes `value` as a document.
fn encode<T: Serialize>(value: &T) -> Result<RawDocumentBuf> {
    bson::serialize_to_raw_document_buf(value).map_err(|error| cannot_encode(&error))
}

/// Reads a value from a document.
fn decode<T: DeserializeOwned>(document: &RawDocument) -> Result<T> {
    // The path is looked for only once it is known that there is something to tell: tracking it costs on every field.
    bson::deserialize_from_slice(document.as_bytes()).map_err(|error| explain::<T>(document, &error))
}

pub(crate) fn value_to_bson<T: Serialize>(value: &T) -> Result<Bson> {
    // Through bytes, so that an id is written as it is within its document: bson's value serializer calls itself
    // human-readable and would give other types their text form.
    let wrapped = encode(&Wrapped { v: value })?;
    let value = wrapped.get("v").ok().flatten().ok_or_else(|| Error::new(ErrorKind::Encode, "no value was written"))?;
    Bson::try_from(value).map_err(|_| Error::new(ErrorKind::Encode, "the value has no BSON form"))
}

pub(crate) fn value_from_bson<T: DeserializeOwned>(value: RawBsonRef<'_>) -> Result<T> {
    let mut wrapped = RawDocumentBuf::new();
    wrapped.append(bson::raw::cstr!("v"), value);
    decode::<Wrapped<T>>(&wrapped).map(|wrapped| wrapped.v)
}

#[derive(Serialize, Deserialize)]
struct Wrapped<T> {
    v: T,
}

fn cannot_encode(error: &bson::error::Error) -> Error {
    // A serializer's message may quote the value; the key and the kind do not.
    let place = error.key.as_ref().map(|key| format!(" at `{key}`")).unwrap_or_default();
    let reason = match error.kind {
        bson::error::ErrorKind::TooLargeUnsignedInteger { .. } => "an unsigned integer is larger than an i64",
        _ => "the value has no BSON form",
    };
    Error::new(ErrorKind::Encode, format!("{reason}{place}"))
}

fn explain<T: DeserializeOwned>(document: &RawDocument, error: &bson::error::Error) -> Error {
    match bson::deserialize_from_slice::<Traced<T>>(document.as_bytes()) {
        Ok(Traced(Err((path, message)))) => decode_failure::at(document, &path, &message),
        _ => decode_failure::somewhere(document, &error.message.clone().unwrap_or_default()),
    }
}

/// Reads a `T` and keeps the path and the message of its failure.
struct Traced<T>(Result<T, (Path, String)>);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Traced<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(serde_path_to_error::deserialize(deserializer).map_err(|error| {
            let path = error.path().clone();
            (path, error.into_inner().to_string())
        })))
    }
}
