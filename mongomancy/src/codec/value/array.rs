//! Sequences of a length that the type says: what is longer is not read to its end.

use super::sequence::{encode, enter};
use crate::codec::{
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    reader::Reader,
};
use crate::shape::{Shape, Within};

impl<T: Encode, const N: usize> Encode for [T; N] {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        encode(self, to)
    }

    fn stored_shape(within: &Within<'_>) -> Shape {
        Shape::Array { of: Box::new(T::stored_shape(within)), length: Some(N) }
    }
}

impl<T: Decode, const N: usize> Decode for [T; N] {
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut elements = enter(kind, from)?;
        let mut failed = None;
        let read: [Option<T>; N] = std::array::from_fn(|index| {
            if failed.is_some() {
                return None;
            }
            next(&mut elements, index).map_err(|error| failed = Some(error)).ok()
        });
        match failed {
            Some(error) => Err(error),
            None => {
                ends(&elements).map(|()| read.map(|element| element.unwrap_or_else(|| unreachable!("nothing failed"))))
            }
        }
    }
}

/// serde does not look whether there are more elements, unless it has them in its buffer.
pub(super) fn ends(elements: &Reader<'_>) -> Result<(), DecodeError> {
    if elements.is_buffered() && !elements.is_end()? {
        return Err(DecodeError::new("the array is too long"));
    }
    Ok(())
}

/// The next element, which there has to be.
pub(super) fn next<T: Decode>(elements: &mut Reader<'_>, index: usize) -> Result<T, DecodeError> {
    if elements.is_end()? {
        return Err(DecodeError::new("the array is too short"));
    }
    let kind = elements.element()?;
    T::decode_from(kind, elements).map_err(|error| error.at(index))
}

#[cfg(test)]
mod tests {
    use bson::bson;

    use crate::codec::proof::{decodes_like_serde, encodes_like_serde, every_kind, reads_bytes_like_serde};

    #[test]
    fn they_are_written_and_read_as_serde_does() {
        encodes_like_serde::<[i32; 0]>(&[]);
        encodes_like_serde(&[1.5, 2.5]);
        encodes_like_serde(&[["a"; 11], ["b"; 11]]);
        for value in every_kind().into_iter().chain([bson!([]), bson!([1]), bson!([1, 2]), bson!([1, 2, "x"])]) {
            decodes_like_serde::<[i32; 0]>(&value);
            decodes_like_serde::<[i32; 2]>(&value);
            decodes_like_serde::<Option<[f64; 1]>>(&value);
        }
    }

    #[test]
    fn what_follows_is_not_looked_at() {
        // A truth value that is none, in a place behind the last.
        let array = [4, b'v', 0, 16, 0, 0, 0, 16, b'0', 0, 1, 0, 0, 0, 8, b'1', 0, 9, 0, 0];
        let document = [&[24, 0, 0, 0][..], &array].concat();
        reads_bytes_like_serde::<[i32; 1]>(&document);
        reads_bytes_like_serde::<(i32,)>(&document);
        reads_bytes_like_serde::<(i32, bool)>(&document);
    }
}
