//! Types with several stored forms, one of which the field names.

use std::time::{Duration, SystemTime};

use bson::{DateTime, Uuid, doc, rawdoc};
use mongomancy::{MongoCollection, MongoDocument};

#[derive(Debug, PartialEq, MongoCollection)]
struct Session {
    #[codec(date)]
    #[index(expire_after = "1d")]
    seen: SystemTime,
    #[codec(date)]
    ends: Option<SystemTime>,
    #[codec(uuid)]
    #[index(unique)]
    key: Option<Uuid>,
    #[codec(serde)]
    took: Duration,
}

#[derive(Debug, PartialEq, MongoDocument)]
#[codec(date)]
struct Dates {
    at: SystemTime,
    all: Vec<SystemTime>,
    number: i32,
}

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

#[test]
fn a_field_is_stored_as_it_says() {
    let session = Session { seen: at(1), ends: None, key: Some(Uuid::from_bytes([1; 16])), took: Duration::ZERO };
    let stored = rawdoc! {
        "seen": DateTime::from_millis(1000), "ends": null, "key": bson::Binary::from(Uuid::from_bytes([1; 16])),
        "took": { "secs": 0_i64, "nanos": 0_i64 },
    };
    assert_eq!(session.encode().unwrap(), stored);
    assert_eq!(Session::decode(&stored).unwrap(), session);
}

#[test]
fn its_indexes_know() {
    let definition = Session::definition();
    assert_eq!(definition.indexes()[0].time_to_live(), Some(Duration::from_secs(86_400)));
    let filter = definition.indexes()[1].partial_filter().unwrap();
    assert_eq!(filter.get_document("key").unwrap().keys().collect::<Vec<_>>(), ["$gte"], "{filter}");
    assert_eq!(definition.indexes()[1].field_for_mongo(), doc! { "key": 1 });
}

#[test]
fn the_struct_says_it_for_all_its_fields() {
    let dates = Dates { at: at(1), all: vec![at(2)], number: 3 };
    let stored = rawdoc! { "at": DateTime::from_millis(1000), "all": [DateTime::from_millis(2000)], "number": 3 };
    assert_eq!(dates.encode().unwrap(), stored);
    assert_eq!(Dates::decode(&stored).unwrap(), dates);
}
