//! serde's attributes: one test each for those that are followed or bridged; those that are refused are in `tests/ui`.
//!
//! The oracle is serde itself: the key of an index is compared with what the struct's values are stored as.

use std::collections::HashMap;

use bson::{Bson, DateTime, Document, doc};
use mongomancy::{Index, MongoCollection, MongoDocument};
use serde::{Deserialize, Serialize};

/// The keys of the first index.
fn keys<T: MongoCollection>() -> Vec<String> {
    T::definition().check().unwrap();
    T::definition().indexes()[0].field_for_mongo().keys().cloned().collect()
}

/// What serde stores, as a document.
fn stored<T: MongoDocument>(value: &T) -> Document {
    Document::try_from(&*value.encode().unwrap()).unwrap()
}

fn stored_names<T: MongoDocument>(value: &T) -> Vec<String> {
    stored(value).keys().cloned().collect()
}

macro_rules! rename_all {
    ($($test:ident: $rule:literal),+) => { $(
        #[test]
        fn $test() {
            #[derive(Default, Serialize, Deserialize, MongoCollection)]
            #[serde(rename_all = $rule)]
            #[allow(non_snake_case)]
            #[index(very_tasty, a, z42, _x__1y, Odd_Name, r#type, own)]
            struct Renamed {
                very_tasty: i32,
                a: i32,
                z42: i32,
                _x__1y: i32,
                Odd_Name: i32,
                r#type: i32,
                #[serde(rename = "of_its_own")]
                own: i32,
            }
            assert_eq!(keys::<Renamed>(), stored_names(&Renamed::default()));
        }
    )+ };
}

rename_all!(
    rename_all_lower: "lowercase",
    rename_all_upper: "UPPERCASE",
    rename_all_pascal: "PascalCase",
    rename_all_camel: "camelCase",
    rename_all_snake: "snake_case",
    rename_all_screaming: "SCREAMING_SNAKE_CASE",
    rename_all_kebab: "kebab-case",
    rename_all_screaming_kebab: "SCREAMING-KEBAB-CASE"
);

#[test]
fn rename_all_of_both_sides() {
    #[derive(Default, Serialize, Deserialize, MongoCollection)]
    #[serde(rename_all(serialize = "camelCase", deserialize = "camelCase"))]
    #[index(one_word)]
    struct Renamed {
        one_word: i32,
    }
    assert_eq!(keys::<Renamed>(), stored_names(&Renamed::default()));
}

#[test]
fn rename_all_of_one_side_that_changes_nothing() {
    #[derive(Default, Serialize, Deserialize, MongoCollection)]
    #[serde(rename_all(serialize = "camelCase"))]
    #[index(word, own)]
    struct Renamed {
        word: i32,
        #[serde(rename(serialize = "o", deserialize = "o"))]
        own: i32,
    }
    assert_eq!(keys::<Renamed>(), stored_names(&Renamed::default()));
}

#[test]
fn rename() {
    #[derive(Default, Serialize, Deserialize, MongoCollection)]
    #[serde(rename = "Another")]
    #[index(here)]
    struct Renamed {
        #[serde(rename = "there")]
        here: i32,
    }
    assert_eq!(Renamed::NAME, "renamed");
    assert_eq!(keys::<Renamed>(), stored_names(&Renamed::default()));
}

#[test]
fn alias_is_read_and_never_written() {
    #[derive(Serialize, Deserialize, MongoCollection)]
    #[index(now)]
    struct Aliased {
        #[serde(alias = "before", alias = "long_before")]
        now: i32,
    }
    assert_eq!(keys::<Aliased>(), ["now"]);
    assert_eq!(Aliased::decode(&bson::rawdoc! { "before": 1 }).unwrap().now, 1);
}

#[test]
fn skip() {
    #[derive(Default, Serialize, Deserialize, MongoCollection)]
    #[index(kept)]
    struct Skipping {
        kept: i32,
        #[serde(skip)]
        kept_out: i32,
    }
    let value = Skipping { kept: 1, kept_out: 2 };
    assert_eq!(keys::<Skipping>(), stored_names(&value));
    assert_eq!(Skipping::decode(&value.encode().unwrap()).unwrap().kept_out, 0);
}

#[test]
fn skip_serializing() {
    #[derive(Serialize, Deserialize, MongoCollection)]
    #[index(kept)]
    struct Skipping {
        kept: i32,
        #[serde(skip_serializing, default)]
        read_only: i32,
    }
    let value = Skipping { kept: 1, read_only: 2 };
    assert_eq!(keys::<Skipping>(), stored_names(&value));
    assert_eq!(Skipping::decode(&bson::rawdoc! { "kept": 1, "read_only": 2 }).unwrap().read_only, 2);
}

#[test]
fn skip_deserializing() {
    #[derive(Default, Serialize, Deserialize, MongoCollection)]
    #[index(written)]
    struct Skipping {
        #[serde(skip_deserializing, rename(serialize = "w", deserialize = "r"))]
        written: i32,
    }
    assert_eq!(keys::<Skipping>(), stored_names(&Skipping::default()));
}

#[test]
fn skip_serializing_if() {
    #[derive(Default, Serialize, Deserialize, MongoCollection)]
    #[index(maybe)]
    struct Skipping {
        #[serde(skip_serializing_if = "Option::is_none")]
        maybe: Option<i32>,
    }
    assert_eq!(keys::<Skipping>(), stored_names(&Skipping { maybe: Some(1) }));
    assert!(stored(&Skipping::default()).is_empty());
}

#[test]
fn default() {
    #[derive(Default, Serialize, Deserialize, MongoCollection)]
    #[serde(default)]
    #[index(a)]
    struct Defaulted {
        #[serde(default = "one")]
        a: i32,
        #[serde(default)]
        b: i32,
    }
    fn one() -> i32 {
        1
    }
    let value = Defaulted::decode(&bson::rawdoc! {}).unwrap();
    assert_eq!((value.a, value.b, keys::<Defaulted>()), (1, 0, vec!["a".to_owned()]));
}

#[test]
fn flatten() {
    #[derive(Serialize, Deserialize)]
    struct Inner {
        deep: i32,
    }
    #[derive(Serialize, Deserialize, MongoCollection)]
    #[index(own, "deep")]
    struct Flattened {
        own: i32,
        #[serde(flatten)]
        inner: Inner,
        #[serde(flatten)]
        rest: HashMap<String, Bson>,
    }
    let value = Flattened { own: 1, inner: Inner { deep: 2 }, rest: HashMap::new() };
    assert_eq!(keys::<Flattened>(), stored_names(&value));
}

mod as_date {
    use bson::DateTime;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
    pub(super) fn serialize<S: Serializer>(millis: &i64, serializer: S) -> Result<S::Ok, S::Error> {
        DateTime::from_millis(*millis).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
        DateTime::deserialize(deserializer).map(DateTime::timestamp_millis)
    }
}

#[test]
fn with() {
    #[derive(Serialize, Deserialize, MongoCollection)]
    #[index(at, unique)]
    struct Bridged {
        #[index(expire_after = "1d")]
        #[serde(with = "as_date")]
        at: i64,
    }
    assert_eq!(keys::<Bridged>(), ["at"]);
    assert_eq!(stored(&Bridged { at: 7 }), doc! { "at": DateTime::from_millis(7) });
}

#[test]
fn serialize_with_and_deserialize_with() {
    #[derive(Serialize, Deserialize, MongoCollection)]
    #[index(at, expire_after = 1)]
    struct Bridged {
        #[serde(serialize_with = "as_date::serialize", deserialize_with = "as_date::deserialize")]
        at: i64,
    }
    assert_eq!(stored(&Bridged { at: 7 }), doc! { "at": DateTime::from_millis(7) });
    assert_eq!(keys::<Bridged>(), ["at"]);
}

#[test]
fn deserialize_with_leaves_the_stored_type_in_sight() {
    #[derive(Serialize, Deserialize, MongoDocument)]
    struct Inner {
        x: i32,
    }
    #[derive(Serialize, Deserialize, MongoCollection)]
    #[index(inner.x)]
    struct Bridged {
        #[serde(deserialize_with = "inner")]
        inner: Inner,
    }
    fn inner<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Inner, D::Error> {
        Inner::deserialize(deserializer)
    }
    assert_eq!(keys::<Bridged>(), ["inner.x"]);
}

#[test]
fn tag() {
    #[derive(Serialize, Deserialize, MongoCollection)]
    #[serde(tag = "type", rename = "tagged")]
    #[index("type", a)]
    struct Tagged {
        a: i32,
    }
    assert_eq!(keys::<Tagged>(), stored_names(&Tagged { a: 1 }));
    assert_eq!(Tagged::decode(&Tagged { a: 1 }.encode().unwrap()).unwrap().a, 1);
}

#[test]
fn deny_unknown_fields() {
    #[derive(Debug, Serialize, Deserialize, MongoCollection)]
    #[serde(deny_unknown_fields)]
    #[index(a)]
    struct Strict {
        _id: i32,
        a: i32,
    }
    #[derive(Debug, Serialize, Deserialize, MongoDocument)]
    #[serde(deny_unknown_fields)]
    struct Embedded {
        a: i32,
    }
    assert_eq!(keys::<Strict>(), ["a"]);
    assert!(Strict::decode(&bson::rawdoc! { "_id": 1, "a": 1, "b": 1 }).is_err());
    assert!(Embedded::decode(&bson::rawdoc! { "a": 1, "b": 1 }).is_err());
}

#[derive(Serialize, Deserialize)]
struct Raw {
    half: i32,
}

#[test]
fn from_and_try_from_read_through_another_type() {
    #[derive(Clone, Serialize, Deserialize, MongoCollection)]
    #[serde(try_from = "Raw")]
    #[index(half)]
    struct Checked {
        half: i32,
    }
    impl TryFrom<Raw> for Checked {
        type Error = String;

        fn try_from(raw: Raw) -> Result<Self, String> {
            if raw.half < 0 { Err("below zero".into()) } else { Ok(Self { half: raw.half }) }
        }
    }
    #[derive(Serialize, Deserialize, MongoDocument)]
    #[serde(from = "Raw")]
    struct Converted {
        half: i32,
    }
    impl From<Raw> for Converted {
        fn from(raw: Raw) -> Self {
            Self { half: raw.half }
        }
    }
    assert_eq!(keys::<Checked>(), stored_names(&Checked { half: 1 }));
    assert!(Checked::decode(&bson::rawdoc! { "half": -1 }).is_err());
    assert_eq!(Converted::decode(&bson::rawdoc! { "half": 1 }).unwrap().half, 1);
}

#[test]
fn into_stores_an_embedded_document_as_another_type() {
    #[derive(Clone, Serialize, Deserialize, MongoDocument)]
    #[serde(from = "Raw", into = "Raw")]
    struct Whole {
        whole: i32,
    }
    impl From<Raw> for Whole {
        fn from(raw: Raw) -> Self {
            Self { whole: raw.half * 2 }
        }
    }
    impl From<Whole> for Raw {
        fn from(whole: Whole) -> Self {
            Self { half: whole.whole / 2 }
        }
    }
    #[derive(Serialize, Deserialize, MongoCollection)]
    #[index("whole.half")]
    struct Owner {
        whole: Whole,
    }
    assert_eq!(stored(&Whole { whole: 4 }), doc! { "half": 2 });
    assert_eq!(Whole::decode(&bson::rawdoc! { "half": 2 }).unwrap().whole, 4);
    assert_eq!(keys::<Owner>(), ["whole.half"]);
}

#[test]
fn bound_crate_and_expecting() {
    #[derive(Serialize, Deserialize, MongoDocument)]
    #[serde(
        crate = "serde",
        expecting = "a marked value",
        bound(serialize = "T: Serialize", deserialize = "T: Deserialize<'de>")
    )]
    struct Bound<T> {
        #[serde(bound = "")]
        number: i32,
        value: T,
    }
    let bound = Bound { number: 1, value: 2 };
    assert_eq!(stored(&bound), doc! { "number": 1, "value": 2 });
}

#[test]
fn borrow_of_what_is_owned() {
    #[derive(Serialize, Deserialize, MongoCollection)]
    #[index(text)]
    struct Borrowing {
        #[serde(default)]
        text: std::borrow::Cow<'static, str>,
    }
    assert_eq!(keys::<Borrowing>(), ["text"]);
}

#[test]
fn an_empty_attribute() {
    #[derive(Serialize, Deserialize, MongoCollection)]
    #[serde()]
    #[collection()]
    #[index(a)]
    struct Empty {
        #[serde()]
        a: i32,
    }
    let _ = Empty { a: 1 };
    assert_eq!(Empty::definition().indexes(), [Index::ascending("a")]);
}
