//! BSON's own types.

use bson::{Bson, DateTime, Document, RawBson, RawDocument, RawDocumentBuf, oid::ObjectId, raw::cstr};

use crate::{
    codec::{
        MongoDocument,
        decode::{Decode, DecodeError},
        element::{begin, end},
        encode::{Encode, EncodeError},
        kind,
        reader::Reader,
    },
    id::Id,
};

impl Encode for ObjectId {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        to.extend_from_slice(&self.bytes());
        Ok(kind::OBJECT_ID)
    }
}

impl Decode for ObjectId {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if kind == kind::OBJECT_ID {
            return Ok(Self::from_bytes(from.array()?));
        }
        Err(DecodeError::unexpected("an ObjectId", kind))
    }
}

impl<T: ?Sized> Encode for Id<T> {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        self.object_id().encode_to(to)
    }
}

impl<T: ?Sized> Decode for Id<T> {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        ObjectId::decode_from(kind, from).map(Self::from)
    }
}

impl Encode for DateTime {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        to.extend_from_slice(&self.timestamp_millis().to_le_bytes());
        Ok(kind::DATE_TIME)
    }
}

impl Decode for DateTime {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if kind == kind::DATE_TIME {
            return Ok(Self::from_millis(i64::from_le_bytes(from.array()?)));
        }
        Err(DecodeError::unexpected("a date", kind))
    }
}

impl MongoDocument for Document {
    type Fields = ();
}

impl Encode for Document {
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        let raw = RawDocumentBuf::try_from(self)
            .map_err(|_| EncodeError::new("the document has a key that BSON cannot hold"))?;
        to.extend_from_slice(raw.as_bytes());
        Ok(kind::DOCUMENT)
    }
}

impl Decode for Document {
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if kind != kind::DOCUMENT {
            return Err(DecodeError::unexpected("a document", kind));
        }
        let bytes = from.whole()?;
        let raw = RawDocument::from_bytes(bytes).map_err(|_| DecodeError::malformed())?;
        Self::try_from(raw).map_err(|_| DecodeError::malformed())
    }
}

impl Encode for Bson {
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        let raw = RawBson::try_from(self.clone())
            .map_err(|_| EncodeError::new("the value has a key that BSON cannot hold"))?;
        let kind = raw.element_type() as u8;
        let mut document = RawDocumentBuf::new();
        document.append(cstr!(""), raw);
        to.extend_from_slice(&document.as_bytes()[6..document.as_bytes().len() - 1]);
        Ok(kind)
    }
}

impl Decode for Bson {
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let value = from.value(kind)?;
        let mut document = Vec::new();
        let start = begin(&mut document);
        document.extend_from_slice(&[kind, 0]);
        document.extend_from_slice(value);
        end(&mut document, start);
        let document = RawDocumentBuf::from_bytes(document).map_err(|_| DecodeError::malformed())?;
        let value = document.get("").ok().flatten().and_then(|value| Self::try_from(value).ok());
        value.ok_or_else(DecodeError::malformed)
    }
}
