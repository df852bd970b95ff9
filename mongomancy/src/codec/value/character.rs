//! Characters: texts of one.

use crate::codec::{
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    kind,
    reader::Reader,
};
use crate::shape::{Shape, Within};

impl Encode for char {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        (*self.encode_utf8(&mut [0; 4])).encode_to(to)
    }

    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::Kind(kind::STRING)
    }
}

impl Decode for char {
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if kind == kind::STRING {
            let mut text = from.string()?.chars();
            if let (Some(character), None) = (text.next(), text.next()) {
                return Ok(character);
            }
        }
        Err(DecodeError::unexpected("a character", kind))
    }
}

#[cfg(test)]
mod tests {
    use crate::codec::proof::{decodes_like_serde, encodes_like_serde, every_kind};

    #[test]
    fn they_are_written_and_read_as_serde_does() {
        for value in ['a', 'ß', '\0', '🦀'] {
            encodes_like_serde(&value);
        }
        for value in every_kind().into_iter().chain(["", "a", "ab", "ß", "🦀", "🦀🦀"].map(Into::into)) {
            decodes_like_serde::<char>(&value);
        }
    }
}
