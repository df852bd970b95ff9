//! Numbers and truth values.

use crate::codec::{
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    kind,
    reader::Reader,
};

impl Encode for i32 {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        to.extend_from_slice(&self.to_le_bytes());
        Ok(kind::INT32)
    }
}

impl Decode for i32 {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if kind == kind::INT32 {
            return Ok(Self::from_le_bytes(from.array()?));
        }
        Err(DecodeError::unexpected("i32", kind))
    }
}

impl Encode for i64 {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        to.extend_from_slice(&self.to_le_bytes());
        Ok(kind::INT64)
    }
}

impl Decode for i64 {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match kind {
            kind::INT64 => Ok(Self::from_le_bytes(from.array()?)),
            kind::INT32 => Ok(Self::from(i32::from_le_bytes(from.array()?))),
            _ => Err(DecodeError::unexpected("i64", kind)),
        }
    }
}

impl Encode for f64 {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        to.extend_from_slice(&self.to_le_bytes());
        Ok(kind::DOUBLE)
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

impl Encode for bool {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        to.push(u8::from(*self));
        Ok(kind::BOOLEAN)
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
