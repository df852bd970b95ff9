//! Fields that go through functions of the user's.

use mongomancy::{MongoCollection, MongoDocument};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::agree::agree;

/// A number as a text.
mod text {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(value: &i32, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&value.to_string())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<i32, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

fn doubled<S: Serializer>(value: &Option<i32>, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_some(&value.map(|value| value * 2))
}

fn halved<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i32>, D::Error> {
    Ok(Option::<i32>::deserialize(from)?.map(|value| value / 2))
}

#[derive(Debug, PartialEq, Serialize, Deserialize, MongoDocument)]
struct Functions {
    #[serde(with = "text")]
    a: i32,
    #[serde(serialize_with = "doubled")]
    b: Option<i32>,
    #[serde(deserialize_with = "halved")]
    c: Option<i32>,
    #[serde(default, with = "text")]
    d: i32,
}

#[test]
fn of_a_struct() {
    agree(vec![Functions { a: 1, b: Some(2), c: Some(4), d: 5 }, Functions { a: 1, b: None, c: None, d: 0 }]);
}

#[test]
fn a_field_with_a_function_to_read_has_to_be_there() {
    let whole = bson::rawdoc! { "a": "1", "b": 1, "c": 2 };
    assert_eq!(Functions::decode(&whole).unwrap(), Functions { a: 1, b: Some(1), c: Some(1), d: 0 });
    Functions::decode(&bson::rawdoc! { "a": "1", "b": 1 }).unwrap_err();
    Functions::decode(&bson::rawdoc! { "a": "1", "c": 1 }).unwrap();
}

#[test]
fn of_tuples_and_enums() {
    #[derive(Debug, PartialEq, Serialize, Deserialize, MongoDocument)]
    struct Tuple(#[serde(with = "text")] i32, i32);
    #[derive(Debug, PartialEq, Serialize, Deserialize, MongoDocument)]
    struct Newtype(#[serde(with = "text")] i32);
    #[derive(Debug, PartialEq, Serialize, Deserialize, MongoDocument)]
    enum External {
        A(#[serde(with = "text")] i32),
        B(#[serde(with = "text")] i32, i32),
        C {
            #[serde(with = "text")]
            c: i32,
        },
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize, MongoDocument)]
    #[serde(tag = "type")]
    enum Internal {
        C {
            #[serde(with = "text")]
            c: i32,
        },
    }
    agree(vec![Tuple(1, 2)]);
    agree(vec![Newtype(1)]);
    agree(vec![External::A(1), External::B(1, 2), External::C { c: 1 }]);
    agree(vec![Internal::C { c: 1 }]);
}

#[test]
fn of_an_id() {
    #[derive(Debug, PartialEq, MongoCollection)]
    struct Player {
        #[serde(rename = "_id", with = "text")]
        id: i32,
    }
    assert_eq!(Player { id: 7 }.encode().unwrap(), bson::rawdoc! { "_id": "7" });
    assert_eq!(Player::encode_id(&7).unwrap(), bson::RawBson::String("7".into()));
    assert_eq!(Player::decode_id(bson::RawBsonRef::String("7")).unwrap(), 7);
}
