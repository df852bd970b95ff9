//! Texts.

use crate::codec::{
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    kind,
    reader::Reader,
};
use crate::shape::{Shape, Within};

impl Encode for str {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        let length = i32::try_from(self.len() + 1).unwrap_or(i32::MAX);
        to.extend_from_slice(&length.to_le_bytes());
        to.extend_from_slice(self.as_bytes());
        to.push(0);
        Ok(kind::STRING)
    }

    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::Kind(kind::STRING)
    }
}

impl Encode for String {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        self.as_str().encode_to(to)
    }

    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::Kind(kind::STRING)
    }
}

impl Decode for String {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if kind == kind::STRING {
            return from.string().map(str::to_owned);
        }
        text_in_bytes(kind, from)
    }
}

/// serde reads a text from bytes as well.
#[cold]
fn text_in_bytes(kind: u8, from: &mut Reader<'_>) -> Result<String, DecodeError> {
    const GENERIC: u8 = 0;
    if kind == kind::BINARY
        && let (GENERIC, bytes) = from.binary()?
        && let Ok(text) = str::from_utf8(bytes)
    {
        return Ok(text.to_owned());
    }
    Err(DecodeError::unexpected("a string", kind))
}

impl Decode for Box<str> {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        String::decode_from(kind, from).map(Into::into)
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use bson::{Binary, Bson, spec::BinarySubtype};

    use crate::codec::proof::{decodes_like_serde, encodes_like_serde, every_kind, reads_bytes_like_serde};

    #[test]
    fn they_are_written_and_read_as_serde_does() {
        for value in ["", "a", "ß\0", "a longer text that has more bytes than sixteen"] {
            encodes_like_serde(&value.to_owned());
            encodes_like_serde(&Box::<str>::from(value));
            encodes_like_serde(&Cow::Borrowed(value));
            decodes_like_serde::<Box<str>>(&value.into());
            decodes_like_serde::<Cow<'static, str>>(&value.into());
        }
        for subtype in [BinarySubtype::Generic, BinarySubtype::BinaryOld, BinarySubtype::Uuid] {
            for bytes in [b"text".to_vec(), vec![0xFF; 4]] {
                decodes_like_serde::<String>(&Bson::Binary(Binary { subtype, bytes }));
            }
        }
        for value in every_kind() {
            decodes_like_serde::<String>(&value);
        }
    }

    #[test]
    fn what_is_no_text_is_refused_as_serde_does() {
        let document = |length: i32, text: &[u8]| {
            let whole = i32::try_from(4 + 3 + 4 + text.len() + 1).unwrap();
            [&whole.to_le_bytes(), &[2, b'v', 0][..], &length.to_le_bytes(), text, &[0]].concat()
        };
        for length in [-1, i32::MIN, i32::MAX, 0, 1, 2, 3, 4, 5] {
            for text in [&b"ab\0"[..], b"\0", b"", b"\xFF\xFF\0", b"\0\0\0"] {
                reads_bytes_like_serde::<String>(&document(length, text));
                reads_bytes_like_serde::<Option<String>>(&document(length, text));
            }
        }
    }
}
