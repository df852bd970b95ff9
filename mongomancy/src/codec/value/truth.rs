//! Truth values.

use crate::codec::{
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    kind,
    reader::Reader,
};
use crate::shape::{Shape, Within};

impl Encode for bool {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        to.push(u8::from(*self));
        Ok(kind::BOOLEAN)
    }

    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::Kind(kind::BOOLEAN)
    }
}

impl Decode for bool {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if kind != kind::BOOLEAN {
            return Err(DecodeError::unexpected("a boolean", kind));
        }
        match from.array()? {
            [0] => Ok(false),
            [1] => Ok(true),
            _ => Err(DecodeError::malformed()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::codec::proof::{decodes_like_serde, encodes_like_serde, every_kind, reads_bytes_like_serde};

    #[test]
    fn they_are_written_and_read_as_serde_does() {
        encodes_like_serde(&true);
        encodes_like_serde(&false);
        for value in every_kind() {
            decodes_like_serde::<bool>(&value);
        }
        // A document of nine bytes, whose truth value is neither.
        for byte in [0, 1, 2, 255] {
            reads_bytes_like_serde::<bool>(&[9, 0, 0, 0, 8, b'v', 0, byte, 0]);
        }
    }
}
