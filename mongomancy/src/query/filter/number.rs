//! Conditions on numbers: remainders and bits.

use super::Filter;
use crate::{
    codec::{
        encode::{Encode, EncodeError},
        kind,
    },
    error::Error,
    query::{
        operators,
        path::{Path, codec::ValueCodec, place::Place},
        stored_as::{StoredAsNumber, StoredWithBits},
    },
};

/// Writes each condition on bits.
macro_rules! bits {
    ($($(#[$doc:meta])* $name:ident $operator:literal;)+) => {
        $(
            $(#[$doc])*
            ///
            /// ```
            /// # use mongomancy::{MongoCollection, doc};
            /// # #[derive(MongoCollection)]
            /// # struct Player { flags: i32 }
            /// let p = Player::fields();
            #[doc = concat!(
                "assert_eq!(p.flags.", stringify!($name), "(0b101).to_document()?, doc! { \"flags\": { \"", $operator,
                "\": 5_i64 } });"
            )]
            /// # Ok::<(), mongomancy::Error>(())
            /// ```
            pub fn $name(self, mask: u64) -> Filter<R>
            where
                C: ValueCodec<T, Stored: StoredWithBits>,
            {
                self.condition(|to| operators::put(to, $operator, |to| write_mask(mask, to)))
            }
        )+
    };
}

impl<R: ?Sized, T, C, P: Place> Path<R, T, C, P> {
    /// `$mod`: a number that, divided by `divisor`, leaves `remainder`; the remainder of a number below zero is not above
    /// it. Fractions are cut off before.
    ///
    /// A `divisor` of 0 is refused when the filter is sent, as an
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument).
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { level: i32 }
    /// let p = Player::fields();
    /// assert_eq!(p.level.mod_(10, 0).to_document()?, doc! { "level": { "$mod": [10_i64, 0_i64] } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn mod_(self, divisor: i64, remainder: i64) -> Filter<R>
    where
        C: ValueCodec<T, Stored: StoredAsNumber>,
    {
        if divisor == 0 {
            return Filter::failed(Error::invalid_argument("the divisor of a `mod_` is 0"));
        }
        self.condition(|to| operators::put_array(to, "$mod", [divisor, remainder], |number, to| number.encode_to(to)))
    }

    bits! {
        /// `$bitsAllSet`: an integer or a binary whose bits of the mask are all 1. Below zero, bits are those of the two's
        /// complement; a binary's first byte has the lowest bits.
        bits_all_set "$bitsAllSet";
        /// `$bitsAnySet`: an integer or a binary of whose bits of the mask one is 1 at least.
        bits_any_set "$bitsAnySet";
        /// `$bitsAllClear`: an integer or a binary whose bits of the mask are all 0.
        bits_all_clear "$bitsAllClear";
        /// `$bitsAnyClear`: an integer or a binary of whose bits of the mask one is 0 at least.
        bits_any_clear "$bitsAnyClear";
    }
}

/// Appends the mask: as a number, or as bytes where it has the bit that makes a number negative, which is no mask.
fn write_mask(mask: u64, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
    if let Ok(number) = i64::try_from(mask) {
        return number.encode_to(to);
    }
    to.extend_from_slice(&[8, 0, 0, 0, 0]);
    to.extend_from_slice(&mask.to_le_bytes());
    Ok(kind::BINARY)
}
