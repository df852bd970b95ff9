//! An `IndexMap` is written and read as serde does, in its order.

use indexmap::IndexMap;
use mongomancy::MongoDocument;
use serde::Serialize;

use crate::is_stored_as;

#[derive(Debug, PartialEq, Serialize, MongoDocument)]
struct Ours {
    map: IndexMap<String, Option<i64>>,
    within: Vec<IndexMap<Box<str>, String>>,
}

#[test]
fn it_keeps_its_order() {
    let map: IndexMap<String, Option<i64>> =
        [("z", Some(1)), ("a", None), ("m", Some(-1))].map(|(key, value)| (key.to_owned(), value)).into();
    let within = vec![IndexMap::from([("b".into(), "1".to_owned()), ("a".into(), String::new())])];
    let ours = Ours { map, within };
    is_stored_as(&ours, &ours, &ours);
    let read = Ours::decode(&ours.encode().unwrap()).unwrap();
    assert!(read.map.keys().eq(ours.map.keys()));
}
