//! Types that only serde knows.

use std::{collections::BTreeMap, net::IpAddr, num::NonZeroU16, time::Duration};

use proptest::test_runner::TestRng;
use serde::{Deserialize, Serialize};

use crate::{
    check::fields,
    sample::{Sample, below, of, sample},
};

#[derive(Debug, Serialize, Deserialize)]
struct Foreign {
    a: i32,
    b: Option<String>,
    c: Vec<f64>,
}

sample!(Foreign { a, b, c });

#[derive(Debug, Serialize, Deserialize)]
enum ForeignEnum {
    Unit,
    Newtype(i32),
    Tuple(i32, String),
    Struct { a: bool },
}

sample!(ForeignEnum: rng =>
    ForeignEnum::Unit, ForeignEnum::Newtype(of(rng)), ForeignEnum::Tuple(of(rng), of(rng)),
    ForeignEnum::Struct { a: of(rng) });

#[derive(Debug, Serialize, Deserialize)]
struct ForeignUnit;

sample!(ForeignUnit {});

/// Counts as bytes and not as a sequence.
#[derive(Debug)]
struct Bytes(Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl serde::de::Visitor<'_> for Visitor {
            type Value = Bytes;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
        }

        deserializer.deserialize_byte_buf(Visitor)
    }
}

impl Sample for Bytes {
    fn sample(rng: &mut TestRng) -> Self {
        Self(of(rng))
    }
}

impl Sample for NonZeroU16 {
    fn sample(rng: &mut TestRng) -> Self {
        Self::MIN.saturating_add(of(rng))
    }
}

impl Sample for Duration {
    fn sample(rng: &mut TestRng) -> Self {
        Self::new(u64::from(u32::sample(rng)), 7)
    }
}

impl Sample for IpAddr {
    fn sample(rng: &mut TestRng) -> Self {
        if below(rng, 2) == 0 { Self::from(<[u8; 4]>::sample(rng)) } else { Self::from(<[u8; 16]>::sample(rng)) }
    }
}

fields! {
    by_itself: [Foreign],
    option: [Option<Foreign>],
    vec: [Vec<Foreign>],
    map: [BTreeMap<String, Foreign>],
    boxed: [Box<Foreign>],
    tuple: [(i32, Foreign)],
    enumerated: [ForeignEnum],
    unit: [ForeignUnit],
    bytes: [Bytes],
    duration: [Duration],
    ip: [IpAddr],
}
