//! For tests: a type's own codec beside serde.

use std::fmt::Debug;

use bson::{
    Binary, Bson, DateTime, DbPointer, Decimal128, Document, JavaScriptCodeWithScope, Regex, Timestamp, bson, doc,
    oid::ObjectId, raw::cstr, spec::BinarySubtype,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    decode::{Decode, DecodeError},
    element::{begin, end, put_key},
    encode::Encode,
    field_codec::FieldCodec,
    reader::Reader,
};

#[derive(Serialize, Deserialize)]
struct Around<T> {
    v: T,
}

/// Asserts that the bytes are serde's, or that both fail.
pub(crate) fn encodes_like_serde<T: Encode + Serialize>(value: &T) {
    let serde = bson::serialize_to_vec(&Around { v: value });
    let mut ours = Vec::new();
    let start = begin(&mut ours);
    put_key(&mut ours, "v").unwrap();
    match (serde, value.encode_to(&mut ours)) {
        (Ok(serde), Ok(kind)) => {
            ours[4] = kind;
            end(&mut ours, start);
            assert_eq!(ours, serde, "{}", std::any::type_name::<T>());
        }
        (Err(_), Err(_)) => {}
        (serde, ours) => panic!("{}: serde {serde:?}, ours {ours:?}", std::any::type_name::<T>()),
    }
}

/// Asserts that what is read from `value` is what serde reads, or that both fail.
pub(crate) fn decodes_like_serde<T: Decode + DeserializeOwned + PartialEq + Debug>(value: &Bson) {
    reads_bytes_like_serde::<T>(&bson::serialize_to_vec(&doc! { "v": value.clone() }).unwrap());
}

/// Asserts that what is read from the field `v` of a document is what serde reads, or that both fail; and that so it is
/// where serde has it in its buffer.
pub(crate) fn reads_bytes_like_serde<T: Decode + DeserializeOwned + PartialEq + Debug>(document: &[u8]) {
    let serde = bson::deserialize_from_slice::<Around<T>>(document).map(|around| around.v);
    assert_same(document, &serde, &read::<T>(document, |reader| reader));
    let buffered = bson::deserialize_from_slice::<Around<Untagged<T>>>(document).map(|Around { v: Untagged::It(v) }| v);
    assert_same(document, &buffered, &read::<T>(document, Reader::buffered_for_others));
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Untagged<T> {
    It(T),
}

fn read<'a, T: Decode>(document: &'a [u8], place: impl FnOnce(Reader<'a>) -> Reader<'a>) -> Result<T, DecodeError> {
    let mut reader = place(Reader::within(&document[4..]));
    let (kind, _) = reader.key()?;
    if reader.is_buffered() {
        // All of it is read into the buffer.
        { reader }.skip(kind)?;
    }
    let value = T::decode_from(kind, &mut reader)?;
    // What follows is read by the struct around it.
    while !reader.is_end()? {
        let (kind, _) = reader.key()?;
        reader.skip(kind)?;
    }
    Ok(value)
}

fn assert_same<T: PartialEq + Debug>(document: &[u8], serde: &bson::error::Result<T>, ours: &Result<T, DecodeError>) {
    match (serde, ours) {
        (Ok(serde), Ok(ours)) if serde == ours => {}
        (Err(_), Err(_)) => {}
        _ => panic!("{} from {document:?}: serde {serde:?}, ours {ours:?}", std::any::type_name::<T>()),
    }
}

/// A value of each of BSON's types, and some more of those that are several to serde.
pub(crate) fn every_kind() -> Vec<Bson> {
    let binary = |subtype| Bson::Binary(Binary { subtype, bytes: b"sixteen bytes ..".to_vec() });
    vec![
        Bson::Double(1.5),
        Bson::Double(-0.0),
        Bson::String("text".into()),
        bson!([]),
        bson!([1]),
        bson!([null, "x"]),
        Bson::Document(Document::new()),
        bson!({ "a": 1 }),
        bson!({ "a": "x", "b": null }),
        Bson::Boolean(true),
        Bson::Null,
        Bson::RegularExpression(Regex { pattern: cstr!("a+").into(), options: cstr!("i").into() }),
        Bson::JavaScriptCode("f()".into()),
        Bson::JavaScriptCodeWithScope(JavaScriptCodeWithScope { code: "f()".into(), scope: doc! { "x": [1.5, true] } }),
        Bson::Int32(7),
        Bson::Int64(1 << 40),
        Bson::Int64(7),
        Bson::Timestamp(Timestamp { time: u32::MAX, increment: 2 }),
        binary(BinarySubtype::Generic),
        binary(BinarySubtype::Uuid),
        binary(BinarySubtype::UserDefined(200)),
        Bson::ObjectId(ObjectId::from_bytes(*b"twelve bytes")),
        Bson::DateTime(DateTime::from_millis(1_700_000_000_000)),
        Bson::Symbol("s".into()),
        Bson::Decimal128("2.50".parse::<Decimal128>().unwrap()),
        Bson::Undefined,
        Bson::MaxKey,
        Bson::MinKey,
        db_pointer(),
    ]
}

/// Its fields are not public.
fn db_pointer() -> Bson {
    let id = ObjectId::from_bytes(*b"twelve bytes");
    let pointer: DbPointer = bson::deserialize_from_document(doc! { "$dbPointer": { "$ref": "a.b", "$id": id } })
        .or_else(|_| {
            bson::deserialize_from_document(doc! { "$dbPointer": { "$ref": "a.b", "$id": { "$oid": id.to_hex() } } })
        })
        .unwrap();
    Bson::DbPointer(pointer)
}

/// What a codec writes.
pub(crate) fn written_by<T, C: FieldCodec<T>>(codec: C, value: &T) -> Bson {
    super::write_value(|to| codec.encode(value, to)).unwrap().try_into().unwrap()
}

/// What a codec reads, if it does.
pub(crate) fn read_by<T, C: FieldCodec<T>>(codec: C, value: &Bson) -> Option<T> {
    let value = bson::RawBson::try_from(value.clone()).unwrap();
    super::read_value(value.as_raw_bson_ref(), |kind, from| codec.decode(kind, from)).ok()
}
