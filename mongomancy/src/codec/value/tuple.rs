//! Tuples: arrays of as many elements; what is longer is not read to its end.

use super::{
    array::{ends, next},
    sequence::enter,
};
use crate::codec::{
    decode::{Decode, DecodeError},
    element::{begin, end, put_index},
    encode::{Encode, EncodeError},
    kind,
    reader::Reader,
};
use crate::shape::{Shape, Within};

macro_rules! tuple {
    ($($type:ident $index:tt),+) => {
        impl<$($type: Encode),+> Encode for ($($type,)+) {
            fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
                let start = begin(to);
                $(
                    let at = to.len();
                    put_index(to, $index);
                    to[at] = self.$index.encode_to(to).map_err(|error| error.below(stringify!($index)))?;
                )+
                end(to, start);
                Ok(kind::ARRAY)
            }

            fn stored_shape(within: &Within<'_>) -> Shape {
                Shape::Tuple(vec![$($type::stored_shape(within)),+])
            }
        }

        impl<$($type: Decode),+> Decode for ($($type,)+) {
            fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
                let mut elements = enter(kind, from)?;
                let values = ($(next::<$type>(&mut elements, $index)?,)+);
                ends(&elements)?;
                Ok(values)
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14, P 15);

#[cfg(test)]
mod tests {
    use bson::bson;

    use crate::codec::proof::{decodes_like_serde, encodes_like_serde, every_kind};

    #[test]
    fn they_are_written_and_read_as_serde_does() {
        encodes_like_serde(&(1,));
        encodes_like_serde(&(1, "a".to_owned(), [2.5], (true, None::<i32>)));
        encodes_like_serde(&(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16));
        for value in every_kind().into_iter().chain([bson!([]), bson!([1]), bson!([1, "a"]), bson!([1, "a", 2])]) {
            decodes_like_serde::<(i32,)>(&value);
            decodes_like_serde::<(i64, String)>(&value);
            decodes_like_serde::<(i32, Option<String>, Option<i32>)>(&value);
        }
    }
}
