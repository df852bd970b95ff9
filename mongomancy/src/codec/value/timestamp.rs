//! BSON's timestamp.

use bson::Timestamp;

use crate::codec::{
    bridge::Bridge,
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    field_codec::FieldCodec,
    kind,
    reader::Reader,
};
use crate::shape::{Shape, Within};

impl Encode for Timestamp {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        to.extend_from_slice(&self.increment.to_le_bytes());
        to.extend_from_slice(&self.time.to_le_bytes());
        Ok(kind::TIMESTAMP)
    }

    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::Kind(kind::TIMESTAMP)
    }
}

impl Decode for Timestamp {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if kind != kind::TIMESTAMP {
            return Bridge::NEW.decode(kind, from);
        }
        let (increment, time) = (from.array()?, from.array()?);
        Ok(Self { time: u32::from_le_bytes(time), increment: u32::from_le_bytes(increment) })
    }
}

#[cfg(test)]
mod tests {
    use bson::{Timestamp, bson};

    use crate::codec::proof::{decodes_like_serde, encodes_like_serde, every_kind};

    #[test]
    fn it_is_written_and_read_as_serde_does() {
        for (time, increment) in [(0, 0), (1, u32::MAX), (u32::MAX, 2), (0x0102_0304, 0x0506_0708)] {
            let timestamp = Timestamp { time, increment };
            encodes_like_serde(&timestamp);
            decodes_like_serde::<Timestamp>(&timestamp.into());
        }
        let others = [bson!({ "$timestamp": { "t": 1, "i": 2 } }), bson!({ "$timestamp": { "t": 1_i64, "i": -2 } })];
        for value in every_kind().into_iter().chain(others) {
            decodes_like_serde::<Timestamp>(&value);
        }
    }
}
