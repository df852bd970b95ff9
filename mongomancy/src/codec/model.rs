//! BSON's own types as serde's data model has them: an `ObjectId` is a map with the key `$oid`, so that whatever is read
//! from maps is read from it as well.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};

use super::{
    decode::DecodeError,
    element::{begin, end, put_index, put_key},
    kind,
    reader::{Parts, Reader},
};

/// Reads the document that a value of type `kind`, which is none, is to serde; there are few such values to read, and
/// none where they are expected.
#[cold]
pub(super) fn read_map<T>(
    kind: u8,
    from: &mut Reader<'_>,
    expected: &'static str,
    read: impl FnOnce(Reader<'_>) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    let document = as_map(kind, from)?.ok_or_else(|| DecodeError::unexpected(expected, kind))?;
    let parts = match kind {
        kind::JAVASCRIPT_WITH_SCOPE => Parts::Scope,
        kind::OBJECT_ID | kind::BINARY | kind::TIMESTAMP | kind::DECIMAL128 => Parts::Plainest,
        _ => Parts::Plain,
    };
    read(from.parts(&document[4..], parts))
}

fn as_map(kind: u8, from: &mut Reader<'_>) -> Result<Option<Vec<u8>>, DecodeError> {
    let value = from.value(kind)?;
    from.check_depth(kind, value)?;
    let mut around = Vec::with_capacity(value.len() + 8);
    let start = begin(&mut around);
    around.extend_from_slice(&[kind, b'v', 0]);
    around.extend_from_slice(value);
    end(&mut around, start);
    let Around { v: Model { kind, bytes } } =
        bson::deserialize_from_slice(&around).map_err(|_| DecodeError::malformed())?;
    Ok((kind == kind::DOCUMENT).then_some(bytes))
}

#[derive(Deserialize)]
struct Around {
    v: Model,
}

/// A value in the model's terms.
struct Model {
    kind: u8,
    bytes: Vec<u8>,
}

impl<'de> Deserialize<'de> for Model {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ModelVisitor)
    }
}

struct ModelVisitor;

impl<'de> Visitor<'de> for ModelVisitor {
    type Value = Model;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Model, E> {
        Ok(model(kind::BOOLEAN, [u8::from(value)]))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Model, E> {
        match i32::try_from(value) {
            Ok(small) => Ok(model(kind::INT32, small.to_le_bytes())),
            Err(_) => Ok(model(kind::INT64, value.to_le_bytes())),
        }
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Model, E> {
        self.visit_i64(i64::try_from(value).map_err(E::custom)?)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Model, E> {
        Ok(model(kind::DOUBLE, value.to_le_bytes()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Model, E> {
        let length = i32::try_from(value.len() + 1).map_err(E::custom)?;
        Ok(model(kind::STRING, [&length.to_le_bytes(), value.as_bytes(), &[0][..]].concat()))
    }

    fn visit_bytes<E: Error>(self, value: &[u8]) -> Result<Model, E> {
        let length = i32::try_from(value.len()).map_err(E::custom)?;
        Ok(model(kind::BINARY, [&length.to_le_bytes(), &[0][..], value].concat()))
    }

    fn visit_unit<E: Error>(self) -> Result<Model, E> {
        Ok(model(kind::NULL, []))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Model, A::Error> {
        let mut bytes = Vec::new();
        let start = begin(&mut bytes);
        let mut index = 0;
        while let Some(element) = elements.next_element::<Model>()? {
            let at = bytes.len();
            put_index(&mut bytes, index);
            bytes[at] = element.kind;
            bytes.extend_from_slice(&element.bytes);
            index += 1;
        }
        end(&mut bytes, start);
        Ok(model(kind::ARRAY, bytes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Model, A::Error> {
        let mut bytes = Vec::new();
        let start = begin(&mut bytes);
        while let Some((key, value)) = entries.next_entry::<String, Model>()? {
            let at = bytes.len();
            put_key(&mut bytes, &key).map_err(|_| A::Error::custom("a key has a zero"))?;
            bytes[at] = value.kind;
            bytes.extend_from_slice(&value.bytes);
        }
        end(&mut bytes, start);
        Ok(model(kind::DOCUMENT, bytes))
    }
}

fn model(kind: u8, bytes: impl Into<Vec<u8>>) -> Model {
    Model { kind, bytes: bytes.into() }
}
