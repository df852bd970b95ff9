//! Structs of every shape, with each attribute.

use std::marker::PhantomData;

use mongomancy::MongoDocument;
use serde::{Deserialize, Serialize};

use super::agree::agree;

macro_rules! stored {
    ($(#[$attr:meta])* struct $name:ident $($body:tt)*) => {
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, MongoDocument)]
        $(#[$attr])*
        struct $name $($body)*
    };
}

stored! {
    struct Plain {
        a: i32,
        b: String,
        c: Option<i64>,
        d: Vec<f64>,
    }
}

fn plain() -> Plain {
    Plain { a: 1, b: "b".into(), c: Some(2), d: vec![0.5] }
}

#[test]
fn plain_fields() {
    agree(vec![plain(), Plain::default()]);
}

#[test]
fn names_of_their_own() {
    stored! {
        #[serde(rename_all = "SCREAMING-KEBAB-CASE", rename = "Other")]
        struct Named {
            first_one: i32,
            #[serde(rename = "x", alias = "y", alias = "FIRST-ONE2")]
            second_one: i32,
            #[serde(alias = "ä ö")]
            r#type: Option<i32>,
        }
    }
    agree(vec![Named { first_one: 1, second_one: 2, r#type: Some(3) }]);
    let aliased = bson::rawdoc! { "FIRST-ONE": 1, "y": 2, "ä ö": 3 };
    assert_eq!(Named::decode(&aliased).unwrap(), Named { first_one: 1, second_one: 2, r#type: Some(3) });
    Named::decode(&bson::rawdoc! { "FIRST-ONE": 1, "y": 2, "x": 3 }).unwrap_err();
}

#[test]
fn defaults_of_fields() {
    fn seven() -> i32 {
        7
    }
    stored! {
        struct Defaults {
            a: i32,
            #[serde(default)]
            b: Vec<i32>,
            #[serde(default = "seven")]
            c: i32,
            #[serde(default)]
            d: Option<i32>,
        }
    }
    agree(vec![Defaults { a: 1, b: vec![1], c: 2, d: Some(3) }]);
    assert_eq!(Defaults::decode(&bson::rawdoc! { "a": 1 }).unwrap(), Defaults { a: 1, b: vec![], c: 7, d: None });
}

#[test]
fn defaults_of_the_struct() {
    #[derive(Debug, PartialEq, Serialize, Deserialize, MongoDocument)]
    #[serde(default)]
    struct Filled {
        a: i32,
        b: String,
        #[serde(default)]
        c: i32,
        #[serde(skip)]
        d: i32,
    }
    impl Default for Filled {
        fn default() -> Self {
            Self { a: 5, b: "five".into(), c: 5, d: 5 }
        }
    }
    agree(vec![Filled::default(), Filled { a: 1, b: "b".into(), c: 2, d: 5 }]);
    let filled = Filled::decode(&bson::rawdoc! {}).unwrap();
    assert_eq!(filled, Filled { c: 0, ..Filled::default() });

    fn made() -> ByFunction {
        ByFunction { a: 9, b: None }
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize, MongoDocument)]
    #[serde(default = "made")]
    struct ByFunction {
        a: i32,
        b: Option<i32>,
    }
    agree(vec![ByFunction { a: 1, b: Some(1) }]);
    assert_eq!(ByFunction::decode(&bson::rawdoc! {}).unwrap(), made());
}

#[test]
fn fields_that_are_skipped() {
    fn is_zero(value: &i32) -> bool {
        *value == 0
    }
    stored! {
        struct Skipping {
            a: i32,
            #[serde(skip)]
            b: i32,
            #[serde(skip_serializing)]
            c: Option<i32>,
            #[serde(skip_deserializing)]
            d: i32,
            #[serde(skip_serializing_if = "Option::is_none")]
            e: Option<String>,
            #[serde(default, skip_serializing_if = "is_zero")]
            f: i32,
        }
    }
    agree(vec![
        Skipping { a: 1, ..Skipping::default() },
        Skipping { a: 1, b: 2, c: Some(3), d: 4, e: Some("e".into()), f: 6 },
    ]);
}

#[test]
fn unknown_fields_are_denied() {
    stored! {
        #[serde(deny_unknown_fields)]
        struct Strict {
            a: i32,
            b: Option<Inner>,
        }
    }
    stored! {
        #[serde(deny_unknown_fields)]
        struct Inner {}
    }
    agree(vec![Strict { a: 1, b: Some(Inner {}) }, Strict { a: 1, b: None }]);
    Strict::decode(&bson::rawdoc! { "a": 1, "c": 1 }).unwrap_err();
}

#[test]
fn tuples() {
    stored! { struct Pair(i32, Option<String>); }
    stored! { struct None(); }
    stored! { struct Skipping(i32, #[serde(skip)] i32, #[serde(default)] i32, #[serde(default)] i32); }
    agree(vec![Pair(1, Some("b".into())), Pair(1, Option::None)]);
    agree(vec![None()]);
    agree(vec![Skipping(1, 0, 3, 4)]);
}

#[test]
fn newtypes() {
    stored! { struct Text(String); }
    stored! { struct Maybe(Option<i32>); }
    stored! { struct Of(Plain); }
    stored! { struct Skipped(#[serde(skip)] i32); }
    agree(vec![Text("a".into())]);
    agree(vec![Maybe(Some(1)), Maybe(None)]);
    agree(vec![Of(plain())]);
    agree(vec![Skipped(1)]);
}

#[test]
fn units() {
    stored! { struct Unit; }
    stored! { struct Holding { a: Unit, b: Option<Unit> } }
    agree(vec![Unit]);
    agree(vec![Holding { a: Unit, b: None }]);
}

#[test]
fn transparent() {
    stored! {
        #[serde(transparent)]
        struct Through {
            inner: Option<i32>,
            #[serde(skip)]
            beside: String,
            of: PhantomData<u8>,
        }
    }
    stored! {
        #[serde(transparent)]
        struct Wrapped(Plain);
    }
    agree(vec![Through { inner: Some(1), ..Through::default() }, Through::default()]);
    agree(vec![Wrapped(plain())]);
}

#[test]
fn a_tag_with_the_name() {
    stored! {
        #[serde(tag = "kind", rename = "Renamed")]
        struct Tagged {
            a: i32,
        }
    }
    agree(vec![Tagged { a: 1 }]);
}

#[test]
fn left_to_serde() {
    stored! {
        struct Flat {
            a: i32,
            #[serde(flatten)]
            rest: std::collections::BTreeMap<String, i32>,
        }
    }
    stored! {
        #[codec(serde)]
        struct Whole {
            a: i32,
        }
    }
    stored! {
        struct Field {
            #[codec(serde)]
            a: std::time::Duration,
            b: Option<std::ops::Range<i32>>,
        }
    }
    agree(vec![Flat { a: 1, rest: [("b".to_owned(), 2)].into() }]);
    agree(vec![Whole { a: 1 }]);
    agree(vec![Field { a: std::time::Duration::from_secs(1), b: Some(1..2) }]);
}
