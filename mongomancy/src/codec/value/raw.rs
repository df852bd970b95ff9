//! Documents that stay as they are.

use bson::{RawDocument, RawDocumentBuf};

use crate::codec::{
    MongoDocument,
    bridge::Bridge,
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    field_codec::FieldCodec,
    kind,
    reader::Reader,
};
use crate::shape::{Shape, Within};

/// A document that is not decoded: its bytes are copied, and nothing within is looked at.
impl MongoDocument for RawDocumentBuf {
    type Fields = ();
}

impl Encode for RawDocument {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        to.extend_from_slice(self.as_bytes());
        Ok(kind::DOCUMENT)
    }

    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::OBJECT
    }
}

impl Encode for RawDocumentBuf {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        RawDocument::encode_to(self, to)
    }

    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::OBJECT
    }
}

impl Decode for RawDocumentBuf {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if kind == kind::DOCUMENT && !from.is_buffered() {
            return Self::from_bytes(from.whole()?.to_owned()).map_err(|_| DecodeError::malformed());
        }
        Bridge::NEW.decode(kind, from)
    }
}

#[cfg(test)]
mod tests {
    use bson::{RawDocumentBuf, rawdoc};

    use crate::codec::{
        MongoDocument,
        proof::{decodes_like_serde, encodes_like_serde, every_kind},
    };

    #[test]
    fn they_are_written_and_read_as_serde_does() {
        encodes_like_serde(&rawdoc! { "a": 1 });
        for value in every_kind() {
            decodes_like_serde::<RawDocumentBuf>(&value);
        }
    }

    #[test]
    fn what_is_within_is_not_looked_at() {
        let strange = RawDocumentBuf::from_bytes(vec![6, 0, 0, 0, 99, 0]).unwrap();
        assert_eq!(RawDocumentBuf::decode(&strange).unwrap(), strange);
        assert_eq!(MongoDocument::encode(&strange).unwrap(), strange);
    }
}
