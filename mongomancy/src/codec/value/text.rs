//! Texts.

use crate::codec::{
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    kind,
    reader::Reader,
};

impl Encode for str {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        let length = i32::try_from(self.len() + 1).unwrap_or(i32::MAX);
        to.extend_from_slice(&length.to_le_bytes());
        to.extend_from_slice(self.as_bytes());
        to.push(0);
        Ok(kind::STRING)
    }
}

impl Encode for String {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        self.as_str().encode_to(to)
    }
}

impl Decode for String {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if kind == kind::STRING {
            return from.string().map(str::to_owned);
        }
        Err(DecodeError::unexpected("a string", kind))
    }
}
