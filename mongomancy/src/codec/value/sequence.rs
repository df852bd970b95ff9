//! Sequences of any length: arrays.

use std::{
    collections::{BTreeSet, BinaryHeap, HashSet, LinkedList, VecDeque},
    hash::{BuildHasher, Hash},
};

use crate::codec::{
    decode::{Decode, DecodeError},
    element::{begin, end, put_index},
    encode::{Encode, EncodeError},
    kind,
    reader::Reader,
};
use crate::shape::{Shape, Within};

/// Writes an array.
pub(in crate::codec) fn encode<T: Encode>(
    values: impl IntoIterator<Item = T>,
    to: &mut Vec<u8>,
) -> Result<u8, EncodeError> {
    let start = begin(to);
    for (index, value) in values.into_iter().enumerate() {
        let at = to.len();
        put_index(to, index);
        to[at] = value.encode_to(to).map_err(|error| error.below(index.to_string()))?;
    }
    end(to, start);
    Ok(kind::ARRAY)
}

/// Reads an array, and gives its elements to `take`. Nothing is reserved: what a length says may be a lie.
fn decode<T: Decode>(kind: u8, from: &mut Reader<'_>, mut take: impl FnMut(T)) -> Result<(), DecodeError> {
    let mut elements = enter(kind, from)?;
    let mut index = 0;
    while !elements.is_end()? {
        let kind = elements.element()?;
        take(T::decode_from(kind, &mut elements).map_err(|error| error.at(index))?);
        index += 1;
    }
    Ok(())
}

/// The elements of an array.
#[inline]
pub(super) fn enter<'a>(kind: u8, from: &mut Reader<'a>) -> Result<Reader<'a>, DecodeError> {
    if kind == kind::ARRAY { from.enter() } else { Err(DecodeError::unexpected("an array", kind)) }
}

impl<T: Encode> Encode for [T] {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        encode(self, to)
    }

    fn stored_shape(within: &Within<'_>) -> Shape {
        Shape::array(T::stored_shape(within))
    }
}

impl<T: Decode> Decode for Box<[T]> {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Vec::decode_from(kind, from).map(Vec::into_boxed_slice)
    }
}

macro_rules! sequence {
    ($($type:ty, [$($encode:tt)*], [$($decode:tt)*], $take:ident;)+) => {
        $(
            impl<$($encode)*> Encode for $type {
                #[inline]
                fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
                    encode(self, to)
                }

                fn stored_shape(within: &Within<'_>) -> Shape {
                    Shape::array(T::stored_shape(within))
                }
            }

            impl<$($decode)*> Decode for $type {
                fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
                    let mut values = Self::default();
                    decode(kind, from, |value| _ = values.$take(value))?;
                    Ok(values)
                }
            }
        )+
    };
}

sequence!(
    Vec<T>, [T: Encode], [T: Decode], push;
    VecDeque<T>, [T: Encode], [T: Decode], push_back;
    LinkedList<T>, [T: Encode], [T: Decode], push_back;
    BinaryHeap<T>, [T: Encode + Ord], [T: Decode + Ord], push;
    BTreeSet<T>, [T: Encode + Ord], [T: Decode + Ord], insert;
    HashSet<T, S>, [T: Encode + Eq + Hash, S: BuildHasher], [T: Decode + Eq + Hash, S: BuildHasher + Default], insert;
);

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashSet, LinkedList, VecDeque};

    use bson::bson;

    use crate::codec::proof::{decodes_like_serde, encodes_like_serde, every_kind, reads_bytes_like_serde};

    #[test]
    fn they_are_written_and_read_as_serde_does() {
        for length in [0, 1, 9, 10, 11, 99, 100, 101, 999, 1000, 1001, 10_001] {
            encodes_like_serde(&(0..length).collect::<Vec<i32>>());
        }
        encodes_like_serde(&VecDeque::from([vec!["a".to_owned()], vec![]]));
        encodes_like_serde(&LinkedList::from([true]));
        encodes_like_serde(&BTreeSet::from([3, 1, 2]));
        encodes_like_serde(&HashSet::<_>::from_iter([3, 1, 2]));
        encodes_like_serde(&b"bytes are numbers".to_vec());
        for value in every_kind().into_iter().chain([bson!([]), bson!([3, 1, 3, 2_i64]), bson!([[1], [2, 3]])]) {
            decodes_like_serde::<Vec<i32>>(&value);
            decodes_like_serde::<Vec<u8>>(&value);
            decodes_like_serde::<VecDeque<i64>>(&value);
            decodes_like_serde::<LinkedList<i64>>(&value);
            decodes_like_serde::<BTreeSet<i32>>(&value);
            decodes_like_serde::<HashSet<u64>>(&value);
            decodes_like_serde::<Vec<Vec<i32>>>(&value);
            decodes_like_serde::<Option<Box<[i32]>>>(&value);
        }
    }

    #[test]
    fn keys_do_not_matter_but_have_to_be_texts() {
        for key in [&b""[..], b"0", b"7", b"42", b"x", b"4x", b"777", b"\xFF", b"\xC3\xBC", b"4\xFF"] {
            let array = [&[16][..], key, &[0, 1, 0, 0, 0, 0]].concat();
            let length = u8::try_from(array.len() + 4).unwrap();
            let document = [&[length + 8, 0, 0, 0, 4, b'v', 0, length, 0, 0, 0][..], &array, &[0]].concat();
            reads_bytes_like_serde::<Vec<i32>>(&document);
        }
    }

    #[test]
    fn lies_about_the_length_are_errors() {
        for length in [-1, i32::MIN, i32::MAX, 0, 4, 5, 6, 11, 12, 13, 14] {
            let inner = [&i32::to_le_bytes(length)[..], &[16, b'0', 0, 1, 0, 0, 0, 0]].concat();
            let document = [&[20, 0, 0, 0, 4, b'v', 0][..], &inner, &[0]].concat();
            reads_bytes_like_serde::<Vec<i32>>(&document);
        }
    }
}
