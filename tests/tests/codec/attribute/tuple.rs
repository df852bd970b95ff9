//! Structs without names for their fields, or with one that counts for nothing.

use bson::oid::ObjectId;
use mongomancy::MongoDocument;
use serde::{Deserialize, Serialize};

use crate::{
    check::{documents, fields},
    sample::{Sample, of, sample},
};

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Inner {
    a: i32,
    b: Option<String>,
}

sample!(Inner { a, b });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Newtype(i32);

sample!(Newtype: rng => Newtype(of(rng)));

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct NewtypeOfOption(Option<i32>);

sample!(NewtypeOfOption: rng => NewtypeOfOption(of(rng)));

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct NewtypeOfId(ObjectId);

sample!(NewtypeOfId: rng => NewtypeOfId(of(rng)));

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Pair(i32, Option<String>);

sample!(Pair: rng => Pair(of(rng), of(rng)));

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Skipping(i32, #[serde(skip)] i32, Inner, #[serde(default)] i64);

sample!(Skipping: rng => Skipping(of(rng), of(rng), of(rng), of(rng)));

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Unit;

sample!(Unit {});

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(transparent)]
struct TransparentNumber {
    #[serde(skip)]
    a: i32,
    inner: Option<u32>,
}

sample!(TransparentNumber { a, inner });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Plain<T> {
    a: T,
    b: Option<T>,
    first: Vec<T>,
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[codec(bound = "T: mongomancy::Encode + mongomancy::Decode")]
struct Fast<T> {
    a: T,
    b: Option<T>,
    first: Vec<T>,
}

macro_rules! generic {
    ($($type:ident),*) => {$(
        impl<T: Sample> Sample for $type<T> {
            fn sample(rng: &mut proptest::test_runner::TestRng) -> Self {
                Self { a: of(rng), b: of(rng), first: of(rng) }
            }
        }
    )*};
}

generic!(Plain, Fast);

type PlainNumber = Plain<i64>;
type PlainDocument = Plain<Inner>;
type FastNumber = Fast<i64>;
type FastDocument = Fast<Inner>;

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[codec(serde)]
struct AllBySerde {
    a: i32,
    b: Option<String>,
}

sample!(AllBySerde { a, b });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct OneBySerde {
    #[codec(serde)]
    a: Option<Inner>,
    b: Inner,
}

sample!(OneBySerde { a, b });

fields! {
    newtype: [Newtype],
    map_of_newtypes: [std::collections::BTreeMap<String, Newtype>],
    newtype_of_option: [NewtypeOfOption],
    newtype_of_id: [NewtypeOfId],
    pair: [Pair],
    skipping: [Skipping],
    unit: [Unit],
    transparent_number: [TransparentNumber],
}

documents! {
    plain_number: PlainNumber,
    plain_document: PlainDocument,
    fast_number: FastNumber,
    fast_document: FastDocument,
    all_by_serde: AllBySerde,
    one_by_serde: OneBySerde,
}
