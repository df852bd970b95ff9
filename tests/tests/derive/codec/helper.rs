//! What bson's own types for `with` store, where more than the field itself has to know.

use std::time::Duration;

use bson::{DateTime, oid::ObjectId, rawdoc, serde_helpers::object_id};
use mongomancy::{Decode, Encode, Index, MongoCollection, MongoDocument};

#[derive(Debug, PartialEq, MongoDocument)]
#[codec(bound = "T: Encode + Decode")]
struct Visit<T> {
    #[serde(with = "bson::serde_helpers::datetime::FromI64")]
    at: i64,
    #[serde(deserialize_with = "bson::serde_helpers::datetime::FromI64::deserialize", skip_serializing)]
    before: i64,
    by: T,
}

#[derive(Debug, PartialEq, MongoCollection)]
#[index(visits.at, expire_after = "1d")]
struct Session {
    #[serde(rename = "_id", with = "object_id::AsHexString")]
    id: ObjectId,
    #[index(expire_after = 1)]
    #[serde(serialize_with = "bson::serde_helpers::datetime::FromRfc3339String::serialize")]
    seen: String,
    #[index]
    #[serde(with = "bson::serde_helpers::u64::AsI64")]
    number: u64,
    visits: Vec<Visit<String>>,
}

#[test]
fn what_is_stored_as_a_date_expires() {
    let definition = Session::definition();
    let times: Vec<_> = definition.indexes().iter().filter_map(Index::time_to_live).collect();
    assert_eq!(times, [Duration::from_secs(86_400), Duration::from_secs(1)]);
}

#[test]
fn the_id_is_stored_so_wherever_it_is_asked_for() {
    let id = ObjectId::from_bytes([7; 12]);
    let stored = Session::encode_id(&id).unwrap();
    assert_eq!(stored, bson::RawBson::String(id.to_hex()));
    assert_eq!(Session::decode_id(stored.as_raw_bson_ref()).unwrap(), id);
}

#[test]
fn each_side_has_its_own() {
    let (id, date) = (ObjectId::from_bytes([7; 12]), DateTime::from_millis(5));
    let visit = Visit { at: 5, before: 6, by: "Ada".to_owned() };
    let seen = "1970-01-01T00:00:00.005Z";
    let session = Session { id, seen: seen.into(), number: 1, visits: vec![visit] };
    let stored = rawdoc! { "_id": id.to_hex(), "seen": date, "number": 1_i64, "visits": [{ "at": date, "by": "Ada" }] };
    assert_eq!(session.encode().unwrap(), stored);
    Session::decode(&stored).unwrap_err();
    let visit = rawdoc! { "at": date, "before": DateTime::from_millis(6), "by": "Ada" };
    let readable = rawdoc! { "_id": id.to_hex(), "seen": seen, "number": 1_i64, "visits": [visit] };
    assert_eq!(Session::decode(&readable).unwrap(), session);
}

/// Named like bson's, where a text is stored; what it stores cannot be seen, and is taken on trust.
mod datetime {
    pub(super) struct FromI64;

    impl FromI64 {
        pub(super) fn serialize<S: serde::Serializer>(value: &i64, to: S) -> Result<S::Ok, S::Error> {
            to.collect_str(value)
        }

        pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
            <String as serde::Deserialize>::deserialize(from)?.parse().map_err(serde::de::Error::custom)
        }
    }
}

#[test]
fn what_is_only_named_so_goes_through_its_own_functions() {
    #[derive(Debug, PartialEq, MongoCollection)]
    struct Named {
        #[index(expire_after = 1)]
        #[serde(with = "datetime::FromI64")]
        at: i64,
    }
    let stored = Named { at: 7 }.encode().unwrap();
    assert_eq!(stored, rawdoc! { "at": "7" });
    assert_eq!(Named::decode(&stored).unwrap(), Named { at: 7 });
    assert!(Named::definition().indexes()[0].time_to_live().is_some());
}
