//! Options: null, or what is in them.

use crate::codec::{
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    kind,
    reader::Reader,
};
use crate::shape::{Shape, Within};

impl<T: Encode> Encode for Option<T> {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        match self {
            Some(value) => value.encode_to(to),
            None => Ok(kind::NULL),
        }
    }

    fn stored_shape(within: &Within<'_>) -> Shape {
        T::stored_shape(within).nullable()
    }
}

impl<T: Decode> Decode for Option<T> {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let from = from.whole_value()?;
        if kind == kind::NULL { Ok(None) } else { T::decode_from(kind, from).map(Some) }
    }

    #[inline]
    fn missing() -> Option<Self> {
        Some(None)
    }
}

#[cfg(test)]
mod tests {
    use crate::codec::proof::{decodes_like_serde, encodes_like_serde, every_kind};

    #[test]
    fn they_are_written_and_read_as_serde_does() {
        encodes_like_serde(&Some(1));
        encodes_like_serde(&None::<i32>);
        encodes_like_serde(&Some(Some("text".to_owned())));
        encodes_like_serde(&Some(None::<String>));
        for value in every_kind() {
            decodes_like_serde::<Option<i32>>(&value);
            decodes_like_serde::<Option<Option<String>>>(&value);
            decodes_like_serde::<Option<()>>(&value);
            decodes_like_serde::<Option<Vec<Option<i32>>>>(&value);
        }
    }
}
