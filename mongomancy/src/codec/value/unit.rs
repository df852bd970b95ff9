//! Types of one value: null.

use std::marker::PhantomData;

use crate::codec::{
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    kind,
    reader::Reader,
};

impl Encode for () {
    #[inline]
    fn encode_to(&self, _: &mut Vec<u8>) -> Result<u8, EncodeError> {
        Ok(kind::NULL)
    }
}

impl Decode for () {
    #[inline]
    fn decode_from(kind: u8, _: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if kind == kind::NULL { Ok(()) } else { Err(DecodeError::unexpected("null", kind)) }
    }
}

impl<T: ?Sized> Encode for PhantomData<T> {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        ().encode_to(to)
    }
}

impl<T: ?Sized> Decode for PhantomData<T> {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        <()>::decode_from(kind, from).map(|()| Self)
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
