//! Types that are stored as arrays and as documents with keys of their own.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque},
    hash::{BuildHasher, Hash},
};

use bson::{Bson, Document};

use crate::codec::value::map::MapKey;

/// A type that is stored as an array.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no array",
    label = "only arrays have elements",
    note = "in a text, `starts_with` and `regex` find something",
    note = "of a type that holds an array alone, `.with_type::<Vec<..>>()` says so"
)]
pub trait Sequence {
    /// The type of the elements.
    type Item;

    /// An array of this element alone.
    #[doc(hidden)]
    fn of(item: Self::Item) -> Self;
}

macro_rules! sequence {
    ($(<$($param:ident $(: $bound:ident $(+ $more:ident)*)?),+> $type:ty;)+) => {
        $(impl<$($param $(: $bound $(+ $more)*)?),+> Sequence for $type {
            type Item = T;

            fn of(item: T) -> Self {
                std::iter::once(item).collect()
            }
        })+
    };
}

sequence! {
    <T> Vec<T>;
    <T> VecDeque<T>;
    <T> Box<[T]>;
    <T: Ord> BTreeSet<T>;
    <T: Eq + Hash, S: BuildHasher + Default> HashSet<T, S>;
}

impl<T: Clone, const N: usize> Sequence for [T; N] {
    type Item = T;

    fn of(item: T) -> Self {
        std::array::from_fn(|_| item.clone())
    }
}

impl<L: Sequence> Sequence for Option<L> {
    type Item = L::Item;

    fn of(item: L::Item) -> Self {
        Some(L::of(item))
    }
}

/// A type that is stored as an array of any number of elements.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no array that elements are added to or taken from",
    label = "expected a `Vec<..>` or its like",
    note = "`set` gives a field of any type another value",
    note = "of a type that holds an array alone, `.with_type::<Vec<..>>()` says so"
)]
pub trait Growable: Sequence {}

impl<T> Growable for Vec<T> {}
impl<T> Growable for VecDeque<T> {}
impl<T> Growable for Box<[T]> {}
impl<T: Ord> Growable for BTreeSet<T> {}
impl<T: Eq + Hash, S: BuildHasher + Default> Growable for HashSet<T, S> {}
impl<L: Growable> Growable for Option<L> {}

/// A type that is stored as a document under keys of its values.
#[diagnostic::on_unimplemented(message = "`{Self}` is no map", label = "only maps have keys")]
pub trait Mapping {
    /// The type of the values.
    type Value;

    /// A map of this entry alone.
    #[doc(hidden)]
    fn of(key: &str, value: Self::Value) -> Self;
}

impl<K: MapKey + Eq + Hash, V, S: BuildHasher + Default> Mapping for HashMap<K, V, S> {
    type Value = V;

    fn of(key: &str, value: V) -> Self {
        K::from_stored(key).ok().map(|key| (key, value)).into_iter().collect()
    }
}

impl<K: MapKey + Ord, V> Mapping for BTreeMap<K, V> {
    type Value = V;

    fn of(key: &str, value: V) -> Self {
        K::from_stored(key).ok().map(|key| (key, value)).into_iter().collect()
    }
}

#[cfg(feature = "indexmap-2")]
impl<K: MapKey + Eq + Hash, V, S: BuildHasher + Default> Mapping for indexmap::IndexMap<K, V, S> {
    type Value = V;

    fn of(key: &str, value: V) -> Self {
        K::from_stored(key).ok().map(|key| (key, value)).into_iter().collect()
    }
}

impl Mapping for Document {
    type Value = Bson;

    fn of(key: &str, value: Bson) -> Self {
        std::iter::once((key.to_owned(), value)).collect()
    }
}
