//! Values and documents of any shape.

use bson::{Bson, DateTime, Document, oid::ObjectId};

use crate::codec::{
    MongoDocument,
    bridge::Bridge,
    decode::{Decode, DecodeError},
    element::{begin, end, put_key},
    encode::{Encode, EncodeError},
    field_codec::FieldCodec,
    kind,
    reader::Reader,
};
use crate::shape::{Shape, Within};

impl MongoDocument for Document {
    type Fields = ();
}

impl Encode for Document {
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        let start = begin(to);
        for (key, value) in self {
            let at = to.len();
            put_key(to, key)?;
            to[at] = value.encode_to(to).map_err(|error| error.below(key.clone()))?;
        }
        end(to, start);
        Ok(kind::DOCUMENT)
    }

    fn stored_shape(_: &Within<'_>) -> Shape {
        Shape::OBJECT
    }
}

impl Decode for Document {
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match Bson::decode_from(kind, from)? {
            Bson::Document(document) => Ok(document),
            _ => Err(DecodeError::unexpected("a document", kind)),
        }
    }
}

impl Encode for Bson {
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        match self {
            Self::Double(value) => value.encode_to(to),
            Self::String(value) => value.encode_to(to),
            Self::Array(values) => values.encode_to(to),
            Self::Document(document) => document.encode_to(to),
            Self::Boolean(value) => value.encode_to(to),
            Self::Null => Ok(kind::NULL),
            Self::Int32(value) => value.encode_to(to),
            Self::Int64(value) => value.encode_to(to),
            Self::Binary(value) => value.encode_to(to),
            Self::ObjectId(value) => value.encode_to(to),
            Self::DateTime(value) => value.encode_to(to),
            rare => Bridge::NEW.encode(rare, to),
        }
    }
}

impl Decode for Bson {
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match kind {
            kind::DOUBLE => f64::decode_from(kind, from).map(Self::Double),
            kind::STRING => String::decode_from(kind, from).map(Self::String),
            kind::ARRAY => Vec::decode_from(kind, from).map(Self::Array),
            kind::DOCUMENT => decode_document(from),
            kind::BOOLEAN => bool::decode_from(kind, from).map(Self::Boolean),
            kind::NULL => Ok(Self::Null),
            kind::INT32 => i32::decode_from(kind, from).map(Self::Int32),
            kind::INT64 => i64::decode_from(kind, from).map(Self::Int64),
            kind::OBJECT_ID => ObjectId::decode_from(kind, from).map(Self::ObjectId),
            kind::DATE_TIME => DateTime::decode_from(kind, from).map(Self::DateTime),
            _ => Bridge::NEW.decode(kind, from),
        }
    }
}

fn decode_document(from: &mut Reader<'_>) -> Result<Bson, DecodeError> {
    let mut before = *from;
    let mut elements = from.enter()?;
    let mut document = Document::new();
    while !elements.is_end()? {
        let (kind, key) = elements.key()?;
        if key.starts_with('$') {
            // To serde, `{"$oid": ..}` and its like are the value that they stand for.
            return Bridge::NEW.decode(kind::DOCUMENT, &mut before);
        }
        let value = Bson::decode_from(kind, &mut elements).map_err(|error| error.below(key.to_owned()))?;
        document.insert(key, value);
    }
    Ok(Bson::Document(document))
}

#[cfg(test)]
mod tests {
    use bson::{Bson, Document, RawDocumentBuf, bson, doc};

    use crate::codec::{
        MongoDocument,
        proof::{decodes_like_serde, encodes_like_serde, every_kind},
    };

    #[test]
    fn they_are_written_and_read_as_serde_does() {
        encodes_like_serde(&doc! { "a": 1, "a\0b": 2 });
        encodes_like_serde(&doc! { "a": [{ "b\0": 1 }] });
        let special = [
            bson!({ "a": 1, "b": { "c": [1, "x", { "d": null }] } }),
            bson!({ "$oid": "0123456789abcdef01234567" }),
            bson!({ "a": { "$numberLong": "5" }, "b": 1 }),
            bson!({ "a": 1, "$date": "nonsense" }),
            bson!({ "a": 1, "$b": 2, "c": { "$d": 3 } }),
            bson!([{ "$code": "x", "$scope": { "$undefined": true } }]),
        ];
        for value in every_kind().into_iter().chain(special) {
            encodes_like_serde(&value);
            decodes_like_serde::<Bson>(&value);
            decodes_like_serde::<Document>(&value);
            decodes_like_serde::<Vec<Bson>>(&bson!([value.clone(), value.clone()]));
            encodes_like_serde(&doc! { "a": value.clone(), "b": [value] });
        }
    }

    #[test]
    fn of_a_key_that_is_there_twice_the_last_value_is_read() {
        let mut raw = RawDocumentBuf::new();
        for value in [1, 2, 3] {
            raw.append(bson::raw::cstr!("a"), value);
        }
        assert_eq!(Document::decode(&raw).unwrap(), doc! { "a": 3 });
    }

    #[test]
    fn depth_is_an_error_and_no_overflow() {
        let nested = |levels: usize| {
            let mut document = Document::new();
            for _ in 1..levels {
                document = doc! { "a": document };
            }
            RawDocumentBuf::from_bytes(bson::serialize_to_vec(&document).unwrap()).unwrap()
        };
        assert!(Document::decode(&nested(256)).is_ok());
        let error = Document::decode(&nested(257)).unwrap_err();
        assert!(error.to_string().contains("too deep"), "{error}");
    }
}
