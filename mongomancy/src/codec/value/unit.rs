//! Types of one value: null.

use std::marker::PhantomData;

use crate::codec::{
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    fields::decode_unit,
    kind,
    reader::Reader,
};
use crate::shape::{Shape, Within};

impl Encode for () {
    #[inline]
    fn encode_to(&self, _: &mut Vec<u8>) -> Result<u8, EncodeError> {
        Ok(kind::NULL)
    }

    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::NULL
    }
}

impl Decode for () {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        // In serde's buffer an empty document is one as well, and an empty array of those types that have a name.
        if kind == kind::ARRAY { Err(DecodeError::unexpected("null", kind)) } else { decode_unit(kind, from, "null") }
    }
}

impl<T: ?Sized> Encode for PhantomData<T> {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        ().encode_to(to)
    }

    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::NULL
    }
}

impl<T: ?Sized> Decode for PhantomData<T> {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        decode_unit(kind, from, "null").map(|()| Self)
    }
}

#[cfg(test)]
mod tests {
    use std::marker::PhantomData;

    use crate::codec::proof::{decodes_like_serde, encodes_like_serde, every_kind};

    #[test]
    fn they_are_written_and_read_as_serde_does() {
        encodes_like_serde(&());
        encodes_like_serde(&PhantomData::<i32>);
        for value in every_kind() {
            decodes_like_serde::<()>(&value);
            decodes_like_serde::<PhantomData<i32>>(&value);
        }
    }
}
