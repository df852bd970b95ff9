//! A crate with the features for foreign types: what the fields choose to be stored as, where serde would do otherwise.

#![allow(clippy::unwrap_used, reason = "a test's helpers fail the test")]

#[cfg(test)]
mod date;
#[cfg(test)]
mod decimal;
#[cfg(test)]
mod index_map;
#[cfg(test)]
mod query;
#[cfg(test)]
mod uuid;

#[cfg(test)]
use mongomancy::MongoDocument;

/// Asserts that `ours` is written as serde writes `like`, and that it is read from that, as well as from what serde writes
/// of `by_serde`.
#[cfg(test)]
fn is_stored_as<T: MongoDocument + PartialEq + std::fmt::Debug>(
    ours: &T,
    like: &impl serde::Serialize,
    by_serde: &impl serde::Serialize,
) {
    let stored = bson::serialize_to_vec(like).unwrap();
    assert_eq!(ours.encode().unwrap().as_bytes(), stored);
    for bytes in [stored, bson::serialize_to_vec(by_serde).unwrap()] {
        let read = T::decode(bson::RawDocument::from_bytes(&bytes).unwrap()).unwrap();
        assert_eq!(read, *ours);
    }
}
