//! Fields of foreign types that bson's own types for `with` store: no choice is left, and what is stored is serde's.

use bson::serde_helpers::datetime::FromChrono04DateTime;
use mongomancy::{MongoCollection, MongoDocument};
use proptest::{prelude::Rng, test_runner::TestRng};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    check::{documents, fields},
    sample::{Sample, below, of, sample},
};

/// Any instant that the type has, those of our days more often than others.
macro_rules! instants {
    ($($type:ty = $min:expr, $max:expr, $from_nanos:expr;)+) => {$(
        impl Sample for $type {
            fn sample(rng: &mut TestRng) -> Self {
                match below(rng, 8) {
                    0 => $min,
                    1 => $max,
                    _ => {
                        let from_nanos: fn(i64) -> $type = $from_nanos;
                        from_nanos(of(rng))
                    }
                }
            }
        }
    )+};
}

instants! {
    chrono::DateTime<chrono::Utc> = Self::MIN_UTC, Self::MAX_UTC, Self::from_timestamp_nanos;
    jiff::Timestamp = Self::MIN, Self::MAX, |nanos| Self::from_nanosecond(nanos.into()).unwrap();
    time::OffsetDateTime = time::PrimitiveDateTime::MIN.assume_utc(), time::PrimitiveDateTime::MAX.assume_utc(),
        |nanos| Self::from_unix_timestamp_nanos(nanos.into()).unwrap();
}

impl Sample for Uuid {
    fn sample(rng: &mut TestRng) -> Self {
        let mut bytes = [0; 16];
        rng.fill_bytes(&mut bytes);
        Self::from_bytes(bytes)
    }
}

impl Sample for bson::Uuid {
    fn sample(rng: &mut TestRng) -> Self {
        Uuid::sample(rng).into()
    }
}

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Instants {
    #[serde(with = "FromChrono04DateTime")]
    a: chrono::DateTime<chrono::Utc>,
    #[serde(with = "bson::serde_helpers::datetime::FromJiff02Timestamp", default)]
    b: jiff::Timestamp,
    #[serde(with = "mongomancy::bson::serde_helpers::datetime::FromTime03OffsetDateTime")]
    c: time::OffsetDateTime,
}

sample!(Instants { a, b, c });

#[derive(Debug, Serialize, Deserialize, MongoDocument)]
struct Uuids {
    #[serde(with = "bson::serde_helpers::uuid_1::FromBson")]
    a: bson::Uuid,
    #[serde(with = "bson::serde_helpers::uuid_1::AsBinary")]
    b: Uuid,
    #[serde(with = "bson::serde_helpers::uuid_1::AsCSharpLegacyBinary")]
    c: Uuid,
    #[serde(with = "bson::serde_helpers::uuid_1::AsJavaLegacyBinary")]
    first: Uuid,
    #[serde(with = "bson::serde_helpers::uuid_1::AsPythonLegacyBinary")]
    second: Uuid,
}

sample!(Uuids { a, b, c, first, second });

/// Alone, so that no other field's failure hides how it is read.
macro_rules! alone {
    ($($name:ident: $type:ty = $with:literal;)+) => {$(
        #[derive(Debug, Serialize, Deserialize, MongoDocument)]
        struct $name {
            #[serde(with = $with)]
            a: $type,
        }
        sample!($name { a });
    )+};
}

alone! {
    DateOfChrono: chrono::DateTime<chrono::Utc> = "bson::serde_helpers::datetime::FromChrono04DateTime";
    DateOfJiff: jiff::Timestamp = "bson::serde_helpers::datetime::FromJiff02Timestamp";
    DateOfTime: time::OffsetDateTime = "bson::serde_helpers::datetime::FromTime03OffsetDateTime";
    Generic: bson::Uuid = "bson::serde_helpers::uuid_1::FromBson";
    Standard: Uuid = "bson::serde_helpers::uuid_1::AsBinary";
    CSharp: Uuid = "bson::serde_helpers::uuid_1::AsCSharpLegacyBinary";
    Java: Uuid = "bson::serde_helpers::uuid_1::AsJavaLegacyBinary";
    Python: Uuid = "bson::serde_helpers::uuid_1::AsPythonLegacyBinary";
}

/// In serde's buffer, from which some types read another form.
#[derive(Debug, Serialize, Deserialize, MongoDocument)]
#[serde(untagged)]
enum Untagged {
    Instants(Instants),
    Uuids(Uuids),
    Generic { x: Generic },
    Standard { first: Standard },
    Java { second: Java },
}

sample!(Untagged: rng =>
    Untagged::Instants(of(rng)), Untagged::Uuids(of(rng)), Untagged::Generic { x: of(rng) },
    Untagged::Standard { first: of(rng) }, Untagged::Java { second: of(rng) });

documents! {
    instants: Instants,
    uuids: Uuids,
    date_of_chrono: DateOfChrono,
    date_of_jiff: DateOfJiff,
    date_of_time: DateOfTime,
    generic: Generic,
    standard: Standard,
    c_sharp: CSharp,
    java: Java,
    python: Python,
}

fields! {
    untagged: [Untagged],
}

#[test]
fn their_dates_expire() {
    #[derive(MongoCollection)]
    struct Session {
        #[index(expire_after = "1d")]
        #[serde(with = "FromChrono04DateTime")]
        seen: chrono::DateTime<chrono::Utc>,
    }
    let stored = Session { seen: chrono::DateTime::UNIX_EPOCH }.encode().unwrap();
    assert_eq!(stored, bson::rawdoc! { "seen": bson::DateTime::from_millis(0) });
    assert!(Session::definition().indexes()[0].time_to_live().is_some());
}
