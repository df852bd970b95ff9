//! Fields that go through functions of the user's: serde's `with` and its like.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{bridge::Bridge, decode::DecodeError, encode::EncodeError, field_codec::FieldCodec, reader::Reader};

/// A type with a function for writing its field number `N`.
pub trait SerializeField<const N: usize> {
    /// The field's type.
    type Value;

    /// What `serialize_with` names.
    ///
    /// # Errors
    /// The function's.
    fn serialize_field<S: Serializer>(value: &Self::Value, to: S) -> Result<S::Ok, S::Error>;
}

/// A type with a function for reading its field number `N`.
pub trait DeserializeField<const N: usize> {
    /// The field's type.
    type Value;

    /// What `deserialize_with` names.
    ///
    /// # Errors
    /// The function's.
    fn deserialize_field<'de, D: Deserializer<'de>>(from: D) -> Result<Self::Value, D::Error>;
}

/// Writes field `N` of `O` by its function; reading is left to `C`.
pub struct WriteWith<O: ?Sized, const N: usize, C>(C, PhantomData<fn() -> *const O>);

/// Reads field `N` of `O` by its function; writing is left to `C`.
pub struct ReadWith<O: ?Sized, const N: usize, C>(C, PhantomData<fn() -> *const O>);

/// Writes the field by its function, and reads it by `codec`.
pub const fn write_with<O: ?Sized, const N: usize, C>(codec: C) -> WriteWith<O, N, C> {
    WriteWith(codec, PhantomData)
}

/// Reads the field by its function, and writes it by `codec`.
pub const fn read_with<O: ?Sized, const N: usize, C>(codec: C) -> ReadWith<O, N, C> {
    ReadWith(codec, PhantomData)
}

macro_rules! plain_codec {
    ($name:ident) => {
        impl<O: ?Sized, const N: usize, C: Copy> Clone for $name<O, N, C> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<O: ?Sized, const N: usize, C: Copy> Copy for $name<O, N, C> {}

        impl<O: ?Sized, const N: usize, C> fmt::Debug for $name<O, N, C> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    };
}

plain_codec!(WriteWith);
plain_codec!(ReadWith);

impl<O, const N: usize, C> FieldCodec<O::Value> for WriteWith<O, N, C>
where
    O: SerializeField<N> + ?Sized,
    C: FieldCodec<O::Value>,
{
    fn encode(self, value: &O::Value, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        Bridge::write(&Written::<O, N>(value), to)
    }

    fn decode(self, kind: u8, from: &mut Reader<'_>) -> Result<O::Value, DecodeError> {
        self.0.decode(kind, from)
    }

    fn missing(self) -> Option<O::Value> {
        self.0.missing()
    }
}

impl<O, const N: usize, C> FieldCodec<O::Value> for ReadWith<O, N, C>
where
    O: DeserializeField<N> + ?Sized,
    C: FieldCodec<O::Value>,
{
    fn encode(self, value: &O::Value, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        self.0.encode(value, to)
    }

    fn decode(self, kind: u8, from: &mut Reader<'_>) -> Result<O::Value, DecodeError> {
        Bridge::<Read<O, N>>::read(kind, from).map(|read| read.0)
    }

    /// A field with such a function has to be there.
    fn missing(self) -> Option<O::Value> {
        None
    }
}

struct Written<'a, O: SerializeField<N> + ?Sized, const N: usize>(&'a O::Value);

impl<O: SerializeField<N> + ?Sized, const N: usize> Serialize for Written<'_, O, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        O::serialize_field(self.0, serializer)
    }
}

struct Read<O: DeserializeField<N> + ?Sized, const N: usize>(O::Value);

impl<'de, O: DeserializeField<N> + ?Sized, const N: usize> Deserialize<'de> for Read<O, N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        O::deserialize_field(deserializer).map(Self)
    }
}

/// What became of a `TryFrom`: its error may quote the value, so it is not told.
pub fn converted<T, E>(result: Result<T, E>) -> Result<T, DecodeError> {
    result.map_err(|_| DecodeError::new("the value does not fit the type"))
}
