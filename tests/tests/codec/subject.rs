//! A type under test: what it writes and reads, held against what serde does.

use std::{
    fmt::{Debug, Write},
    panic::{AssertUnwindSafe, catch_unwind},
};

use bson::RawDocument;
use mongomancy::MongoDocument;
use proptest::test_runner::TestRng;
use serde::{Serialize, de::DeserializeOwned};

use crate::{sample::Sample, validated::validator};

/// A type by what can be asked of it.
pub(crate) struct Subject {
    pub(crate) name: &'static str,
    write: fn(&mut TestRng) -> Result<Option<Vec<u8>>, String>,
    read: fn(&[u8]) -> Result<(), String>,
    validator: fn() -> bson::Document,
}

/// What a type must be to be one.
pub(crate) trait Document: MongoDocument + Serialize + DeserializeOwned + Debug + Sample {}

impl<T: MongoDocument + Serialize + DeserializeOwned + Debug + Sample> Document for T {}

impl Subject {
    pub(crate) const fn of<T: Document>(name: &'static str) -> Self {
        Self { name, write: write::<T>, read: |bytes| read::<T>(bytes, same), validator: validator::<T> }
    }

    /// Of a type whose values, written twice, may be written in another order.
    pub(crate) const fn unordered<T: Document + PartialEq>(name: &'static str) -> Self {
        Self { name, write: write::<T>, read: |bytes| read::<T>(bytes, T::eq), validator: validator::<T> }
    }

    /// The bytes of a value at random, none if it cannot be written; an error if serde sees that differently.
    pub(crate) fn written(&self, rng: &mut TestRng) -> Result<Option<Vec<u8>>, String> {
        (self.write)(rng)
    }

    /// The validator of a collection of its values.
    pub(crate) fn validator(&self) -> bson::Document {
        (self.validator)()
    }

    /// An error if serde reads the bytes differently.
    pub(crate) fn reads(&self, bytes: &[u8]) -> Result<(), String> {
        (self.read)(bytes)
    }
}

fn write<T: Document>(rng: &mut TestRng) -> Result<Option<Vec<u8>>, String> {
    const BEFORE: &[u8] = b"what was there";
    let value = T::sample(rng);
    let mut ours = BEFORE.to_vec();
    let outcome = value.append_to(&mut ours);
    match (bson::serialize_to_vec(&value), outcome) {
        (Ok(serde), Ok(())) if ours[..BEFORE.len()] == *BEFORE && ours[BEFORE.len()..] == serde => Ok(Some(serde)),
        (Err(_), Err(_)) if ours == BEFORE => Ok(None),
        (serde, outcome) => Err(format!(
            "of {value:?} serde writes\n  {}\nand we write\n  {}",
            serde.map_or_else(|error| error.to_string(), |bytes| hex(&bytes)),
            outcome.map_or_else(|error| error.to_string(), |()| hex(&ours[BEFORE.len()..])),
        )),
    }
}

fn read<T: Document>(bytes: &[u8], same: fn(&T, &T) -> bool) -> Result<(), String> {
    let serde = caught(|| bson::deserialize_from_slice::<T>(bytes).map_err(|error| error.to_string()));
    let Ok(raw) = RawDocument::from_bytes(bytes) else {
        return serde.err().map(drop).ok_or_else(|| "serde reads what is no document".into());
    };
    let ours = catch_unwind(AssertUnwindSafe(|| T::decode(raw).map_err(|error| error.to_string())));
    let ours = ours.unwrap_or_else(|_| panic!("we panic at\n  {}", hex(bytes)));
    match (serde, ours) {
        (Ok(serde), Ok(ours)) if same(&serde, &ours) => Ok(()),
        (Err(_), Err(_)) => Ok(()),
        (serde, ours) => {
            let short = |told: String| told.chars().take(600).collect::<String>();
            let (serde, ours) = (short(format!("{serde:?}")), short(format!("{ours:?}")));
            Err(format!("serde reads\n  {serde}\nand we read\n  {ours}"))
        }
    }
}

/// serde's outcome; a panic of bson's is an error.
fn caught<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err("a panic".into()))
}

/// Whether nothing tells the values apart: not what they show of themselves, and not what is written of them, to the bits
/// of a NaN.
fn same<T: Serialize + Debug>(one: &T, other: &T) -> bool {
    let written = |value| bson::serialize_to_vec(value).ok();
    written(one) == written(other) && format!("{one:?}") == format!("{other:?}")
}

/// Bytes to look at and to copy into a test.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        _ = write!(hex, "{byte:02x}");
        hex
    })
}
