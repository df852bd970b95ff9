//! BSON's date.

use bson::DateTime;

use crate::codec::{
    bridge::Bridge,
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    field_codec::FieldCodec,
    kind,
    reader::Reader,
};
use crate::shape::{Shape, Within};

impl Encode for DateTime {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        to.extend_from_slice(&self.timestamp_millis().to_le_bytes());
        Ok(kind::DATE_TIME)
    }

    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::Kind(kind::DATE_TIME)
    }
}

impl Decode for DateTime {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if kind == kind::DATE_TIME {
            return Ok(Self::from_millis(i64::from_le_bytes(from.array()?)));
        }
        Bridge::NEW.decode(kind, from)
    }
}

#[cfg(test)]
mod tests {
    use bson::{DateTime, bson};

    use crate::codec::proof::{decodes_like_serde, encodes_like_serde, every_kind};

    #[test]
    fn it_is_written_and_read_as_serde_does() {
        for date in [DateTime::now(), DateTime::MIN, DateTime::MAX, DateTime::from_millis(-1)] {
            encodes_like_serde(&date);
            decodes_like_serde::<DateTime>(&date.into());
        }
        let others = [bson!({ "$date": { "$numberLong": "5" } }), bson!({ "$date": "2026-01-01T00:00:00Z" })];
        for value in every_kind().into_iter().chain(others) {
            decodes_like_serde::<DateTime>(&value);
        }
    }
}
