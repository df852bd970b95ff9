//! A choice for a type is one for options, sequences and maps of it.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{BuildHasher, Hash},
};

use super::{
    super::{
        decode::{Decode, DecodeError},
        encode::{Encode, EncodeError},
        field_codec::FieldCodec,
        reader::Reader,
        value::{
            map::{self, MapKey},
            sequence,
        },
    },
    Date, DecimalCodec, UuidCodec,
};
use crate::shape::{Shape, Within};

macro_rules! ambiguous_within {
    ($kind:ident) => {
        impl<T: $kind> $kind for Option<T> {}
        impl<T: $kind> $kind for Box<T> {}
        impl<T: $kind> $kind for Vec<T> {}
        impl<T: $kind, const N: usize> $kind for [T; N] {}
        impl<T: $kind> $kind for std::collections::VecDeque<T> {}
        impl<T: $kind> $kind for std::collections::BTreeSet<T> {}
        impl<T: $kind, S> $kind for std::collections::HashSet<T, S> {}
        impl<K, T: $kind> $kind for std::collections::BTreeMap<K, T> {}
        impl<K, T: $kind, S> $kind for std::collections::HashMap<K, T, S> {}
        #[cfg(feature = "indexmap-2")]
        impl<K, T: $kind, S> $kind for indexmap::IndexMap<K, T, S> {}
    };
}

pub(super) use ambiguous_within;

/// A value that is written by a codec that was chosen.
struct Writing<'a, T, C>(&'a T, C);

impl<T, C: FieldCodec<T>> Encode for Writing<'_, T, C> {
    #[inline]
    fn encode_to(&self, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        self.1.encode(self.0, to)
    }
}

/// A value that is read by a codec that was chosen.
struct Read<T, C>(T, C);

impl<T, C: FieldCodec<T> + Default> Decode for Read<T, C> {
    #[inline]
    fn decode_from(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let codec = C::default();
        codec.decode(kind, from).map(|value| Self(value, codec))
    }

    #[inline]
    fn missing() -> Option<Self> {
        let codec = C::default();
        codec.missing().map(|value| Self(value, codec))
    }
}

/// Makes a codec for single values one for options, sequences and maps of them.
macro_rules! containers {
    ($codec:ident: $($type:ty, [$($generics:tt)*], $shape:expr, $write:expr, $read:expr;)+) => {
        $(
            impl<T, $($generics)*> FieldCodec<$type> for $codec
            where
                Self: FieldCodec<T>,
            {
                fn encode(self, value: &$type, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
                    let write: fn(&$type, &mut Vec<u8>) -> _ = $write;
                    write(value, to)
                }

                fn decode(self, kind: u8, from: &mut Reader<'_>) -> Result<$type, DecodeError> {
                    Decode::decode_from(kind, from).map($read)
                }

                fn missing(self) -> Option<$type> {
                    Decode::missing().map($read)
                }

                fn stored_shape(self, within: &Within<'_>) -> Shape {
                    let around: fn(Shape) -> Shape = $shape;
                    around(FieldCodec::<T>::stored_shape(self, within))
                }
            }
        )+
    };
    ($codec:ident) => {
        containers!(
            $codec:
            Option<T>, [], Shape::nullable,
                |value, to| value.as_ref().map(|value| Writing(value, $codec)).encode_to(to),
                |read: Option<Read<T, Self>>| read.map(|read| read.0);
            Vec<T>, [], Shape::array,
                |values, to| sequence::encode(values.iter().map(|value| Writing(value, $codec)), to),
                |read: Vec<Read<T, Self>>| read.into_iter().map(|read| read.0).collect();
            BTreeMap<K, T>, [K: MapKey + Ord], Shape::map,
                |values, to| map::encode(values.iter().map(|(key, value)| (key, Writing(value, $codec))), to),
                |read: BTreeMap<K, Read<T, Self>>| read.into_iter().map(|(key, read)| (key, read.0)).collect();
            HashMap<K, T, S>, [K: MapKey + Eq + Hash, S: BuildHasher + Default], Shape::map,
                |values, to| map::encode(values.iter().map(|(key, value)| (key, Writing(value, $codec))), to),
                |read: HashMap<K, Read<T, Self>, S>| read.into_iter().map(|(key, read)| (key, read.0)).collect();
        );
    };
}

containers!(Date);
containers!(DecimalCodec);
containers!(UuidCodec);
