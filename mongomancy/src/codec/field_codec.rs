//! How the values of one field are written and read, chosen where the field's type is known.

use std::{fmt, marker::PhantomData};

use super::{
    bridge::Bridge,
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    reader::Reader,
};
use crate::shape::{Shape, Within};

/// A way to write and to read values of type `T`; of no size, so that choosing one costs nothing.
pub trait FieldCodec<T>: Copy {
    /// Appends the value's bytes, and gives its BSON type.
    fn encode(self, value: &T, to: &mut Vec<u8>) -> Result<u8, EncodeError>;

    /// Reads a value of BSON type `kind`, and leaves `from` behind it.
    fn decode(self, kind: u8, from: &mut Reader<'_>) -> Result<T, DecodeError>;

    /// What an absent field stands for, if it may be absent.
    #[inline]
    fn missing(self) -> Option<T> {
        None
    }

    /// What is written of any value, as far as it is known.
    fn stored_shape(self, _: &Within<'_>) -> Shape {
        Shape::Any
    }
}

/// The type's own [`Encode`] and [`Decode`].
pub struct Own<T>(PhantomData<fn() -> T>);

impl<T: Encode + Decode> FieldCodec<T> for Own<T> {
    #[inline]
    fn encode(self, value: &T, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        value.encode_to(to)
    }

    #[inline]
    fn decode(self, kind: u8, from: &mut Reader<'_>) -> Result<T, DecodeError> {
        T::decode_from(kind, from)
    }

    #[inline]
    fn missing(self) -> Option<T> {
        T::missing()
    }

    fn stored_shape(self, within: &Within<'_>) -> Shape {
        T::stored_shape(within)
    }
}

impl<T> Own<T> {
    /// The codec.
    pub const NEW: Self = Self(PhantomData);
}

impl<T> Clone for Own<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Own<T> {}

impl<T> fmt::Debug for Own<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Own")
    }
}

/// Finds the codec of a type by the order in which methods are looked up: `(&&&&Probe::<T>::NEW).codec()`.
///
/// The type's own codec comes first, then an error where the choice is not ours, then serde's, then an error that says
/// what is missing.
pub struct Probe<T>(PhantomData<fn() -> T>);

impl<T> Probe<T> {
    /// The probe.
    pub const NEW: Self = Self(PhantomData);
}

impl<T> fmt::Debug for Probe<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Probe")
    }
}

/// The first choice.
pub trait ChooseOwn<T> {
    /// The type's own codec.
    fn codec(&self) -> Own<T>;
}

impl<T: Encode + Decode> ChooseOwn<T> for &&&Probe<T> {
    #[inline]
    fn codec(&self) -> Own<T> {
        Own::NEW
    }
}

/// The choice after those that have to be made by the user.
pub trait ChooseSerde<T> {
    /// serde's way.
    fn codec(&self) -> Bridge<T>;
}

impl<T: serde::Serialize + serde::de::DeserializeOwned> ChooseSerde<T> for &Probe<T> {
    #[inline]
    fn codec(&self) -> Bridge<T> {
        Bridge::NEW
    }
}

/// What is left: a compile error at the field.
pub trait ChooseNone<T> {
    /// There is no codec.
    fn codec(&self) -> NoCodec
    where
        T: Stored;
}

impl<T> ChooseNone<T> for Probe<T> {
    fn codec(&self) -> NoCodec
    where
        T: Stored,
    {
        NoCodec
    }
}

/// A type of a field that can be stored. Nothing implements it: it is asked for only where there is no codec.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored in a document",
    label = "neither mongomancy nor serde can write and read this type",
    note = "if it is a struct or enum of yours, add `#[derive(MongoDocument)]` to it",
    note = "a type of another crate needs serde's `Serialize` and `Deserialize`: look for a feature `serde` of that crate, \
            or convert with `#[serde(with = \"module\")]` on the field",
    note = "a generic struct asks its parameters for serde's traits, unless it says `#[codec(bound = \"T: Encode + Decode\")]`"
)]
pub trait Stored {}

/// Stands for the codec of a type that has none.
#[derive(Debug, Clone, Copy)]
pub struct NoCodec;

impl<T> FieldCodec<T> for NoCodec {
    fn encode(self, _: &T, _: &mut Vec<u8>) -> Result<u8, EncodeError> {
        Err(EncodeError::new("the type has no codec"))
    }

    fn decode(self, _: u8, _: &mut Reader<'_>) -> Result<T, DecodeError> {
        Err(DecodeError::new("the type has no codec"))
    }
}
