//! `ObjectId`, and the typed one.

use bson::oid::ObjectId;

use crate::{
    codec::{
        bridge::Bridge,
        decode::{Decode, DecodeError},
        encode::{Encode, EncodeError},
        field_codec::FieldCodec,
        kind,
        reader::Reader,
    },
    id::Id,
    shape::{Shape, Within},
};

impl Encode for ObjectId {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        to.extend_from_slice(&self.bytes());
        Ok(kind::OBJECT_ID)
    }

    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::Kind(kind::OBJECT_ID)
    }
}

impl Decode for ObjectId {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if kind == kind::OBJECT_ID {
            return Ok(Self::from_bytes(from.array()?));
        }
        Bridge::NEW.decode(kind, from)
    }
}

impl<T: ?Sized> Encode for Id<T> {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        self.object_id().encode_to(to)
    }

    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::Kind(kind::OBJECT_ID)
    }
}

impl<T: ?Sized> Decode for Id<T> {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        ObjectId::decode_from(kind, from).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use bson::{RawBson, bson, oid::ObjectId};

    use crate::{
        ErrorKind, Id,
        codec::{
            decode_own,
            proof::{decodes_like_serde, encodes_like_serde, every_kind},
        },
    };

    #[test]
    fn they_are_written_and_read_as_serde_does() {
        let id = ObjectId::new();
        encodes_like_serde(&id);
        encodes_like_serde(&Id::<str>::from(id));
        let others = [bson!(id.to_hex()), bson!({ "$oid": id.to_hex() }), bson!({ "$oid": 1 })];
        for value in every_kind().into_iter().chain(others) {
            decodes_like_serde::<ObjectId>(&value);
            decodes_like_serde::<Id<str>>(&value);
        }
    }
    #[test]
    fn what_is_none_is_told_by_its_type() {
        for (value, told) in [
            (RawBson::from("MARK"), "expected an ObjectId, found string"),
            (RawBson::from(5_i64), "expected an ObjectId, found long"),
        ] {
            let error = decode_own::<Id<str>>(value.as_raw_bson_ref()).unwrap_err();
            let ErrorKind::Decode(failure) = error.kind() else { panic!("{error}") };
            assert_eq!(failure.reason(), told);
        }
    }
}
