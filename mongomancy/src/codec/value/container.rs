//! Values within others: options and sequences.

use std::io::Write;

use crate::codec::{
    decode::{Decode, DecodeError},
    element::{begin, end},
    encode::{Encode, EncodeError},
    kind,
    reader::Reader,
};

impl<T: Encode> Encode for Option<T> {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        match self {
            Some(value) => value.encode_to(to),
            None => Ok(kind::NULL),
        }
    }
}

impl<T: Decode> Decode for Option<T> {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if kind == kind::NULL { Ok(None) } else { T::decode_from(kind, from).map(Some) }
    }

    #[inline]
    fn missing() -> Option<Self> {
        Some(None)
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        let start = begin(to);
        for (index, value) in self.iter().enumerate() {
            let at = to.len();
            to.push(0);
            write!(to, "{index}\0").map_err(|_| EncodeError::new("out of memory"))?;
            let kind = value.encode_to(to).map_err(|error| error.below(index.to_string()))?;
            to[at] = kind;
        }
        end(to, start);
        Ok(kind::ARRAY)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if kind != kind::ARRAY {
            return Err(DecodeError::unexpected("an array", kind));
        }
        let mut inner = from.enter()?;
        let mut values = Self::new();
        while !inner.is_end()? {
            let (kind, _) = inner.key()?;
            let value = T::decode_from(kind, &mut inner).map_err(|error| error.at(values.len()))?;
            values.push(value);
        }
        Ok(values)
    }
}
