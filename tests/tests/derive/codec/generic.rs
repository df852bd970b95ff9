//! Types with parameters.

use std::marker::PhantomData;

use mongomancy::{Decode, Encode, MongoDocument};
use serde::{Deserialize, Serialize};

use super::agree::agree;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoDocument)]
struct Page<T, const N: usize> {
    all: Vec<T>,
    count: i32,
    #[serde(default)]
    first: T,
    #[serde(skip)]
    of: PhantomData<[T; N]>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoDocument)]
#[serde(tag = "type")]
enum Either<A, B> {
    Left { value: A },
    Right { value: B },
}

#[derive(Debug, PartialEq, MongoDocument)]
#[codec(bound = "T: Encode + Decode")]
struct Own<T> {
    value: Option<T>,
    rest: Vec<Own<T>>,
}

#[derive(Debug, PartialEq, MongoDocument)]
struct Only {
    a: i32,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, MongoDocument)]
struct Wrapped<T>(T);

#[test]
fn by_serde() {
    agree(vec![Page::<String, 2> { all: vec!["a".into()], count: 1, first: "b".into(), of: PhantomData }]);
    agree(vec![Either::<i32, String>::Left { value: 1 }, Either::Right { value: "r".into() }]);
    agree(vec![Wrapped(Some(1)), Wrapped(None)]);
}

#[test]
fn by_their_own_codec() {
    let own = Own { value: Some(Only { a: 1 }), rest: vec![Own { value: None, rest: Vec::new() }] };
    let stored = own.encode().unwrap();
    assert_eq!(stored, bson::rawdoc! { "value": { "a": 1 }, "rest": [{ "value": null, "rest": [] }] });
    assert_eq!(Own::<Only>::decode(&stored).unwrap(), own);
}
