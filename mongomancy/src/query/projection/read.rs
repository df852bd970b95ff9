//! The ways in which a projection reads a field of its model.

use std::{fmt, marker::PhantomData};

use super::{Projection, Selection, locate::Found};
use crate::{
    codec::{decode::DecodeError, kind, reader::Reader},
    query::path::{
        codec::ReadCodec,
        place::{Fixed, Place},
    },
};

/// A way to read a projection's field of type `F`, and what is to be asked for.
pub trait ReadField<F>: Copy {
    /// Reads a value of type `kind`.
    fn read(self, kind: u8, from: &mut Reader<'_>) -> Result<F, DecodeError>;

    /// What an absent field stands for, if it may be absent.
    fn missing(self) -> Option<F>;

    /// Adds what is to be asked for of the field at `path`.
    fn include(self, path: String, to: &mut Selection) {
        to.put(path, true);
    }
}

/// Reads the field at `place` from where it was found.
pub fn read_field<F>(found: Option<Found<'_>>, place: &Fixed, way: impl ReadField<F>) -> Result<F, DecodeError> {
    if let Some(fault) = place.trail().fault() {
        return Err(DecodeError::new(fault));
    }
    let read = match found {
        Some(found) => {
            let (kind, mut from) = found.parts();
            way.read(kind, &mut from)
        }
        None => way.missing().ok_or_else(|| DecodeError::new("the field is missing")),
    };
    read.map_err(|error| error.below(place.stored()))
}

/// Adds what is to be asked for of the field at `place` below `outer`, which is empty for a whole document.
pub fn include_field<F>(outer: &str, place: &Fixed, way: impl ReadField<F>, to: &mut Selection) {
    if let Err(error) = place.trail().check() {
        return to.refuse(error);
    }
    let inner = place.stored();
    way.include(if outer.is_empty() { inner } else { format!("{outer}.{inner}") }, to);
}

macro_rules! ways {
    ($($(#[$doc:meta])* $name:ident<$one:ident, $other:ident>;)+) => {
        $(
            $(#[$doc])*
            pub struct $name<$one, $other>(PhantomData<fn() -> ($one, $other)>);

            impl<$one, $other> $name<$one, $other> {
                /// The way.
                pub(super) const NEW: Self = Self(PhantomData);
            }

            impl<$one, $other> Clone for $name<$one, $other> {
                fn clone(&self) -> Self {
                    *self
                }
            }

            impl<$one, $other> Copy for $name<$one, $other> {}

            impl<$one, $other> fmt::Debug for $name<$one, $other> {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(stringify!($name))
                }
            }
        )+
    };
}

ways! {
    /// A `T` as the model reads it, by `C`.
    Whole<T, C>;
    /// The same, and nothing where there is none.
    WholeIfAny<T, C>;
    /// An `F` that is a part of what the model reads as a `T`.
    Part<F, T>;
    /// The same, and nothing where there is none.
    PartIfAny<F, T>;
}

impl<T, C: ReadCodec<T>> ReadField<T> for Whole<T, C> {
    fn read(self, kind: u8, from: &mut Reader<'_>) -> Result<T, DecodeError> {
        C::read(kind, from)
    }

    fn missing(self) -> Option<T> {
        C::missing()
    }
}

impl<T, C: ReadCodec<T>> ReadField<Option<T>> for WholeIfAny<T, C> {
    fn read(self, kind: u8, from: &mut Reader<'_>) -> Result<Option<T>, DecodeError> {
        if kind == kind::NULL { Ok(None) } else { C::read(kind, from).map(Some) }
    }

    fn missing(self) -> Option<Option<T>> {
        Some(None)
    }
}

impl<F: Projection<T>, T> ReadField<F> for Part<F, T> {
    fn read(self, kind: u8, from: &mut Reader<'_>) -> Result<F, DecodeError> {
        F::decode_from(kind, from)
    }

    fn missing(self) -> Option<F> {
        F::missing()
    }

    fn include(self, path: String, to: &mut Selection) {
        F::include(path, to);
    }
}

impl<F: Projection<T>, T> ReadField<Option<F>> for PartIfAny<F, T> {
    fn read(self, kind: u8, from: &mut Reader<'_>) -> Result<Option<F>, DecodeError> {
        if kind == kind::NULL { Ok(None) } else { F::decode_from(kind, from).map(Some) }
    }

    fn missing(self) -> Option<Option<F>> {
        Some(None)
    }

    fn include(self, path: String, to: &mut Selection) {
        F::include(path, to);
    }
}

/// Stands for a way where there is none.
#[derive(Debug, Clone, Copy)]
pub struct NoWay;

impl<F> ReadField<F> for NoWay {
    fn read(self, _: u8, _: &mut Reader<'_>) -> Result<F, DecodeError> {
        Err(DecodeError::new("the field is of another type"))
    }

    fn missing(self) -> Option<F> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::path::codec::Own;

    #[test]
    fn nothing_is_read_from_where_a_path_too_long_is_cut() {
        let way = Whole::<Option<i32>, Own<Option<i32>>>::NEW;
        let eighth = (0..8).fold(Fixed::EMPTY, |place, _| place.then("a"));
        assert_eq!(read_field(None, &eighth, way).unwrap(), None);
        let error = read_field(None, &eighth.then("a"), way).unwrap_err();
        assert!(error.reason().contains("more than 8 fields"), "{error:?}");
    }
}
