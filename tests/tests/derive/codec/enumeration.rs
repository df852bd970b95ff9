//! Enums in each of serde's forms.

use std::{collections::BTreeMap, net::Ipv4Addr};

use mongomancy::MongoDocument;
use serde::{Deserialize, Serialize};

use super::agree::agree;

macro_rules! stored {
    ($(#[$attr:meta])* enum $name:ident $($body:tt)*) => {
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoDocument)]
        $(#[$attr])*
        enum $name $($body)*
    };
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoDocument)]
struct Inner {
    a: i32,
    b: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoDocument)]
#[serde(deny_unknown_fields)]
struct Strict {
    a: i32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, MongoDocument)]
struct Empty;

fn inner() -> Inner {
    Inner { a: 1, b: Some("b".into()) }
}

#[test]
fn units() {
    stored! {
        #[serde(rename_all = "snake_case")]
        enum Color {
            Red,
            DarkGreen,
            #[serde(rename = "BLUE", alias = "Unit", alias = "azure")]
            Blue,
            #[serde(skip_deserializing)]
            Written,
            #[serde(skip_serializing)]
            Read,
            #[serde(skip)]
            #[allow(dead_code)]
            Neither,
        }
    }
    agree(vec![Color::Red, Color::DarkGreen, Color::Blue, Color::Written, Color::Read]);
}

#[test]
fn another_name() {
    stored! {
        enum Known {
            One,
            #[serde(other)]
            Other,
        }
    }
    agree(vec![Known::One, Known::Other]);
}

#[test]
fn external() {
    stored! {
        #[serde(rename_all_fields = "camelCase")]
        enum External {
            Unit,
            One(i32),
            Maybe(Option<i32>),
            Two(i32, Option<String>),
            None(),
            #[serde(rename_all = "UPPERCASE")]
            Named { first_field: i32, b: Option<Inner> },
            Camel { first_field: i32, #[serde(default)] other: i32, #[serde(skip)] kept: i32 },
            Skipped(#[serde(skip)] i32),
            Deep(Box<External>),
        }
    }
    agree(vec![
        External::Unit,
        External::One(1),
        External::Maybe(None),
        External::Two(1, Some("b".into())),
        External::None(),
        External::Named { first_field: 1, b: Some(inner()) },
        External::Camel { first_field: 1, other: 2, kept: 0 },
        External::Skipped(1),
        External::Deep(Box::new(External::One(1))),
    ]);
}

#[test]
fn strict_fields() {
    stored! {
        #[serde(deny_unknown_fields)]
        enum External {
            A { a: i32 },
            B(Strict),
        }
    }
    stored! {
        #[serde(deny_unknown_fields, tag = "type")]
        enum Internal {
            A { a: i32 },
            B(Strict),
            Unit,
        }
    }
    stored! {
        #[serde(deny_unknown_fields, tag = "type", content = "c")]
        enum Adjacent {
            A { a: i32 },
            B(Strict),
            Unit,
        }
    }
    agree(vec![External::A { a: 1 }, External::B(Strict { a: 1 })]);
    agree(vec![Internal::A { a: 1 }, Internal::B(Strict { a: 1 }), Internal::Unit]);
    agree(vec![Adjacent::A { a: 1 }, Adjacent::B(Strict { a: 1 }), Adjacent::Unit]);
}

#[test]
fn internal() {
    stored! {
        #[serde(tag = "type")]
        enum Internal {
            Unit,
            #[serde(rename = "named")]
            Named { a: i32, b: Option<String>, #[serde(default)] c: Vec<Inner> },
            Struct(Inner),
            Strict(Strict),
            Map(BTreeMap<String, i32>),
            Document(bson::Document),
            Empty(Empty),
            Own(Choice),
            #[serde(skip_deserializing)]
            Written { a: i32 },
        }
    }
    stored! {
        enum Choice {
            A(i32),
            B { x: i32 },
        }
    }
    agree(vec![
        Internal::Unit,
        Internal::Named { a: 1, b: Some("b".into()), c: vec![inner()] },
        Internal::Struct(inner()),
        Internal::Strict(Strict { a: 1 }),
        Internal::Map([("x".to_owned(), 1)].into()),
        Internal::Document(bson::doc! { "x": 1, "y": "z" }),
        Internal::Empty(Empty),
        Internal::Own(Choice::A(1)),
        Internal::Own(Choice::B { x: 1 }),
        Internal::Written { a: 1 },
    ]);
}

#[test]
fn internal_with_another_name() {
    stored! {
        #[serde(tag = "type")]
        enum Internal {
            A { a: i32 },
            #[serde(other)]
            Other,
        }
    }
    agree(vec![Internal::A { a: 1 }, Internal::Other]);
}

#[test]
fn what_serde_buffers_is_read_as_from_its_buffer() {
    // An address writes itself as bytes, and reads a text where serde has a buffer between.
    stored! {
        #[serde(tag = "type")]
        enum Internal {
            A { address: Ipv4Addr, ids: Vec<bson::oid::ObjectId>, at: bson::DateTime },
            B { uuid: Option<bson::Uuid>, color: Option<Color> },
        }
    }
    stored! {
        enum Color {
            Unit,
            Grey(i32),
        }
    }
    agree(vec![
        Internal::A {
            address: Ipv4Addr::LOCALHOST,
            ids: vec![bson::oid::ObjectId::from_bytes([1; 12])],
            at: bson::DateTime::from_millis(1),
        },
        Internal::B { uuid: Some(bson::Uuid::from_bytes([1; 16])), color: Some(Color::Grey(1)) },
        Internal::B { uuid: None, color: Some(Color::Unit) },
    ]);
}

#[test]
fn adjacent() {
    stored! {
        #[serde(tag = "type", content = "content")]
        enum Adjacent {
            Unit,
            One(i32),
            Maybe(Option<i32>),
            Two(i32, String),
            Named { a: i32, b: Option<Inner> },
            Struct(Inner),
            Address(Ipv4Addr),
            Skipped(#[serde(skip)] i32),
        }
    }
    agree(vec![
        Adjacent::Unit,
        Adjacent::One(1),
        Adjacent::Maybe(None),
        Adjacent::Two(1, "b".into()),
        Adjacent::Named { a: 1, b: Some(inner()) },
        Adjacent::Struct(inner()),
        Adjacent::Address(Ipv4Addr::LOCALHOST),
        Adjacent::Skipped(1),
    ]);
}

#[test]
fn untagged() {
    stored! {
        #[serde(untagged)]
        enum Untagged {
            Unit,
            Number(i32),
            Two(i32, String),
            Named { a: i32, #[serde(rename = "bee")] b: String },
            Struct(Inner),
            Text(String),
            Map(BTreeMap<String, String>),
        }
    }
    agree(vec![
        Untagged::Unit,
        Untagged::Number(1),
        Untagged::Two(1, "b".into()),
        Untagged::Named { a: 1, b: "b".into() },
        Untagged::Struct(inner()),
        Untagged::Text("text".into()),
        Untagged::Map([("x".to_owned(), "y".to_owned())].into()),
    ]);
}

#[test]
fn left_to_serde() {
    stored! {
        #[serde(tag = "type")]
        enum Flat {
            A { a: i32, #[serde(flatten)] rest: BTreeMap<String, i32> },
            B(Option<Inner>),
        }
    }
    stored! {
        enum Partly {
            A(i32),
            #[serde(untagged)]
            B(String),
        }
    }
    agree(vec![Flat::A { a: 1, rest: [("b".to_owned(), 2)].into() }, Flat::B(Some(inner()))]);
    agree(vec![Partly::A(1), Partly::B("b".into())]);
}

#[test]
fn documents_are_told_from_values() {
    fn is_document<T: MongoDocument>(value: &T) -> bool {
        value.encode().is_ok()
    }
    stored! {
        enum Shape {
            Circle { radius: f64 },
            Square(f64),
        }
    }
    assert!(is_document(&Shape::Circle { radius: 1.0 }));
    assert!(is_document(&Shape::Square(1.0)));
}
