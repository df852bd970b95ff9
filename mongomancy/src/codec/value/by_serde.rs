//! BSON's rarer types, which serde writes and reads: what they lie in does not have to go through it for them.

use bson::{DbPointer, Decimal128, JavaScriptCodeWithScope, RawArrayBuf, RawBson, Regex};

use crate::codec::{
    bridge::Bridge,
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    field_codec::FieldCodec,
    kind,
    reader::Reader,
};
use crate::shape::{Shape, Within};

macro_rules! by_serde {
    ($($type:ty as $shape:expr),+ $(,)?) => {
        $(
            impl Encode for $type {
                fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
                    Bridge::NEW.encode(self, to)
                }

                fn stored_shape(_: &Within<'_>) -> Shape {
                    $shape
                }
            }

            impl Decode for $type {
                fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
                    Bridge::NEW.decode(kind, from)
                }
            }
        )+
    };
}

by_serde!(
    DbPointer as Shape::Kind(kind::DB_POINTER),
    JavaScriptCodeWithScope as Shape::Kind(kind::JAVASCRIPT_WITH_SCOPE),
    RawArrayBuf as Shape::Kind(kind::ARRAY),
    RawBson as Shape::Any,
    Regex as Shape::Kind(kind::REGULAR_EXPRESSION),
);

impl Encode for Decimal128 {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        to.extend_from_slice(&self.bytes());
        Ok(kind::DECIMAL128)
    }

    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::Kind(kind::DECIMAL128)
    }
}

impl Decode for Decimal128 {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if kind == kind::DECIMAL128 {
            return Ok(Self::from_bytes(from.array()?));
        }
        Bridge::NEW.decode(kind, from)
    }
}

#[cfg(test)]
mod tests {
    use bson::{DbPointer, Decimal128, JavaScriptCodeWithScope, RawArrayBuf, RawBson, Regex, doc};

    use crate::codec::proof::{decodes_like_serde, encodes_like_serde, every_kind};

    #[test]
    fn they_are_written_and_read_as_serde_does() {
        encodes_like_serde(&"1.50".parse::<Decimal128>().unwrap());
        encodes_like_serde(&Regex { pattern: bson::raw::cstr!("a").into(), options: bson::raw::cstr!("xi").into() });
        encodes_like_serde(&JavaScriptCodeWithScope { code: "x".into(), scope: doc! { "y": 1 } });
        encodes_like_serde(&RawArrayBuf::from_iter([1, 2]));
        encodes_like_serde(&RawBson::Int32(1));
        for value in every_kind() {
            decodes_like_serde::<Decimal128>(&value);
            decodes_like_serde::<Regex>(&value);
            decodes_like_serde::<JavaScriptCodeWithScope>(&value);
            decodes_like_serde::<DbPointer>(&value);
            decodes_like_serde::<RawBson>(&value);
            decodes_like_serde::<RawArrayBuf>(&value);
        }
    }
}
