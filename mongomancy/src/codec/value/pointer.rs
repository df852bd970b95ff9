//! What leads to a value is stored as the value.

use std::borrow::Cow;

use crate::codec::{
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    reader::Reader,
};
use crate::shape::{Shape, Within};

impl<T: Encode + ?Sized> Encode for &T {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        (**self).encode_to(to)
    }

    fn stored_shape(within: &Within<'_>) -> Shape {
        T::stored_shape(within)
    }
}

impl<T: Encode + ?Sized> Encode for &mut T {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        (**self).encode_to(to)
    }

    fn stored_shape(within: &Within<'_>) -> Shape {
        T::stored_shape(within)
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        (**self).encode_to(to)
    }

    fn stored_shape(within: &Within<'_>) -> Shape {
        T::stored_shape(within)
    }
}

impl<T: Decode> Decode for Box<T> {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        T::decode_from(kind, from).map(Self::new)
    }

    #[inline]
    fn missing() -> Option<Self> {
        T::missing().map(Self::new)
    }
}

impl<T: Encode + ToOwned + ?Sized> Encode for Cow<'_, T> {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        (**self).encode_to(to)
    }

    fn stored_shape(within: &Within<'_>) -> Shape {
        T::stored_shape(within)
    }
}

impl<T: ToOwned<Owned: Decode> + ?Sized> Decode for Cow<'_, T> {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        T::Owned::decode_from(kind, from).map(Self::Owned)
    }

    #[inline]
    fn missing() -> Option<Self> {
        T::Owned::missing().map(Self::Owned)
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use crate::codec::{
        decode::Decode,
        proof::{decodes_like_serde, encodes_like_serde, every_kind},
    };

    #[test]
    fn they_are_written_and_read_as_serde_does() {
        encodes_like_serde(&Box::new(1));
        encodes_like_serde(&Cow::<[i32]>::Owned(vec![1, 2]));
        encodes_like_serde(&Box::<[i32]>::from([1, 2]));
        for value in every_kind() {
            decodes_like_serde::<Box<i32>>(&value);
            decodes_like_serde::<Cow<'static, [i32]>>(&value);
            decodes_like_serde::<Box<[i32]>>(&value);
        }
    }

    #[test]
    fn what_may_be_absent_may_be_so_behind_them() {
        assert_eq!(Box::<Option<i32>>::missing(), Some(Box::new(None)));
        assert_eq!(Cow::<Option<i32>>::missing(), Some(Cow::Owned(None)));
        assert_eq!(Box::<i32>::missing(), None);
    }
}
