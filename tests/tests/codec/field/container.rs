//! Values that hold others.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque},
    hash::{BuildHasherDefault, DefaultHasher},
    marker::PhantomData,
};

use mongomancy::MongoDocument;
use serde::{Deserialize, Serialize};

use crate::{
    check::{check, fields},
    sample::sample,
    subject::Subject,
};

type Fixed = BuildHasherDefault<DefaultHasher>;

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Inner {
    a: i32,
    b: Option<String>,
}

sample!(Inner { a, b });

fields! {
    option: [Option<i32>],
    option_of_option: [Option<Option<i32>>],
    vec: [Vec<i64>],
    vec_of_bytes: [Vec<u8>],
    vec_of_strings: [Vec<String>],
    vec_of_documents: [Vec<Inner>],
    vec_of_options: [Vec<Option<Inner>>],
    deque: [VecDeque<u32>],
    no_array: [[i32; 0]],
    array: [[i32; 2]],
    array_of_documents: [[Inner; 2]],
    slice: [Box<[i32]>],
    boxed: [Box<i32>],
    boxed_document: [Box<Inner>],
    boxed_option: [Option<Box<Option<String>>>],
    set: [BTreeSet<i32>],
    set_of_strings: [BTreeSet<String>],
    map: [BTreeMap<String, i32>],
    map_of_documents: [BTreeMap<String, Inner>],
    map_of_boxed_keys: [BTreeMap<Box<str>, Vec<i32>>],
    map_of_strings: [BTreeMap<String, String>],
    map_of_ids: [BTreeMap<String, bson::oid::ObjectId>],
    map_of_anything: [BTreeMap<String, bson::Bson>],
    map_of_vecs: [BTreeMap<String, Vec<u8>>],
    map_of_maps: [BTreeMap<String, BTreeMap<String, Option<f64>>>],
    unit: [()],
    phantom: [PhantomData<i32>],
    one: [(i32,)],
    pair: [(i32, String)],
    triple: [(bool, Inner, Option<i64>)],
    nested_pair: [((i32, f64), [bool; 2])],
    many: [(i32, i64, f64, bool, String, u8, i8, char, u32, Option<i32>, (), Vec<i32>)],
}

#[derive(Debug, PartialEq, Serialize, Deserialize, MongoDocument)]
struct Hashed {
    map: HashMap<String, i32>,
    other_hasher: HashMap<String, String, Fixed>,
    set: HashSet<i32>,
    option: Option<HashMap<Box<str>, Vec<i64>>>,
    several: Vec<HashSet<String, Fixed>>,
}

sample!(Hashed { map, other_hasher, set, option, several });

#[test]
fn hashed() {
    let subject = [Subject::unordered::<Hashed>("Hashed")];
    check(&subject);
    crate::validated::check(&subject);
}
