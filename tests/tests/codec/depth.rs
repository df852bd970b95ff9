//! The one thing that serde reads and we do not: documents in documents without end, which end its stack.

use std::collections::BTreeMap;

use bson::{Bson, Document, RawDocument};
use mongomancy::MongoDocument;
use serde::{Deserialize, Serialize};

/// More than the limit, and more than any stack.
const LEVELS: [usize; 2] = [257, 200_000];

#[derive(Debug, Default, Serialize, Deserialize, MongoDocument)]
struct Within {
    a: Option<Box<Within>>,
}

#[derive(Debug, Default, Serialize, Deserialize, MongoDocument)]
struct Unknown {
    b: Option<i32>,
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Map {
    a: BTreeMap<String, Bson>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Foreign {
    a: Option<Box<Foreign>>,
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct BySerde {
    a: Foreign,
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Flatten {
    #[serde(flatten)]
    rest: BTreeMap<String, Bson>,
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(tag = "t")]
enum Tagged {
    Unit,
    Map(BTreeMap<String, Bson>),
}

/// Documents in documents, all by the key `a`.
fn nested(levels: usize) -> Vec<u8> {
    const AROUND: usize = 8;
    let mut bytes = Vec::new();
    for level in (0..levels).rev() {
        let length = 5 + level * AROUND;
        bytes.extend_from_slice(&i32::try_from(length).unwrap().to_le_bytes());
        bytes.extend_from_slice(if level > 0 { b"\x03a\0" } else { b"" });
    }
    bytes.resize(bytes.len() + levels, 0);
    bytes
}

fn is_refused<T: MongoDocument>() {
    for levels in LEVELS {
        let bytes = nested(levels);
        let Err(error) = T::decode(RawDocument::from_bytes(&bytes).unwrap()) else {
            panic!("{levels} levels are read")
        };
        let told = error.to_string();
        assert!(told.contains("too deep") && told.len() < 4_000, "{told}");
    }
}

#[test]
fn what_servers_take_is_read() {
    // serde takes more of the stack than a test has, for as many levels as servers take.
    for (levels, serde_takes) in [(20, true), (100, false), (256, false)] {
        let bytes = nested(levels);
        let raw = RawDocument::from_bytes(&bytes).unwrap();
        let (within, document) = (Within::decode(raw).unwrap(), <Document as MongoDocument>::decode(raw).unwrap());
        Unknown::decode(raw).unwrap();
        if serde_takes {
            assert_eq!(format!("{within:?}"), format!("{:?}", bson::deserialize_from_slice::<Within>(&bytes).unwrap()));
            assert_eq!(document, bson::deserialize_from_slice::<Document>(&bytes).unwrap());
        }
    }
}

#[test]
fn more_is_an_error() {
    is_refused::<Within>();
    is_refused::<Unknown>();
    is_refused::<Map>();
    is_refused::<Document>();
}

#[test]
fn more_is_an_error_where_serde_reads() {
    is_refused::<BySerde>();
    is_refused::<Flatten>();
    is_refused::<Tagged>();
}
