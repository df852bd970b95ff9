//! Fields of every BSON type, by attributes of every kind.

use std::borrow::Cow;

use mongomancy::{
    Id, MongoCollection, MongoDocument,
    bson::{
        Binary, Bson, DateTime, Decimal128, Document, Regex, Timestamp, Uuid, bson, doc, oid::ObjectId,
        spec::BinarySubtype,
    },
};
use mongomancy_tests::database;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{every_field, stored};

/// Stores a number as a text.
mod text {
    use super::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(super) fn serialize<S: Serializer>(value: &i64, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Known to serde alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Foreign {
    a: i32,
    b: Option<String>,
}

#[derive(Debug, Clone, PartialEq, MongoCollection)]
#[collection(name = "kind")]
#[serde(rename_all = "camelCase")]
struct Kinds {
    #[serde(rename = "_id")]
    id: i32,
    truth: bool,
    i8: i8,
    i16: i16,
    i64: i64,
    isize: isize,
    u8: u8,
    u16: u16,
    u32: u32,
    u64: u64,
    usize: usize,
    f32: f32,
    f64: f64,
    character: char,
    text: String,
    boxed_text: Box<str>,
    cow: Cow<'static, str>,
    boxed: Box<i32>,
    object_id: ObjectId,
    typed_id: Id<Kinds>,
    date: DateTime,
    binary: Binary,
    uuid: Uuid,
    decimal: Decimal128,
    timestamp: Timestamp,
    regex: Regex,
    any: Bson,
    document: Document,
    option: Option<i32>,
    some_text: Option<String>,
    some_date: Option<DateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<String>,
    #[expect(clippy::option_option, reason = "a field like any other")]
    option_of_option: Option<Option<i32>>,
    r#type: String,
    #[serde(rename = "other")]
    renamed: i32,
    #[serde(alias = "old", default)]
    defaulted: i32,
    #[serde(with = "text")]
    as_text: i64,
    #[serde(serialize_with = "text::serialize", deserialize_with = "text::deserialize")]
    by_two: i64,
    foreign: Foreign,
    foreigns: Vec<Foreign>,
    json: serde_json::Value,
    #[codec(serde)]
    by_serde: Document,
}

fn kinds(id: i32, present: bool) -> Kinds {
    let byte = u8::try_from(id).unwrap();
    let long = i64::from(id);
    let mut bytes = [7; 12];
    bytes[0] = byte;
    let unless = |absent: bool| (!absent).then_some(id);
    Kinds {
        id,
        truth: present,
        i8: i8::MIN + i8::try_from(id).unwrap(),
        i16: i16::MIN + i16::from(byte),
        i64: i64::MIN + long,
        isize: isize::MIN + isize::from(i16::from(byte)),
        u8: byte,
        u16: u16::from(byte),
        u32: u32::MAX - u32::from(byte),
        u64: u64::from(byte),
        usize: usize::from(byte),
        f32: f32::from(byte) + 0.1,
        f64: f64::from(byte) + 0.1,
        character: char::from(b'a' + byte),
        text: format!("text {id}"),
        boxed_text: format!("boxed {id}").into(),
        cow: format!("cow {id}").into(),
        boxed: Box::new(id),
        object_id: ObjectId::from_bytes(bytes),
        typed_id: ObjectId::from_bytes(bytes).into(),
        date: DateTime::from_millis(long),
        binary: Binary { subtype: BinarySubtype::UserDefined(0x80 + byte), bytes: vec![1, 2] },
        uuid: Uuid::from_bytes([byte; 16]),
        decimal: format!("{id}.50").parse().unwrap(),
        timestamp: Timestamp { time: 1, increment: u32::from(byte) },
        regex: Regex { pattern: format!("^{id}").try_into().unwrap(), options: "i".try_into().unwrap() },
        any: if present { bson!({ "$gt": id }) } else { bson!([id, "x"]) },
        document: doc! { "a": { "b": id }, "$set": 1 },
        option: unless(present),
        some_text: unless(!present).map(|id| id.to_string()),
        some_date: unless(present).map(|_| DateTime::from_millis(9)),
        left_out: unless(present).map(|id| id.to_string()),
        option_of_option: unless(present).map(Some),
        r#type: format!("type {id}"),
        renamed: id,
        defaulted: id,
        as_text: long,
        by_two: -long,
        foreign: Foreign { a: 1, b: unless(present).map(|id| id.to_string()) },
        foreigns: vec![Foreign { a: id, b: None }, Foreign { a: 2, b: Some("b".into()) }],
        json: serde_json::json!({ "$ne": id, "a": [null, 1.5] }),
        by_serde: doc! { "id": id },
    }
}

#[tokio::test]
async fn every_kind_of_field_is_found() {
    let db = database().await;
    let collection = db.collection::<Kinds>();
    let documents = [kinds(1, true), kinds(2, false)];
    stored(&collection, &documents).await;
    every_field!(
        &collection,
        &documents,
        Kinds {
            id,
            truth,
            i8,
            i16,
            i64,
            isize,
            u8,
            u16,
            u32,
            u64,
            usize,
            f32,
            f64,
            character,
            text,
            boxed_text,
            cow,
            boxed,
            object_id,
            typed_id,
            date,
            binary,
            uuid,
            decimal,
            timestamp,
            regex,
            any,
            document,
            option,
            some_text,
            some_date,
            left_out,
            option_of_option,
            r#type,
            renamed,
            defaulted,
            as_text,
            by_two,
            foreign,
            foreigns,
            json,
            by_serde,
        }
    );
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoDocument)]
struct Address {
    city: String,
    #[serde(rename = "no")]
    number: Option<i32>,
}

/// Goes through serde as a whole, since it is flattened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoCollection)]
struct Flat {
    #[serde(rename = "_id")]
    id: i32,
    #[serde(flatten)]
    address: Address,
    #[serde(with = "text")]
    number: i64,
    foreign: Foreign,
    date: DateTime,
    nested: Address,
}

#[tokio::test]
async fn fields_of_what_is_flattened_are_found() {
    let db = database().await;
    let collection = db.collection::<Flat>();
    let flat = |id: i32| {
        let address = Address { city: format!("city {id}"), number: (id == 1).then_some(id) };
        Flat {
            id,
            address: address.clone(),
            number: id.into(),
            foreign: Foreign { a: id, b: None },
            date: DateTime::from_millis(id.into()),
            nested: address,
        }
    };
    let documents = [flat(1), flat(2)];
    stored(&collection, &documents).await;
    let f = Flat::fields();
    for flat in &documents {
        let filters = [
            f.id.eq(flat.id),
            f.address().city.eq(&flat.address.city),
            f.address().number.eq(flat.address.number),
            f.number.eq(flat.number),
            f.foreign.eq(&flat.foreign),
            f.date.eq(flat.date),
            f.nested.eq(&flat.nested),
            f.nested().city.eq(&flat.nested.city),
            f.nested().number.eq(flat.nested.number),
        ];
        super::finds(&collection, flat.id, "a flattened struct", &filters).await;
    }
}
