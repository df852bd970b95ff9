//! Instants are dates, and are read from what serde would have written.

use bson::{DateTime, RawDocument};
use mongomancy::MongoDocument;
use serde::Serialize;

use crate::is_stored_as;

macro_rules! instants {
    ($($test:ident: $instant:ty = $from_millis:expr;)+) => {
        $(
            #[test]
            fn $test() {
                #[derive(Debug, PartialEq, MongoDocument)]
                struct Ours {
                    #[codec(date)]
                    at: $instant,
                    #[codec(date)]
                    option: Option<$instant>,
                    #[codec(date)]
                    several: Vec<$instant>,
                }

                #[derive(Serialize)]
                struct Serde<T> {
                    at: T,
                    option: Option<T>,
                    several: Vec<T>,
                }

                let from_millis: fn(i64) -> $instant = $from_millis;
                for millis in [0, 1, -1, 1_700_000_000_123, -86_400_000] {
                    let (at, date) = (from_millis(millis), DateTime::from_millis(millis));
                    let ours = Ours { at: at.clone(), option: Some(at.clone()), several: vec![at.clone(), at.clone()] };
                    let like = Serde { at: date, option: Some(date), several: vec![date, date] };
                    let by_serde = Serde { at: at.clone(), option: Some(at.clone()), several: vec![at.clone(), at.clone()] };
                    is_stored_as(&ours, &like, &by_serde);
                    let none = Ours { at: at.clone(), option: None, several: Vec::new() };
                    let like = Serde { at: date, option: None, several: Vec::new() };
                    let by_serde = Serde { at, option: None, several: Vec::new() };
                    is_stored_as(&none, &like, &by_serde);
                }
                for wrong in [bson::bson!(5), bson::bson!(true), bson::bson!("no date"), bson::bson!(null)] {
                    let bytes = bson::serialize_to_vec(&bson::doc! { "at": wrong, "several": [] }).unwrap();
                    assert!(Ours::decode(RawDocument::from_bytes(&bytes).unwrap()).is_err());
                }
            }
        )+
    };
}

instants! {
    of_chrono: chrono::DateTime<chrono::Utc> = |millis| chrono::DateTime::from_timestamp_millis(millis).unwrap();
    of_jiff: jiff::Timestamp = |millis| jiff::Timestamp::from_millisecond(millis).unwrap();
    of_time: time::OffsetDateTime = |millis| {
        time::OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000).unwrap()
    };
}

#[test]
fn what_is_below_a_millisecond_is_cut() {
    #[derive(MongoDocument)]
    struct Ours {
        #[codec(date)]
        at: jiff::Timestamp,
    }

    let ours = Ours { at: jiff::Timestamp::from_nanosecond(1_999_999).unwrap() };
    let read = Ours::decode(&ours.encode().unwrap()).unwrap();
    assert_eq!(read.at.as_nanosecond(), 1_000_000);
}
