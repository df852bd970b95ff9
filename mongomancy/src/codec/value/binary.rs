//! Binaries, and UUIDs among them.

use bson::{Binary, Uuid, spec::BinarySubtype};

use crate::codec::{
    bridge::Bridge,
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    field_codec::FieldCodec,
    kind,
    reader::Reader,
};
use crate::shape::{Shape, Within};

/// Appends a binary of another subtype than the old one, which says its length twice.
pub(in crate::codec) fn put(to: &mut Vec<u8>, subtype: BinarySubtype, bytes: &[u8]) -> u8 {
    let length = i32::try_from(bytes.len()).unwrap_or(i32::MAX);
    to.extend_from_slice(&length.to_le_bytes());
    to.push(subtype.into());
    to.extend_from_slice(bytes);
    kind::BINARY
}

impl Encode for Binary {
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        match self.subtype {
            BinarySubtype::BinaryOld => Bridge::NEW.encode(self, to),
            subtype => Ok(put(to, subtype, &self.bytes)),
        }
    }

    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::Kind(kind::BINARY)
    }
}

impl Decode for Binary {
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if kind == kind::BINARY {
            let (subtype, bytes) = from.binary()?;
            return Ok(Self { subtype: subtype.into(), bytes: bytes.to_owned() });
        }
        Bridge::NEW.decode(kind, from)
    }
}

impl Encode for Uuid {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        Ok(put(to, BinarySubtype::Uuid, &self.bytes()))
    }

    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::Kind(kind::BINARY)
    }
}

impl Decode for Uuid {
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        const UUID: u8 = 4;
        let before = *from;
        if kind == kind::BINARY
            && !from.is_buffered()
            && let (UUID, bytes) = from.binary()?
            && let Ok(bytes) = bytes.try_into()
        {
            return Ok(Self::from_bytes(bytes));
        }
        *from = before;
        Bridge::NEW.decode(kind, from)
    }
}

#[cfg(test)]
mod tests {
    use bson::{Binary, Bson, Uuid, bson, spec::BinarySubtype};

    use crate::codec::proof::{decodes_like_serde, encodes_like_serde, every_kind, reads_bytes_like_serde};

    #[test]
    fn they_are_written_and_read_as_serde_does() {
        let uuid = Uuid::new();
        encodes_like_serde(&uuid);
        for subtype in (0..=9).chain([127, 128, 255]).map(BinarySubtype::from) {
            for bytes in [vec![], uuid.bytes().to_vec(), vec![1; 15], vec![3, 0, 0, 0, 1, 2, 3]] {
                let binary = Binary { subtype, bytes };
                encodes_like_serde(&binary);
                decodes_like_serde::<Binary>(&Bson::Binary(binary.clone()));
                decodes_like_serde::<Uuid>(&Bson::Binary(binary));
            }
        }
        let others = [bson!(uuid.to_string()), bson!({ "$uuid": uuid.to_string() })];
        for value in every_kind().into_iter().chain(others) {
            decodes_like_serde::<Binary>(&value);
            decodes_like_serde::<Uuid>(&value);
        }
    }

    #[test]
    fn lies_about_the_length_are_errors() {
        for subtype in [0, 2, 4] {
            for outer in [-1, i32::MIN, i32::MAX, i32::MAX - 4, 0, 3, 4, 5, 6, 7, 8] {
                for inner in [-1, -4, i32::MAX, 0, 1, 2, 3] {
                    let value = [&i32::to_le_bytes(outer)[..], &[subtype], &i32::to_le_bytes(inner), &[1, 2]].concat();
                    let document = [&[19, 0, 0, 0, 5, b'v', 0][..], &value, &[0]].concat();
                    reads_bytes_like_serde::<Binary>(&document);
                    reads_bytes_like_serde::<Uuid>(&document);
                    reads_bytes_like_serde::<String>(&document);
                    reads_bytes_like_serde::<Bson>(&document);
                }
            }
        }
    }
}
