//! serde as the oracle: the same type goes both ways, over values and over what documents may hold in their place.

use std::fmt::Debug;

use bson::{Bson, DateTime, Decimal128, RawBson, RawDocumentBuf, Timestamp, doc, oid::ObjectId};
use mongomancy::{Decode, Encode, MongoDocument};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

#[derive(Debug, PartialEq, Serialize, Deserialize, MongoDocument)]
#[codec(bound = "T: Encode + Decode")]
struct Holder<T> {
    v: T,
}

/// Asserts that the type writes `values` as serde does, and reads them and all their variations as serde does.
pub(in super::super) fn agree<T>(values: Vec<T>)
where
    T: Encode + Decode + Serialize + DeserializeOwned + PartialEq + Debug + 'static,
{
    let mut inputs: Vec<Bson> = samples();
    for v in values {
        let holder = Holder { v };
        match (holder.encode(), bson::serialize_to_vec(&holder)) {
            (Ok(ours), Ok(serdes)) => {
                assert_eq!(ours.as_bytes(), serdes, "{holder:?} is written differently");
                let stored: Bson = ours.get("v").unwrap().unwrap().try_into().unwrap();
                inputs.extend(variations(&stored, 3));
            }
            (Err(_), Err(_)) => {}
            (ours, serdes) => panic!("{holder:?} is written as {ours:?} and by serde as {serdes:?}"),
        }
    }
    let mut differing = Vec::new();
    for input in &inputs {
        for raw in forms(input) {
            let ours = Holder::<T>::decode(&raw);
            let serdes = bson::deserialize_from_slice::<Holder<T>>(raw.as_bytes());
            let same = match (&ours, &serdes) {
                (Ok(ours), Ok(serdes)) => ours == serdes,
                (Err(_), Err(_)) => true,
                _ => false,
            };
            if !same {
                let serdes = serdes.map_err(|error| error.to_string());
                differing.push(format!("{raw:?}\n    {:?}\n    {serdes:?}", ours.map_err(|error| error.to_string())));
            }
        }
    }
    let missing = RawDocumentBuf::new();
    let (ours, serdes) = (Holder::<T>::decode(&missing), bson::deserialize_from_slice::<Holder<T>>(missing.as_bytes()));
    assert_eq!(ours.ok(), serdes.ok(), "an absent value is read differently");
    let shown: Vec<_> = differing.iter().take(12).map(String::as_str).collect();
    assert!(differing.is_empty(), "{} of {} differ:\n{}", differing.len(), inputs.len(), shown.join("\n"));
}

/// A value of each kind.
fn samples() -> Vec<Bson> {
    vec![
        Bson::Null,
        Bson::Int32(1),
        Bson::Int64(1),
        Bson::Int64(1 << 40),
        Bson::Int32(-1),
        Bson::Double(1.0),
        Bson::Boolean(true),
        "a".into(),
        "Unit".into(),
        "".into(),
        Bson::Array(vec![]),
        Bson::Array(vec![1.into(), 2.into(), 3.into()]),
        Bson::Array(vec!["Unit".into()]),
        doc! {}.into(),
        doc! { "a": 1 }.into(),
        doc! { "Unit": null }.into(),
        doc! { "Unit": {} }.into(),
        doc! { "type": "Unit" }.into(),
        ObjectId::from_bytes([1; 12]).into(),
        DateTime::from_millis(1).into(),
        Timestamp { time: 1, increment: 1 }.into(),
        Decimal128::from_bytes([0; 16]).into(),
        bson::Binary { subtype: bson::spec::BinarySubtype::Generic, bytes: b"Unit".to_vec() }.into(),
        bson::Binary { subtype: bson::spec::BinarySubtype::Uuid, bytes: vec![0; 16] }.into(),
    ]
}

/// What may stand in the place of a value: fields missing, moved, of other types and unknown ones; arrays of them.
fn variations(value: &Bson, depth: usize) -> Vec<Bson> {
    let mut all = vec![value.clone()];
    match value {
        Bson::Document(fields) if depth > 0 => {
            let pairs: Vec<(String, Bson)> = fields.clone().into_iter().collect();
            let made = |pairs: Vec<(String, Bson)>| Bson::Document(pairs.into_iter().collect());
            for (at, (key, inner)) in pairs.iter().enumerate() {
                let mut fewer = pairs.clone();
                fewer.remove(at);
                all.push(made(fewer));
                for other in samples().into_iter().chain(variations(inner, depth - 1)) {
                    let mut changed = pairs.clone();
                    changed[at] = (key.clone(), other);
                    all.push(made(changed));
                }
                let mut moved = pairs.clone();
                moved.rotate_left(at);
                all.push(made(moved));
            }
            all.push(made(pairs.iter().rev().cloned().collect()));
            for unknown in [Bson::Int32(1), doc! { "x": [1] }.into()] {
                let mut more = pairs.clone();
                more.push(("unknown".to_owned(), unknown.clone()));
                all.push(made(more));
                let mut more = pairs.clone();
                more.insert(0, ("unknown".to_owned(), unknown));
                all.push(made(more));
            }
            let values: Vec<Bson> = pairs.into_iter().map(|(_, value)| value).collect();
            all.extend(variations(&Bson::Array(values), depth - 1));
        }
        Bson::Array(values) if depth > 0 => {
            for at in 0..values.len() {
                all.push(Bson::Array(values[..at].to_vec()));
                for other in samples() {
                    let mut changed = values.clone();
                    changed[at] = other;
                    all.push(Bson::Array(changed));
                }
            }
            all.push(Bson::Array(values.iter().cloned().chain([Bson::Int32(1)]).collect()));
        }
        _ => {}
    }
    all
}

/// The value as a field; where it is a document, also with each of its fields twice.
fn forms(value: &Bson) -> Vec<RawDocumentBuf> {
    let mut all = vec![RawDocumentBuf::try_from(doc! { "v": value.clone() }).unwrap()];
    if let Bson::Document(fields) = value {
        for (twice, again) in fields {
            let mut inner = RawDocumentBuf::try_from(fields).unwrap();
            inner.append(
                &*bson::raw::CString::try_from(twice.as_str()).unwrap(),
                RawBson::try_from(again.clone()).unwrap(),
            );
            let mut raw = RawDocumentBuf::new();
            raw.append(bson::raw::cstr!("v"), inner);
            all.push(raw);
        }
    }
    all
}
