//! bson's own types for `with`, such as `datetime::FromI64`: what they store is written and read without serde between.
//!
//! A path in an attribute is known by its type, never by its name: what ends like one of bson's and is not goes through the
//! functions of whoever wrote it.

mod date_time;
mod number;
mod object_id;
mod timestamp;
#[cfg(feature = "uuid-1")]
mod uuid;

use std::{fmt, marker::PhantomData};

use super::{
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    field_codec::FieldCodec,
    reader::Reader,
};
use crate::shape::{Shape, Within};

/// One of bson's types whose functions store a `T` as another type. As those do it, or the stored form would not be serde's.
pub trait Helper<T> {
    /// What is stored.
    type Stored: Encode + Decode;

    /// What is stored of the value, if it can be.
    fn to_stored(value: &T) -> Option<Self::Stored>;

    /// The value of what is stored, if it has one.
    fn from_stored(stored: Self::Stored) -> Option<T>;
}

/// Writes and reads what the helper `H` stores.
pub struct By<H>(PhantomData<fn() -> H>);

impl<H> Clone for By<H> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<H> Copy for By<H> {}

impl<H> fmt::Debug for By<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("By")
    }
}

/// A field goes by a helper only with functions of its own, and so it has to be there.
impl<T, H: Helper<T>> FieldCodec<T> for By<H> {
    #[inline]
    fn encode(self, value: &T, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        // The words are those of a value that serde cannot write; what the helpers say quotes it.
        let stored = H::to_stored(value).ok_or_else(|| EncodeError::new("the value has no BSON form"))?;
        stored.encode_to(to)
    }

    #[inline]
    fn decode(self, kind: u8, from: &mut Reader<'_>) -> Result<T, DecodeError> {
        let stored = H::Stored::decode_from(kind, from)?;
        H::from_stored(stored).ok_or_else(|| DecodeError::new("the value does not fit the type"))
    }

    fn stored_shape(self, within: &Within<'_>) -> Shape {
        H::Stored::stored_shape(within)
    }
}

/// A type whose path may be that of a helper for `T`, and the codec if it is none:
/// `(&&Helped::<Path, T, _>::new(codec)).codec()`.
pub struct Helped<H, T, C>(C, PhantomData<fn() -> (H, T)>);

impl<H, T, C> Helped<H, T, C> {
    /// It.
    pub const fn new(otherwise: C) -> Self {
        Self(otherwise, PhantomData)
    }
}

impl<H, T, C> fmt::Debug for Helped<H, T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Helped")
    }
}

/// The helper's codec, where it is one.
pub trait TakeHelper<H> {
    /// It.
    fn codec(&self) -> By<H>;
}

impl<T, H: Helper<T>, C> TakeHelper<H> for &Helped<H, T, C> {
    #[inline]
    fn codec(&self) -> By<H> {
        By(PhantomData)
    }
}

/// What is left: the functions that the path leads to.
pub trait KeepFunctions<C> {
    /// Their codec.
    fn codec(&self) -> C;
}

impl<H, T, C: Copy> KeepFunctions<C> for Helped<H, T, C> {
    #[inline]
    fn codec(&self) -> C {
        self.0
    }
}

/// Which BSON type a type stores whose path may be that of a helper: `KindBy::<Path>::KIND`, the constant of the helper
/// itself or else that of [`NoHelper`].
#[derive(Debug)]
pub struct KindBy<H>(PhantomData<fn() -> H>);

/// What is no helper.
pub trait NoHelper {
    /// The number of no BSON type.
    const KIND: u8 = super::kind::UNSEEN;
}

impl<H> NoHelper for KindBy<H> {}

/// Helpers, by the type of the field and that which is stored, and the way there and back.
macro_rules! helpers {
    ($($helper:ty: $value:ty => $stored:ty as $kind:ident, $to_stored:expr, $from_stored:expr;)+) => {
        $(
            impl crate::codec::helper::Helper<$value> for $helper {
                type Stored = $stored;

                #[inline]
                fn to_stored(value: &$value) -> Option<$stored> {
                    let to_stored: fn(&$value) -> Option<$stored> = $to_stored;
                    to_stored(value)
                }

                #[inline]
                fn from_stored(stored: $stored) -> Option<$value> {
                    let from_stored: fn($stored) -> Option<$value> = $from_stored;
                    from_stored(stored)
                }
            }

            impl crate::codec::helper::KindBy<$helper> {
                /// What it stores.
                pub const KIND: u8 = crate::codec::kind::$kind;
            }
        )+
    };
}

use helpers;

#[cfg(test)]
mod tests {
    use bson::{Bson, DateTime, serde_helpers::datetime::FromI64};

    use super::{Helped, KeepFunctions as _, KindBy, NoHelper as _, TakeHelper as _};
    use crate::codec::{
        field_codec::{NoCodec, Own},
        kind,
        proof::{read_by, written_by},
    };

    struct Another;

    #[test]
    #[allow(clippy::needless_borrow, reason = "as generated code has it, which does not know what it will be")]
    fn a_helper_is_known_by_its_type_and_what_it_is_for() {
        let date = Bson::DateTime(DateTime::from_millis(7));
        let codec = (&&Helped::<FromI64, i64, _>::new(NoCodec)).codec();
        assert_eq!(written_by(codec, &7), date);
        assert_eq!(read_by(codec, &date), Some(7_i64));
        let codec = (&&Helped::<FromI64, i32, _>::new(Own::<i32>::NEW)).codec();
        assert_eq!(written_by(codec, &7), Bson::Int32(7));
        let codec = (&&Helped::<Another, i64, _>::new(Own::<i64>::NEW)).codec();
        assert_eq!(written_by(codec, &7), Bson::Int64(7));
        assert_eq!((KindBy::<FromI64>::KIND, KindBy::<Another>::KIND), (kind::DATE_TIME, kind::UNSEEN));
    }
}
