//! How the values of a path are written: as the field's attributes say.

use std::marker::PhantomData;

use bson::{DateTime, Decimal128, Uuid};

use super::container::{Mapping, Sequence};
use crate::{
    codec::{
        Decode,
        decode::DecodeError,
        encode::{Encode, EncodeError},
        kind,
        reader::Reader,
    },
    model::Unseen,
};

/// Writes values of type `T` as a field stores them. Implemented by this crate alone.
pub trait ValueCodec<T: ?Sized> {
    /// The type that tells how the values are stored: `T` itself, or `DateTime` under `#[codec(date)]`.
    type Stored: ?Sized;

    /// Appends a value's bytes, and gives its type.
    #[doc(hidden)]
    fn write(value: &T, to: &mut Vec<u8>) -> Result<u8, EncodeError>;
}

/// Reads values of type `T` as a field stores them.
pub trait ReadCodec<T> {
    /// Reads a value of type `kind`.
    fn read(kind: u8, from: &mut Reader<'_>) -> Result<T, DecodeError>;

    /// What an absent field stands for, if it may be absent.
    fn missing() -> Option<T>;
}

/// The type's own form.
#[derive(Debug)]
pub struct Own<T: ?Sized>(PhantomData<fn() -> *const T>);

impl<T: Encode + ?Sized> ValueCodec<T> for Own<T> {
    type Stored = T;

    #[inline]
    fn write(value: &T, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        value.encode_to(to)
    }
}

impl<T: Decode> ReadCodec<T> for Own<T> {
    fn read(kind: u8, from: &mut Reader<'_>) -> Result<T, DecodeError> {
        T::decode_from(kind, from)
    }

    fn missing() -> Option<T> {
        T::missing()
    }
}

/// A type whose field number `N`, of type `T`, is written and read in a way that its derive chose.
pub trait StoredField<const N: usize, T> {
    /// Appends a value of the field, and gives its type.
    #[doc(hidden)]
    fn encode_field(value: &T, to: &mut Vec<u8>) -> Result<u8, EncodeError>;

    /// Reads a value of the field, of type `kind`.
    #[doc(hidden)]
    fn decode_field(kind: u8, from: &mut Reader<'_>) -> Result<T, DecodeError>;

    /// What the field is where it is absent, if it may be absent.
    #[doc(hidden)]
    fn missing_field() -> Option<T>;
}

/// Why a field cannot be read that its struct never reads.
pub fn unreadable() -> DecodeError {
    DecodeError::new("the struct reads itself as another type, and the field is written by a function")
}

/// The form of field number `N` of the struct `O`, which is stored as an `S` is.
// Both types are parameters: as associated ones they could not be more private than the struct.
#[derive(Debug)]
pub struct ByField<O: ?Sized, const N: usize, S: ?Sized>(PhantomData<fn() -> (*const O, *const S)>);

impl<O: StoredField<N, T> + ?Sized, const N: usize, T, S: ?Sized> ValueCodec<T> for ByField<O, N, S> {
    type Stored = S;

    #[inline]
    fn write(value: &T, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        O::encode_field(value, to)
    }
}

impl<O: StoredField<N, T> + ?Sized, const N: usize, T, S: ?Sized> ReadCodec<T> for ByField<O, N, S> {
    fn read(kind: u8, from: &mut Reader<'_>) -> Result<T, DecodeError> {
        O::decode_field(kind, from)
    }

    fn missing() -> Option<T> {
        O::missing_field()
    }
}

/// The form of the elements of an array of type `L`, which `C` writes.
#[derive(Debug)]
pub struct Element<C, L>(PhantomData<fn() -> (C, L)>);

impl<C, L> ValueCodec<L::Item> for Element<C, L>
where
    L: Sequence,
    L::Item: Clone,
    C: ValueCodec<L, Stored: Holds>,
{
    type Stored = <C::Stored as Holds>::Held;

    fn write(value: &L::Item, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        let mut array = Vec::new();
        match C::write(&L::of(value.clone()), &mut array)? {
            kind::ARRAY => first(&array, to),
            _ => Err(EncodeError::new("the field is stored as something else than an array")),
        }
    }
}

/// The form of the values of a map of type `M`, which `C` writes.
#[derive(Debug)]
pub struct Entry<C, M>(PhantomData<fn() -> (C, M)>);

impl<C, M> ValueCodec<M::Value> for Entry<C, M>
where
    M: Mapping,
    M::Value: Clone,
    C: ValueCodec<M, Stored: Holds>,
{
    type Stored = <C::Stored as Holds>::Held;

    fn write(value: &M::Value, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        let mut map = Vec::new();
        match C::write(&M::of("0", value.clone()), &mut map)? {
            kind::DOCUMENT => first(&map, to),
            _ => Err(EncodeError::new("the field is stored as something else than a document")),
        }
    }
}

/// Appends the first value of an array, or of a document whose key is as long as that of an array's first element. There
/// is but one, or the same several times.
fn first(container: &[u8], to: &mut Vec<u8>) -> Result<u8, EncodeError> {
    const BEFORE: usize = 4 + 1 + 2;
    let [_, _, _, _, kind, b'0', 0, ..] = *container else {
        return Err(EncodeError::new("the field does not store what it is given"));
    };
    let values = &container[BEFORE..container.len() - 1];
    let mut reader = Reader::within(values);
    reader.skip(kind).map_err(|_| EncodeError::new("the field does not store what it is given"))?;
    to.extend_from_slice(&values[..values.len() - reader.left()]);
    Ok(kind)
}

/// A type whose values hold others, as far as it tells how these are stored.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is stored as neither an array nor a map",
    label = "holds no values that a path could lead to"
)]
pub trait Holds {
    /// The type that tells how what is in it is stored.
    type Held: ?Sized;
}

macro_rules! holds {
    ($($held:ty: [$($param:ident $(: $bound:ident)?),*] $type:ty;)+) => {
        $(impl<$($param $(: $bound)?),*> Holds for $type {
            type Held = $held;
        })+
    };
}

impl<T, const N: usize> Holds for [T; N] {
    type Held = T;
}

// `#[codec]` names what the elements are stored as, and functions of the user's tell nothing.
holds! {
    Self: [] DateTime;
    Self: [] Uuid;
    Self: [] Decimal128;
    Self: [] Unseen;
    V: [K, V, S] std::collections::HashMap<K, V, S>;
    V: [K, V] std::collections::BTreeMap<K, V>;
    T: [T] Vec<T>;
    T: [T] std::collections::VecDeque<T>;
    T: [T] Box<[T]>;
    T: [T] std::collections::BTreeSet<T>;
    T: [T, S] std::collections::HashSet<T, S>;
    L::Held: [L: Holds] Option<L>;
    bson::Bson: [] bson::Document;
}

#[cfg(feature = "indexmap-2")]
holds! { V: [K, V, S] indexmap::IndexMap<K, V, S>; }

/// The form of a field that may be missing in a document. Implemented by this crate alone.
#[diagnostic::on_unimplemented(
    message = "a field of type `{T}` cannot be unset",
    label = "is not known to be missing ever"
)]
pub trait MayBeMissing<T: ?Sized> {}

impl<T: Absent + ?Sized> MayBeMissing<T> for Own<T> {}
impl<O: ?Sized, const N: usize, T: Absent, S: ?Sized> MayBeMissing<T> for ByField<O, N, S> {}
impl<C, L, T: Absent> MayBeMissing<T> for Element<C, L> {}
// A map goes without any of its entries.
impl<C, M, T> MayBeMissing<T> for Entry<C, M> {}

/// A type that is read where nothing is stored.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot be unset: a document without it could not be read",
    label = "`unset` is for fields of a type `Option<..>`, and for entries of maps",
    note = "`set` gives a field of any type another value",
    note = "of a field with `#[serde(default)]`, `.with_type::<Option<{Self}>>().unset()` says so"
)]
pub trait Absent {}

impl<T> Absent for Option<T> {}
impl Absent for bson::Bson {}
