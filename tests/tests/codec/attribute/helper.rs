//! Fields that bson's own types for `with` store, and fields of types that are only named like them.

use bson::{
    DateTime, Timestamp,
    oid::ObjectId,
    serde_helpers,
    serde_helpers::{datetime, object_id::AsHexString},
};
use mongomancy::MongoDocument;
use proptest::test_runner::TestRng;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    check::{documents, fields},
    sample::{Sample, below, of, one_of, sample},
};

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Ids {
    #[serde(with = "bson::serde_helpers::object_id::AsHexString")]
    a: ObjectId,
    #[serde(with = "mongomancy::bson::serde_helpers::object_id::FromHexString")]
    b: String,
    #[serde(with = "AsHexString", default)]
    first: ObjectId,
    #[serde(serialize_with = "AsHexString::serialize")]
    second: ObjectId,
    #[serde(deserialize_with = "serde_helpers::object_id::AsHexString::deserialize")]
    x: ObjectId,
}

impl Sample for Ids {
    fn sample(rng: &mut TestRng) -> Self {
        Self { a: of(rng), b: hex(rng), first: of(rng), second: of(rng), x: of(rng) }
    }
}

/// Mostly what is an id.
fn hex(rng: &mut TestRng) -> String {
    if below(rng, 8) == 0 { of(rng) } else { ObjectId::sample(rng).to_hex() }
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Dates {
    #[serde(with = "bson::serde_helpers::datetime::AsRfc3339String")]
    a: DateTime,
    #[serde(with = "datetime::FromRfc3339String")]
    b: String,
    #[serde(with = "datetime::FromI64", alias = "alias")]
    first: i64,
}

impl Sample for Dates {
    fn sample(rng: &mut TestRng) -> Self {
        Self { a: date(rng), b: text(rng), first: of(rng) }
    }
}

/// Mostly a date that has a text, which those of many years to come have not.
fn date(rng: &mut TestRng) -> DateTime {
    if below(rng, 8) == 0 { of(rng) } else { DateTime::from_millis(of::<i64>(rng) % 100_000_000_000_000) }
}

/// Mostly the text of a date, some of them with more digits or another zone than a date has.
fn text(rng: &mut TestRng) -> String {
    match below(rng, 4) {
        0 => of(rng),
        1 => one_of(rng, &["2026-03-01T12:00:00.123456Z", "2026-03-01T14:00:00+02:00", "2026-03-01", "1-1-1T0:0:0Z"])
            .into(),
        _ => date(rng).try_to_rfc3339_string().unwrap_or_default(),
    }
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Timestamps {
    #[serde(with = "serde_helpers::timestamp::AsU32")]
    a: Timestamp,
    #[serde(with = "serde_helpers::timestamp::FromU32")]
    b: u32,
}

impl Sample for Timestamps {
    fn sample(rng: &mut TestRng) -> Self {
        let increment = u32::from(below(rng, 8) == 0);
        Self { a: Timestamp { time: of(rng), increment }, b: of(rng) }
    }
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Numbers {
    #[serde(with = "serde_helpers::u32::AsF64")]
    a: u32,
    #[serde(with = "serde_helpers::u32::AsI32")]
    b: u32,
    #[serde(with = "serde_helpers::u32::AsI64")]
    c: u32,
    #[serde(with = "serde_helpers::u64::AsF64", skip_serializing_if = "is_one", default)]
    first: u64,
    #[serde(with = "serde_helpers::u64::AsI32")]
    second: u64,
    #[serde(with = "serde_helpers::u64::AsI64")]
    x: u64,
}

fn is_one(number: &u64) -> bool {
    *number == 1
}

/// Mostly numbers that all of them can store.
impl Sample for Numbers {
    fn sample(rng: &mut TestRng) -> Self {
        let mut all = [0_u64; 6].map(|_| u64::from(of::<u32>(rng)) & 0x7FFF_FFFF);
        if below(rng, 3) == 0 {
            all = [0_u64; 6].map(|_| one_of(rng, &[1, u64::from(u32::MAX), 1 << 53, (1 << 53) + 1, u64::MAX]));
        }
        let [a, b, c, first, second, x] = all;
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        Self { a: small(a), b: small(b), c: small(c), first, second, x }
    }
}

/// Each of them alone, so that one that cannot be written does not hide the others.
macro_rules! alone {
    ($($name:ident: $type:ty = $with:literal, $sample:expr;)+) => {$(
        #[derive(Debug, Serialize, Deserialize, MongoDocument)]
        struct $name {
            #[serde(with = $with)]
            a: $type,
        }

        impl Sample for $name {
            fn sample(rng: &mut TestRng) -> Self {
                let sample: fn(&mut TestRng) -> $type = $sample;
                Self { a: sample(rng) }
            }
        }
    )+};
}

alone! {
    HexOfId: ObjectId = "serde_helpers::object_id::AsHexString", of;
    IdOfHex: String = "serde_helpers::object_id::FromHexString", hex;
    TextOfDate: DateTime = "serde_helpers::datetime::AsRfc3339String", date;
    DateOfText: String = "serde_helpers::datetime::FromRfc3339String", text;
    DateOfNumber: i64 = "serde_helpers::datetime::FromI64", of;
    NumberOfTimestamp: Timestamp = "serde_helpers::timestamp::AsU32", |rng| Timestamps::sample(rng).a;
    TimestampOfNumber: u32 = "serde_helpers::timestamp::FromU32", of;
    SmallAsDouble: u32 = "serde_helpers::u32::AsF64", of;
    SmallAsInt: u32 = "serde_helpers::u32::AsI32", of;
    SmallAsLong: u32 = "serde_helpers::u32::AsI64", of;
    LargeAsDouble: u64 = "serde_helpers::u64::AsF64", of;
    LargeAsInt: u64 = "serde_helpers::u64::AsI32", of;
    LargeAsLong: u64 = "serde_helpers::u64::AsI64", of;
}

/// A reference to the box is taken for one to what is in it: not the helper's own type.
#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Boxed {
    #[serde(serialize_with = "datetime::FromI64::serialize")]
    a: Box<i64>,
}

sample!(Boxed { a });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Newtype(#[serde(with = "serde_helpers::u32::AsF64")] u32);

impl Sample for Newtype {
    fn sample(rng: &mut TestRng) -> Self {
        Self(of(rng))
    }
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct HoldsNewtypes {
    a: Newtype,
    b: Option<Newtype>,
}

sample!(HoldsNewtypes { a, b });

/// In serde's buffer, from which some types read another form.
#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(untagged)]
enum Untagged {
    Dates(Dates),
    Ids { a: HexOfId, b: IdOfHex, c: LargeAsLong },
    Timestamps(Timestamps),
    Double { x: SmallAsDouble },
}

sample!(Untagged: rng =>
    Untagged::Dates(of(rng)), Untagged::Timestamps(of(rng)), Untagged::Double { x: of(rng) },
    Untagged::Ids { a: of(rng), b: of(rng), c: of(rng) });

/// What ends like bson's paths and is not bson's.
mod lookalike {
    pub(super) mod bson {
        pub(crate) mod serde_helpers {
            pub(crate) mod datetime {
                use crate::attribute::helper::{Deserialize, Deserializer, Serializer};

                pub(crate) struct FromI64;

                impl FromI64 {
                    pub(crate) fn serialize<S: Serializer>(value: &i64, to: S) -> Result<S::Ok, S::Error> {
                        to.collect_str(value)
                    }

                    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
                        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
                    }
                }
            }
        }
    }
}

/// As good a name for a trait as for bson's type.
trait AsI64: Sized {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;
    fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;
}

impl AsI64 for bool {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(i64::from(*self))
    }

    fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        i64::deserialize(from).map(|number| number != 0)
    }
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Lookalikes {
    #[serde(with = "lookalike::bson::serde_helpers::datetime::FromI64")]
    a: i64,
    #[serde(with = "AsI64")]
    b: bool,
}

sample!(Lookalikes { a, b });

#[test]
fn what_only_looks_like_a_helper_is_the_users() {
    let stored = Lookalikes { a: 7, b: true }.encode().unwrap();
    assert_eq!(stored, bson::rawdoc! { "a": "7", "b": 1_i64 });
}

#[test]
fn what_bson_says_of_a_value_is_not_told() {
    // bson quotes the text, and what is quoted looks like serde's words.
    let error = HexOfId::decode(&bson::rawdoc! { "a": "x, expected MARK" }).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("MARK"), "{error}");
    let error = LargeAsLong { a: u64::MAX }.encode().unwrap_err();
    assert!(!format!("{error} {error:?}").contains("1844"), "{error}");
}

documents! {
    ids: Ids,
    dates: Dates,
    timestamps: Timestamps,
    numbers: Numbers,
    hex_of_id: HexOfId,
    id_of_hex: IdOfHex,
    text_of_date: TextOfDate,
    date_of_text: DateOfText,
    date_of_number: DateOfNumber,
    number_of_timestamp: NumberOfTimestamp,
    timestamp_of_number: TimestampOfNumber,
    small_as_double: SmallAsDouble,
    small_as_int: SmallAsInt,
    small_as_long: SmallAsLong,
    large_as_double: LargeAsDouble,
    large_as_int: LargeAsInt,
    large_as_long: LargeAsLong,
    boxed: Boxed,
    newtypes: HoldsNewtypes,
    lookalikes: Lookalikes,
}

fields! {
    untagged: [Untagged],
}
