//! The bridge to serde: what has no codec of its own is written and read by it.

use std::{fmt, marker::PhantomData};

use bson::RawDocument;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeOwned, Visitor, value::Error as PlainError},
};
use serde_path_to_error::Path;

use super::{
    decode::DecodeError,
    decode_failure,
    element::{begin, end},
    encode::EncodeError,
    field_codec::FieldCodec,
    kind,
    reader::Reader,
};

/// A type that serde can write and read.
#[diagnostic::on_unimplemented(
    message = "serde cannot write and read `{Self}`",
    label = "needs `#[derive(Serialize, Deserialize)]`, which give the stored form",
    note = "a document that is read owns its data: `&str` and its like cannot be read"
)]
pub trait SerdeValue: Serialize + DeserializeOwned {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> SerdeValue for T {}

/// serde's way to write and to read a value.
pub struct Bridge<T>(PhantomData<fn() -> T>);

impl<T> Bridge<T> {
    /// The bridge.
    pub const NEW: Self = Self(PhantomData);
}

impl<T> Clone for Bridge<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Bridge<T> {}

impl<T> fmt::Debug for Bridge<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bridge")
    }
}

impl<T: Serialize> Bridge<T> {
    /// Writes a value by serde.
    pub(crate) fn write(value: &T, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        // Only documents can be written: the value is unwrapped in its place.
        let start = to.len();
        bson::serialize_to_buffer(&Wrapped { v: value }, to).map_err(|error| cannot_encode(&error))?;
        let kind = to[start + 4];
        to.drain(start..start + AROUND);
        to.pop();
        Ok(kind)
    }
}

/// Writes a value by serde, which need not be able to read it.
pub fn write_by_serde<T: Serialize>(value: &T, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
    Bridge::write(value, to)
}

/// Reads a value by serde, which need not be able to write it.
pub fn read_by_serde<T: DeserializeOwned>(kind: u8, from: &mut Reader<'_>) -> Result<T, DecodeError> {
    Bridge::read(kind, from)
}

/// What an absent field stands for to serde.
pub fn missing_by_serde<T: DeserializeOwned>() -> Option<T> {
    T::deserialize(Absent).ok()
}

impl<T: DeserializeOwned> Bridge<T> {
    /// Reads a value by serde.
    pub(crate) fn read(kind: u8, from: &mut Reader<'_>) -> Result<T, DecodeError> {
        let buffered = from.is_buffered();
        let value = from.value(kind)?;
        from.check_depth(kind, value)?;
        if kind == kind::DOCUMENT && !buffered {
            return bson::deserialize_from_slice(value).map_err(|error| explain::<T>(value, &error, 0));
        }
        let mut wrapped = Vec::with_capacity(AROUND + value.len() + 1);
        let start = begin(&mut wrapped);
        wrapped.extend_from_slice(&[kind, b'v', 0]);
        wrapped.extend_from_slice(value);
        end(&mut wrapped, start);
        if buffered {
            return match bson::deserialize_from_slice::<Wrapped<Buffered<T>>>(&wrapped) {
                Ok(Wrapped { v: Buffered::Value(value) }) => Ok(value),
                Err(_) => Err(DecodeError::unexpected("another type", kind)),
            };
        }
        match bson::deserialize_from_slice::<Wrapped<T>>(&wrapped) {
            Ok(wrapped) => Ok(wrapped.v),
            Err(error) => Err(explain::<Wrapped<T>>(&wrapped, &error, 1)),
        }
    }
}

impl<T: Serialize + DeserializeOwned> FieldCodec<T> for Bridge<T> {
    fn encode(self, value: &T, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        Self::write(value, to)
    }

    fn decode(self, kind: u8, from: &mut Reader<'_>) -> Result<T, DecodeError> {
        Self::read(kind, from)
    }

    fn missing(self) -> Option<T> {
        missing_by_serde()
    }
}

/// Reads by way of serde's buffer, as enums do whose tag may come late: some types read another form there.
#[derive(Deserialize)]
#[serde(untagged)]
enum Buffered<T> {
    Value(T),
}

/// The bytes before a wrapped value: the document's length, the type, the key and its zero.
const AROUND: usize = 7;

#[derive(Serialize, Deserialize)]
struct Wrapped<T> {
    v: T,
}

fn cannot_encode(error: &bson::error::Error) -> EncodeError {
    // A serializer's message may quote the value; the key and the kind do not.
    let reason = match error.kind {
        bson::error::ErrorKind::TooLargeUnsignedInteger { .. } => "an unsigned integer is larger than an i64",
        _ => "the value has no BSON form",
    };
    let failed = EncodeError::new(reason);
    match &error.key {
        Some(key) => failed.below(key.clone()),
        None => failed,
    }
}

/// Why `document` is no `T`. The path is looked for only once it is known that there is something to tell: tracking it
/// costs on every field. Its first `wrappers` steps lead to the value.
fn explain<T: DeserializeOwned>(document: &[u8], error: &bson::error::Error, wrappers: usize) -> DecodeError {
    let Ok(raw) = RawDocument::from_bytes(document) else { return DecodeError::malformed() };
    match bson::deserialize_from_slice::<Traced<T>>(document) {
        Ok(Traced(Err((path, message)))) => decode_failure::explain(raw, &path, &message, wrappers),
        _ => decode_failure::explain_without_path(&error.message.clone().unwrap_or_default()),
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

/// What serde's derive reads an absent field from: only what asks for an option gets one.
struct Absent;

impl<'de> Deserializer<'de> for Absent {
    type Error = PlainError;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, PlainError> {
        Err(serde::de::Error::custom("missing field"))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PlainError> {
        visitor.visit_none()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// Makes a type a document by serde alone, where the derives are not at hand.
#[cfg(test)]
macro_rules! serde_document {
    ($type:ty) => {
        impl crate::codec::Encode for $type {
            fn encode_to(&self, to: &mut Vec<u8>) -> std::result::Result<u8, crate::codec::encode::EncodeError> {
                crate::codec::field_codec::FieldCodec::encode(crate::codec::bridge::Bridge::NEW, self, to)
            }
        }

        impl crate::codec::Decode for $type {
            fn decode_from(
                kind: u8,
                from: &mut crate::codec::reader::Reader<'_>,
            ) -> std::result::Result<Self, crate::codec::decode::DecodeError> {
                crate::codec::field_codec::FieldCodec::decode(crate::codec::bridge::Bridge::NEW, kind, from)
            }
        }

        impl crate::codec::MongoDocument for $type {
            type Fields = ();
        }

        impl<R: ?Sized, P: crate::query::Place> crate::query::Enter<R, P> for $type {
            type Fields = crate::query::Path<R, Self, crate::query::Own<Self>, P>;

            fn enter(place: &P) -> Self::Fields {
                crate::query::Path::new(place.clone())
            }
        }
    };
}

#[cfg(test)]
pub(crate) use serde_document;
