//! What filters compare with is what the fields store.

use std::collections::BTreeMap;

use bson::{DateTime, Document, Uuid, doc};
use mongomancy::{Filter, MongoCollection};

#[derive(Debug, Clone, MongoCollection)]
struct Event {
    #[codec(date)]
    chrono: chrono::DateTime<chrono::Utc>,
    #[codec(date)]
    jiff: jiff::Timestamp,
    #[codec(date)]
    time: time::OffsetDateTime,
    #[codec(date)]
    option: Option<jiff::Timestamp>,
    #[codec(date)]
    none: Option<jiff::Timestamp>,
    #[codec(date)]
    several: Vec<jiff::Timestamp>,
    #[codec(date)]
    by_key: BTreeMap<String, jiff::Timestamp>,
    #[codec(serde)]
    by_serde: jiff::Timestamp,
    #[codec(uuid)]
    uuid: uuid::Uuid,
    #[codec(uuid)]
    uuids: Vec<uuid::Uuid>,
    #[codec(decimal)]
    decimal: rust_decimal::Decimal,
    #[codec(decimal)]
    decimals: Option<Vec<rust_decimal::Decimal>>,
    indexed: indexmap::IndexMap<String, i32>,
}

/// What is said of the whole struct.
#[derive(Debug, Clone, MongoCollection)]
#[codec(date, uuid)]
struct Said {
    at: jiff::Timestamp,
    uuid: Option<uuid::Uuid>,
    other: i32,
}

fn event() -> Event {
    let jiff = jiff::Timestamp::from_millisecond(1_700_000_000_123).unwrap();
    let uuid = uuid::Uuid::from_bytes([3; 16]);
    let decimal = rust_decimal::Decimal::new(1250, 2);
    Event {
        chrono: chrono::DateTime::from_timestamp_millis(5).unwrap(),
        jiff,
        time: time::OffsetDateTime::from_unix_timestamp(7).unwrap(),
        option: Some(jiff),
        none: None,
        several: vec![jiff, jiff],
        by_key: [("a".to_owned(), jiff)].into(),
        by_serde: jiff,
        uuid,
        uuids: vec![uuid],
        decimal,
        decimals: Some(vec![decimal]),
        indexed: [("a".to_owned(), 1)].into_iter().collect(),
    }
}

/// Asserts that the filter compares the field with what the document has there.
fn compares<T: MongoCollection>(document: &T, field: &str, filter: &Filter<T>) {
    let stored = Document::try_from(document.encode().unwrap().as_ref()).unwrap();
    let value = stored.get(field).unwrap().clone();
    assert_eq!(filter.to_document().unwrap(), doc! { field: { "$eq": value } });
}

macro_rules! every_field {
    ($document:expr, $type:ident { $($field:ident),+ $(,)? }) => {{
        let (document, paths) = ($document, $type::fields());
        // All fields are named, or this does not compile.
        let $type { $($field),+ } = &document;
        $(compares(&document, stringify!($field), &paths.$field.eq($field));)+
    }};
}

#[test]
fn every_field_is_compared_as_it_is_stored() {
    every_field!(
        event(),
        Event { chrono, jiff, time, option, none, several, by_key, by_serde, uuid, uuids, decimal, decimals, indexed }
    );
    let said = Said { at: event().jiff, uuid: Some(event().uuid), other: 1 };
    every_field!(said, Said { at, uuid, other });
}

#[test]
fn what_is_in_them_is_compared_as_it_is_stored() {
    let (e, event) = (Event::fields(), event());
    let date = DateTime::from_millis(1_700_000_000_123);
    let uuid = Uuid::from_bytes([3; 16]);
    let decimal: bson::Decimal128 = "12.50".parse().unwrap();
    let cases = [
        (e.option.gte(event.jiff), doc! { "option": { "$gte": date } }),
        (e.several.any().lt(event.jiff), doc! { "several": { "$lt": date } }),
        (e.several.contains(event.jiff), doc! { "several": { "$elemMatch": { "$eq": date } } }),
        (e.several.at(1).eq(event.jiff), doc! { "several.1": { "$eq": date } }),
        (
            e.several.elem_match_value(|at| at.gte(event.jiff) & at.lt(event.jiff)),
            doc! { "several": { "$elemMatch": { "$gte": date, "$lt": date } } },
        ),
        (e.by_key.key("a").eq(event.jiff), doc! { "by_key.a": { "$eq": date } }),
        (e.indexed.key("a").eq(1), doc! { "indexed.a": { "$eq": 1 } }),
        (e.uuids.all([event.uuid]), doc! { "uuids": { "$all": [uuid] } }),
        (e.decimal.in_([event.decimal]), doc! { "decimal": { "$in": [decimal] } }),
        (e.decimal.mod_(2, 0), doc! { "decimal": { "$mod": [2_i64, 0_i64] } }),
        (e.decimals.any_of([event.decimal]), doc! { "decimals": { "$elemMatch": { "$in": [decimal] } } }),
    ];
    for (filter, expected) in cases {
        assert_eq!(filter.to_document().unwrap(), expected);
    }
}
