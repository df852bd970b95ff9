//! Floating-point numbers, read from integers as well.

use crate::codec::{
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    kind,
    reader::Reader,
};
use crate::shape::{Shape, Within};

impl Encode for f64 {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        to.extend_from_slice(&self.to_le_bytes());
        Ok(kind::DOUBLE)
    }

    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::Kind(kind::DOUBLE)
    }
}

impl Decode for f64 {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match kind {
            kind::DOUBLE => Ok(Self::from_le_bytes(from.array()?)),
            kind::INT32 => Ok(Self::from(i32::from_le_bytes(from.array()?))),
            #[expect(clippy::cast_precision_loss, reason = "as serde does")]
            kind::INT64 => Ok(i64::from_le_bytes(from.array()?) as Self),
            _ => Err(DecodeError::unexpected("f64", kind)),
        }
    }
}

impl Encode for f32 {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        f64::from(*self).encode_to(to)
    }

    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::Kind(kind::DOUBLE)
    }
}

impl Decode for f32 {
    #[inline]
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "as serde does")]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match kind {
            kind::DOUBLE => {
                let value = f64::from_le_bytes(from.array()?);
                // The sign is kept also of what is no number.
                Ok((value as Self).copysign(if value.is_sign_positive() { 1.0 } else { -1.0 }))
            }
            kind::INT32 => Ok(i32::from_le_bytes(from.array()?) as Self),
            kind::INT64 => Ok(i64::from_le_bytes(from.array()?) as Self),
            _ => Err(DecodeError::unexpected("f32", kind)),
        }
    }
}

#[cfg(test)]
mod tests {
    use bson::Bson;

    use crate::codec::proof::{decodes_like_serde, encodes_like_serde, every_kind};

    #[test]
    fn they_are_written_and_read_as_serde_does() {
        for value in [0.0, -0.0, 1.5, f64::MAX, f64::MIN_POSITIVE, f64::INFINITY, f64::NEG_INFINITY, 1e300] {
            encodes_like_serde(&value);
            decodes_like_serde::<f32>(&Bson::Double(value));
            decodes_like_serde::<f64>(&Bson::Double(value));
        }
        for value in [0.0, -0.0, 1.1, f32::MAX, f32::NEG_INFINITY, f32::NAN] {
            encodes_like_serde(&value);
        }
        for value in every_kind().into_iter().chain([Bson::Int64(i64::MAX), Bson::Int32(i32::MAX)]) {
            decodes_like_serde::<f32>(&value);
            decodes_like_serde::<f64>(&value);
        }
    }
}
