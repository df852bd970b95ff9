//! `unique` on what may be absent.

// Indexes that share a word are no mistake.
#![allow(clippy::duplicated_attributes)]

use bson::{Binary, DateTime, Document, Uuid, doc, oid::ObjectId, spec::BinarySubtype};
use mongomancy::{Id, MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

type Maybe<T> = Option<T>;

#[derive(Serialize, Deserialize, MongoDocument)]
struct Contact {
    #[serde(rename = "mail")]
    email: Option<String>,
    street: String,
}

#[derive(Serialize, Deserialize, MongoCollection)]
#[index(email, unique)]
#[index(nick, unique(nulls))]
#[index(email, nick, unique)]
#[index(contact.email, unique)]
#[index(contact.street, unique)]
#[index("a.b", unique)]
struct Player {
    email: Option<String>,
    nick: Option<String>,
    contact: Contact,
    #[index(unique)]
    number: Option<i64>,
    #[index(unique)]
    ratio: Option<f32>,
    #[index(unique)]
    oid: Option<ObjectId>,
    #[index(unique)]
    friend: Option<Id<Player>>,
    #[index(unique)]
    born: Option<DateTime>,
    #[index(unique)]
    flag: Option<bool>,
    #[index(unique)]
    alias: Maybe<i32>,
    #[index(unique)]
    uuid: Option<Uuid>,
    #[index(unique)]
    plain: i32,
    #[index(unique, sparse)]
    thin: Maybe<i32>,
    #[index(unique(nulls), sparse)]
    thinner: Option<Vec<u8>>,
}

#[test]
fn the_filter_begins_at_the_types_smallest_value() {
    let zero = ObjectId::from_bytes([0; 12]);
    let filters: Vec<Option<Document>> =
        Player::definition().indexes().iter().map(|index| index.partial_filter().cloned()).collect();
    assert_eq!(
        filters,
        [
            Some(doc! { "email": { "$gte": "" } }),
            None,
            None,
            Some(doc! { "contact.mail": { "$gte": "" } }),
            None,
            None,
            Some(doc! { "number": { "$gte": f64::NEG_INFINITY } }),
            Some(doc! { "ratio": { "$gte": f64::NEG_INFINITY } }),
            Some(doc! { "oid": { "$gte": zero } }),
            Some(doc! { "friend": { "$gte": zero } }),
            Some(doc! { "born": { "$gte": DateTime::MIN } }),
            Some(doc! { "flag": { "$gte": false } }),
            Some(doc! { "alias": { "$gte": f64::NEG_INFINITY } }),
            Some(doc! { "uuid": { "$gte": Binary { subtype: BinarySubtype::Generic, bytes: Vec::new() } } }),
            None,
            None,
            None,
        ]
    );
    Player::definition().check().unwrap();
}
