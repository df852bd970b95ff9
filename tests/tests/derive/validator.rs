//! The validator that is made of a struct: what the codec writes, in the server's words.

use std::collections::BTreeMap;

use bson::{DateTime, Document, Uuid, doc, oid::ObjectId, serde_helpers::datetime};
use mongomancy::{CollectionDefinition, Decode, Encode, Id, MongoCollection, MongoDocument, Ref, bson};
use serde::{Deserialize, Serialize};

/// The `$jsonSchema` of a type's own definition.
fn schema<T: MongoCollection>() -> Document {
    T::definition().options().get_document("validator").unwrap().get_document("$jsonSchema").unwrap().clone()
}

/// The schema of a field of that type.
macro_rules! of_field {
    ($type:ty) => {{
        #[derive(MongoDocument)]
        #[allow(dead_code)]
        struct Around {
            field: $type,
        }
        let definition = CollectionDefinition::new("c").documents_of::<Around>().validated();
        let schema = definition.options().get_document("validator").unwrap().get_document("$jsonSchema").unwrap();
        let field = schema.get_document("properties").ok().and_then(|fields| fields.get_document("field").ok());
        field.cloned().unwrap_or_default()
    }};
}

#[derive(MongoDocument)]
struct Stats {
    #[schema(min = 0, description = "how often it won")]
    wins: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    best: Option<f64>,
}

#[derive(MongoDocument)]
#[serde(rename_all = "snake_case")]
enum Color {
    Red,
    DarkBlue,
}

#[derive(MongoCollection)]
#[collection(validate)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct Player {
    #[serde(rename = "_id")]
    id: Option<Id<Player>>,
    #[schema(min_len = 1, max_len = 20, pattern = "^[A-Z]")]
    name: String,
    #[schema(exclusive_min = -0.5, max = 1_000_000_000_000)]
    score: Option<i64>,
    #[schema(max_len = 3)]
    tags: Vec<String>,
    last_seen: DateTime,
    stats: Stats,
    color: Color,
    guild: Ref<Guild>,
    #[serde(skip)]
    cached: i32,
}

#[derive(MongoCollection)]
struct Guild {
    #[serde(rename = "_id")]
    name: String,
}

#[test]
fn a_collection_says_what_its_struct_says() {
    let expected = doc! {
        "bsonType": "object",
        "required": ["name", "score", "tags", "lastSeen", "stats", "color", "guild"],
        "properties": {
            "_id": { "bsonType": "objectId" },
            "name": { "bsonType": "string", "pattern": "^[A-Z]", "minLength": 1_i64, "maxLength": 20_i64 },
            "score": {
                "bsonType": ["long", "null"], "minimum": -0.5, "exclusiveMinimum": true, "maximum": 1_000_000_000_000_i64,
            },
            "tags": { "bsonType": "array", "items": { "bsonType": "string" }, "maxItems": 3_i64 },
            "lastSeen": { "bsonType": "date" },
            "stats": {
                "bsonType": "object",
                "required": ["wins"],
                "properties": {
                    "wins": { "bsonType": "int", "minimum": 0, "description": "how often it won" },
                    "best": { "bsonType": ["double", "null"] },
                },
            },
            "color": { "enum": ["red", "dark_blue"] },
            "guild": { "bsonType": "string" },
        },
    };
    assert_eq!(schema::<Player>(), expected);
    Player::definition().check().unwrap();
    assert!(Guild::definition().options().is_empty(), "none where it is not asked for");
}

#[derive(MongoDocument)]
struct Node {
    value: i32,
    children: Vec<Node>,
}

#[derive(MongoDocument)]
#[codec(bound = "T: Encode + Decode")]
struct Page<T> {
    items: Vec<T>,
}

/// Its parameter goes through serde.
#[derive(MongoDocument)]
struct ByDefault<T> {
    item: T,
    count: i32,
}

#[derive(Serialize, Deserialize)]
struct Foreign {
    a: i32,
}

#[derive(MongoDocument)]
#[serde(transparent)]
struct Score {
    value: f64,
}

#[derive(Clone, MongoDocument)]
#[serde(into = "String", from = "String")]
struct Name(String);

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

impl From<String> for Name {
    fn from(name: String) -> Self {
        Self(name)
    }
}

#[derive(MongoDocument)]
struct Stored {
    #[serde(with = "datetime::FromI64")]
    at: i64,
    #[serde(with = "by_hand")]
    unseen: i32,
    #[codec(uuid)]
    uuid: Uuid,
    #[codec(serde)]
    left: i32,
    #[codec(date)]
    dates: Option<Vec<std::time::SystemTime>>,
}

mod by_hand {
    use serde::{Deserialize, Deserializer, Serializer};

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands references")]
    pub(super) fn serialize<S: Serializer>(value: &i32, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&value.to_string())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<i32, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[test]
fn a_field_is_what_its_codec_writes() {
    let object = |required: &[&str], properties: Document| doc! { "bsonType": "object", "required": required, "properties": properties };
    for (schema, expected) in [
        (of_field!(u32), doc! { "bsonType": "long" }),
        (of_field!(char), doc! { "bsonType": "string" }),
        (of_field!(ObjectId), doc! { "bsonType": "objectId" }),
        (of_field!(Option<Box<bool>>), doc! { "bsonType": ["bool", "null"] }),
        (
            of_field!([i64; 2]),
            doc! { "bsonType": "array", "items": { "bsonType": "long" }, "minItems": 2_i64, "maxItems": 2_i64 },
        ),
        (
            of_field!((i32,)),
            doc! { "bsonType": "array", "items": [{ "bsonType": "int" }], "minItems": 1_i64, "maxItems": 1_i64 },
        ),
        (
            of_field!(BTreeMap<String, i32>),
            doc! { "bsonType": "object", "additionalProperties": { "bsonType": "int" } },
        ),
        (of_field!(bson::Bson), doc! {}),
        (of_field!(Document), doc! { "bsonType": "object" }),
        (of_field!(Foreign), doc! {}),
        (of_field!(Vec<Foreign>), doc! {}),
        (of_field!(Score), doc! { "bsonType": "double" }),
        (of_field!(Name), doc! { "bsonType": "string" }),
        (
            of_field!(Node),
            object(
                &["value", "children"],
                doc! {
                    "value": { "bsonType": "int" },
                    "children": { "bsonType": "array", "items": { "bsonType": "object" } },
                },
            ),
        ),
        (
            of_field!(Page<Score>),
            object(&["items"], doc! { "items": { "bsonType": "array", "items": { "bsonType": "double" } } }),
        ),
        (of_field!(ByDefault<i32>), object(&["item", "count"], doc! { "count": { "bsonType": "int" } })),
        (
            of_field!(Stored),
            object(
                &["at", "unseen", "uuid", "left", "dates"],
                doc! {
                    "at": { "bsonType": "date" },
                    "uuid": { "bsonType": "binData" },
                    "dates": { "bsonType": ["array", "null"], "items": { "bsonType": "date" } },
                },
            ),
        ),
    ] {
        assert_eq!(schema, expected);
    }
}

#[derive(MongoDocument)]
#[serde(tag = "type")]
enum Tagged {
    Point,
    Circle { radius: f64 },
    Named(Node),
}

#[derive(MongoDocument)]
enum External {
    Unit,
    Number(i32),
    Pair(i32, String),
}

#[derive(MongoDocument)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Unit,
    Number(i32),
}

#[derive(MongoDocument)]
#[serde(untagged)]
enum Untagged {
    Nothing,
    Number(i32),
    Text(String),
}

#[test]
fn an_enum_is_one_of_its_variants() {
    let tag = |name: &str| doc! { "enum": [name] };
    let object = |required: &[&str], properties: Document| doc! { "bsonType": "object", "required": required, "properties": properties };
    let only = |name: &str, inner: Document| {
        doc! { "bsonType": "object", "required": [name], "properties": { name: inner }, "additionalProperties": false }
    };
    let pair = doc! {
        "bsonType": "array", "items": [{ "bsonType": "int" }, { "bsonType": "string" }], "minItems": 2_i64, "maxItems": 2_i64,
    };
    for (schema, expected) in [
        (
            of_field!(Tagged),
            doc! { "anyOf": [
                object(&["type"], doc! { "type": tag("Point") }),
                object(&["type", "radius"], doc! { "type": tag("Circle"), "radius": { "bsonType": "double" } }),
                object(&["type", "value", "children"], doc! {
                    "type": tag("Named"),
                    "value": { "bsonType": "int" },
                    "children": { "bsonType": "array", "items": { "bsonType": "object" } },
                }),
            ] },
        ),
        (
            of_field!(External),
            doc! { "anyOf": [{ "enum": ["Unit"] }, only("Number", doc! { "bsonType": "int" }), only("Pair", pair)] },
        ),
        (
            of_field!(Adjacent),
            doc! { "anyOf": [
                object(&["t"], doc! { "t": tag("Unit") }),
                object(&["t", "c"], doc! { "t": tag("Number"), "c": { "bsonType": "int" } }),
            ] },
        ),
        (of_field!(Option<Untagged>), doc! { "bsonType": ["null", "int", "string"] }),
    ] {
        assert_eq!(schema, expected);
    }
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[collection(validate)]
struct Flat {
    #[serde(rename = "_id")]
    id: i64,
    #[schema(max_len = 5)]
    name: Option<String>,
    #[serde(flatten)]
    rest: BTreeMap<String, i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<i32>,
}

#[derive(MongoCollection)]
#[collection(validate)]
#[serde(deny_unknown_fields)]
struct Strict {
    #[serde(rename = "_id")]
    id: i64,
    anything: bson::Bson,
}

#[test]
fn unknown_fields_are_let_pass_unless_they_are_denied() {
    let flat = doc! {
        "bsonType": "object",
        "required": ["name"],
        "properties": { "_id": { "bsonType": "long" }, "name": { "bsonType": ["string", "null"], "maxLength": 5_i64 } },
    };
    assert_eq!(schema::<Flat>(), flat, "what comes after may be hidden by what is flattened");
    let strict = doc! {
        "bsonType": "object",
        "required": ["anything"],
        "properties": { "_id": { "bsonType": "long" }, "anything": {} },
        "additionalProperties": false,
    };
    assert_eq!(schema::<Strict>(), strict);
}

#[derive(MongoDocument)]
struct Mistaken {
    inner: Wrong,
}

#[derive(MongoDocument)]
struct Wrong {
    #[schema(min = 1)]
    name: Name,
}

#[test]
fn a_rule_that_no_value_can_meet_is_told_where_the_compiler_does_not_see_it() {
    let error = CollectionDefinition::new("c").documents_of::<Mistaken>().validated().check().unwrap_err();
    let told = "in `inner`, `name` has the rule `min`, which is for numbers, and is stored as string";
    assert!(error.to_string().ends_with(told), "{error}");
}
