//! Updates made of structs that have some of the fields.

use mongomancy::{MongoCollection, MongoDocument, Patch, bson::DateTime, doc};
use serde::{Deserialize, Deserializer, Serializer};

#[derive(Debug, MongoDocument)]
struct Stats {
    wins: i32,
    days: Vec<i32>,
}

/// Stores a number as a text.
mod text {
    use super::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(super) fn serialize<S: Serializer>(value: &i64, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[derive(Debug, MongoCollection)]
#[serde(rename_all = "camelCase")]
struct Player {
    full_name: String,
    email: Option<String>,
    r#type: String,
    last_seen: Option<DateTime>,
    #[serde(with = "text")]
    number: i64,
    stats: Stats,
}

#[derive(Debug, Default, Patch)]
#[patch(of = Player)]
struct PlayerPatch {
    full_name: Option<String>,
    #[expect(clippy::option_option, reason = "set to null, or left alone")]
    email: Option<Option<String>>,
    r#type: Option<String>,
    last_seen: Option<DateTime>,
    number: Option<i64>,
    #[patch(path = stats.wins)]
    wins: Option<i32>,
    #[patch(path = stats.days)]
    best: Option<Vec<i32>>,
    #[patch(skip)]
    _reason: &'static str,
}

#[test]
fn what_is_some_is_set_as_the_fields_store_it() -> mongomancy::Result<()> {
    let now = DateTime::now();
    let patch = PlayerPatch {
        full_name: Some("Ada".into()),
        email: Some(Some("a@b.c".into())),
        r#type: Some("x".into()),
        last_seen: Some(now),
        number: Some(7),
        wins: Some(3),
        best: Some(vec![1]),
        _reason: "because",
    };
    let expected = doc! { "$set": {
        "fullName": "Ada", "email": "a@b.c", "type": "x", "lastSeen": now, "number": "7", "stats.wins": 3, "stats.days": [1],
    } };
    assert_eq!(patch.update().to_document()?, expected);
    Ok(())
}

#[test]
fn what_is_none_is_left_alone() -> mongomancy::Result<()> {
    assert!(PlayerPatch::default().update().is_none());
    let nothing = PlayerPatch { email: Some(None), ..PlayerPatch::default() };
    assert_eq!(nothing.update().to_document()?, doc! { "$set": { "email": null } });
    let more = nothing.update() + Player::fields().stats().wins.inc(1);
    assert_eq!(more.to_document()?, doc! { "$set": { "email": null }, "$inc": { "stats.wins": 1 } });
    let error = (nothing.update() + Player::fields().email.set("a")).to_document().unwrap_err();
    assert_eq!(*error.kind(), mongomancy::ErrorKind::InvalidArgument);
    Ok(())
}

#[derive(Patch)]
#[patch(of = Player)]
struct Borrowed<'a, N> {
    full_name: Option<&'a str>,
    email: Option<&'a str>,
    #[patch(skip)]
    _note: N,
}

#[derive(Patch)]
#[patch(of = Player)]
struct Nothing {}

#[test]
fn a_patch_may_borrow_and_be_generic_or_empty() -> mongomancy::Result<()> {
    let name = String::from("Ada");
    let patch = Borrowed { full_name: Some(&name), email: None, _note: 1 };
    assert_eq!(patch.update().to_document()?, doc! { "$set": { "fullName": "Ada" } });
    let patch = Borrowed { full_name: None, email: Some("a@b.c"), _note: "n" };
    assert_eq!(patch.update().to_document()?, doc! { "$set": { "email": "a@b.c" } });
    assert!(Nothing {}.update().is_none());
    Ok(())
}
