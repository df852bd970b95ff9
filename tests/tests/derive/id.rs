//! `_id` of any type.

use std::any::TypeId;

use bson::{doc, oid::ObjectId};
use mongomancy::{Id, MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, MongoCollection)]
struct Nothing {
    name: String,
}

#[derive(Serialize, Deserialize, MongoCollection)]
struct Plain {
    #[serde(rename = "_id")]
    number: i64,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, MongoCollection)]
struct Typed {
    name: String,
    #[serde(rename = "_id")]
    id: Option<Id<Typed>>,
    note: Option<String>,
}

#[derive(Serialize, Deserialize, MongoCollection)]
struct Optional {
    _id: Option<ObjectId>,
}

#[derive(Serialize, Deserialize, MongoCollection)]
struct OfItself {
    _id: Option<Id<Self>>,
}

#[derive(Serialize, Deserialize, MongoCollection)]
struct AlwaysOfItself {
    _id: Id<Self>,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Compound {
    shard: i32,
    number: i64,
}

#[derive(Serialize, Deserialize, MongoCollection)]
struct Composed {
    #[serde(rename = "_id")]
    key: Compound,
}

#[derive(Serialize, Deserialize, MongoCollection)]
struct Category {
    parent: Option<Id<Category>>,
}

#[derive(Serialize, Deserialize, MongoCollection)]
struct Revision {
    _id: ObjectId,
    before: Id<Self>,
}

#[derive(Serialize, Deserialize, MongoCollection)]
struct Unwritten {
    #[serde(rename = "_id", skip_serializing)]
    id: Option<ObjectId>,
}

fn is<T: MongoCollection, I: 'static>() {
    assert_eq!(TypeId::of::<T::Id>(), TypeId::of::<I>());
}

#[test]
fn its_type_is_the_fields() {
    is::<Nothing, ObjectId>();
    is::<Plain, i64>();
    is::<Typed, Id<Typed>>();
    is::<Optional, ObjectId>();
    is::<OfItself, Id<OfItself>>();
    is::<AlwaysOfItself, Id<AlwaysOfItself>>();
    is::<Composed, Compound>();
    is::<Unwritten, ObjectId>();
    is::<Category, ObjectId>();
    is::<Revision, ObjectId>();
    assert!(Unwritten { id: None }.id.is_none());
}

#[test]
fn an_absent_one_is_left_out_and_other_nulls_stay() {
    let mut typed = Typed { name: "Ada".into(), id: None, note: None };
    let stored = bson::Document::try_from(&*typed.encode().unwrap()).unwrap();
    assert_eq!(stored, doc! { "name": "Ada", "note": null });

    let id = Id::new();
    typed.id = Some(id);
    let raw = typed.encode().unwrap();
    assert_eq!(
        bson::Document::try_from(&*raw).unwrap(),
        doc! { "name": "Ada", "_id": ObjectId::from(id), "note": null }
    );
    assert_eq!(Typed::decode(&raw).unwrap(), typed);
}
