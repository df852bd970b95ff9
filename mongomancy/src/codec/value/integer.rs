//! Integers: stored in 32 bits where the type always fits, else in 64, and read from both.

use crate::codec::{
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    kind,
    reader::Reader,
};
use crate::shape::{Shape, Within};

macro_rules! integer {
    ($($type:ident: $stored:ident as $kind:ident),+ $(,)?) => {
        $(
            impl Encode for $type {
                #[inline]
                fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
                    #[allow(clippy::useless_conversion, irrefutable_let_patterns, reason = "of some of the types")]
                    let Ok(value) = $stored::try_from(*self) else { return Err(too_large()) };
                    to.extend_from_slice(&value.to_le_bytes());
                    Ok(kind::$kind)
                }

                fn stored_shape(_: &Within<'_>) -> Shape {
                    Shape::Kind(kind::$kind)
                }
            }

            impl Decode for $type {
                #[inline]
                #[allow(clippy::useless_conversion, reason = "of some of the types")]
                fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
                    let fitting = match kind {
                        kind::INT32 => Self::try_from(i32::from_le_bytes(from.array()?)).ok(),
                        kind::INT64 => Self::try_from(i64::from_le_bytes(from.array()?)).ok(),
                        _ => None,
                    };
                    fitting.ok_or_else(|| DecodeError::unexpected(stringify!($type), kind))
                }
            }
        )+
    };
}

integer!(
    i8: i32 as INT32,
    i16: i32 as INT32,
    i32: i32 as INT32,
    i64: i64 as INT64,
    isize: i64 as INT64,
    u8: i32 as INT32,
    u16: i32 as INT32,
    u32: i64 as INT64,
    u64: i64 as INT64,
    usize: i64 as INT64,
);

#[cold]
fn too_large() -> EncodeError {
    EncodeError::new("an unsigned integer is larger than an i64")
}

#[cfg(test)]
mod tests {
    use bson::{Bson, bson};

    use crate::codec::proof::{decodes_like_serde, encodes_like_serde, every_kind};

    #[test]
    fn they_are_written_and_read_as_serde_does() {
        macro_rules! each {
            ($($type:ident)+) => {
                $(
                    for value in [0, 1, $type::MIN, $type::MAX] {
                        encodes_like_serde(&value);
                    }
                    for value in every_kind() {
                        decodes_like_serde::<$type>(&value);
                    }
                    for value in [-1, 127, 128, 255, 256, -129, 32768, 65536, i64::from(i32::MAX), i64::MAX, i64::MIN] {
                        decodes_like_serde::<$type>(&Bson::Int64(value));
                        decodes_like_serde::<$type>(&bson!(i32::try_from(value).unwrap_or(i32::MIN)));
                    }
                )+
            };
        }
        each!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
    }
}
