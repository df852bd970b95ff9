//! Changes that count with what a field has.

use super::Update;
use crate::{
    codec::{encode::EncodeError, kind},
    query::{
        operators,
        path::{Path, codec::ValueCodec, place::Place},
        stored_as::{StoredAsInteger, StoredAsNumber},
        value::IntoValue,
    },
};

impl<R: ?Sized, T, C: ValueCodec<T, Stored: StoredAsNumber>, P: Place> Path<R, T, C, P> {
    /// `$inc`: adds a number to the field. One that is not there counts as 0.
    ///
    /// An `i32` that would become too large becomes a number of 64 bits at the server, which an `i32` cannot be read from; one
    /// of 64 bits is refused there.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { score: f64 }
    /// let p = Player::fields();
    /// assert_eq!(p.score.inc(5.0).to_document()?, doc! { "$inc": { "score": 5.0 } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn inc(self, by: impl IntoValue<T>) -> Update<R> {
        self.change("$inc", |to| Self::write(by, to).and_then(number))
    }

    /// `$inc` by the number with the other sign: takes a number from the field, also from one without a sign. Nothing keeps that
    /// from going below zero but a filter: `p.lives.gt(0)`.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { lives: u8 }
    /// let p = Player::fields();
    /// assert_eq!(p.lives.dec(1).to_document()?, doc! { "$inc": { "lives": -1 } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    pub fn dec(self, by: impl IntoValue<T>) -> Update<R> {
        self.change("$inc", |to| {
            let start = to.len();
            let kind = Self::write(by, to)?;
            negate(kind, &mut to[start..])?;
            Ok(kind)
        })
    }

    /// `$mul`: multiplies the field by a number. One that is not there becomes 0.
    ///
    /// ```
    /// # use mongomancy::{MongoCollection, doc};
    /// # #[derive(MongoCollection)]
    /// # struct Player { score: f64 }
    /// let p = Player::fields();
    /// assert_eq!(p.score.mul(1.5).to_document()?, doc! { "$mul": { "score": 1.5 } });
    /// # Ok::<(), mongomancy::Error>(())
    /// ```
    #[expect(clippy::should_implement_trait, reason = "MongoDB's name of the operator")]
    pub fn mul(self, by: impl IntoValue<T>) -> Update<R> {
        self.change("$mul", |to| Self::write(by, to).and_then(number))
    }
}

/// Writes each operation on bits.
macro_rules! bits {
    ($($(#[$doc:meta])* $name:ident $operation:literal;)+) => {
        $(
            $(#[$doc])*
            ///
            /// ```
            /// # use mongomancy::{MongoCollection, doc};
            /// # #[derive(MongoCollection)]
            /// # struct Player { flags: i32 }
            /// let p = Player::fields();
            #[doc = concat!(
                "let document = doc! { \"$bit\": { \"flags\": { \"", $operation, "\": 6 } } };\n",
                "assert_eq!(p.flags.", stringify!($name), "(6).to_document()?, document);"
            )]
            /// # Ok::<(), mongomancy::Error>(())
            /// ```
            pub fn $name(self, mask: impl IntoValue<T>) -> Update<R> {
                self.change("$bit", |to| {
                    operators::document(to, |to| {
                        operators::put(to, $operation, |to| Self::write(mask, to).and_then(integer))
                    })
                })
            }
        )+
    };
}

impl<R: ?Sized, T, C: ValueCodec<T, Stored: StoredAsInteger>, P: Place> Path<R, T, C, P> {
    bits! {
        /// `$bit` with `and`: keeps the bits that the mask has.
        bit_and "and";
        /// `$bit` with `or`: sets the bits that the mask has.
        bit_or "or";
        /// `$bit` with `xor`: turns the bits that the mask has.
        bit_xor "xor";
    }
}

fn number(kind: u8) -> Result<u8, EncodeError> {
    match kind {
        kind::INT32 | kind::INT64 | kind::DOUBLE | kind::DECIMAL128 => Ok(kind),
        _ => Err(EncodeError::new("only numbers are counted with, and the value is stored as something else")),
    }
}

fn integer(kind: u8) -> Result<u8, EncodeError> {
    match kind {
        kind::INT32 | kind::INT64 => Ok(kind),
        _ => Err(EncodeError::new("only integers have bits, and the value is stored as something else")),
    }
}

/// Turns the sign of a number.
fn negate(kind: u8, value: &mut [u8]) -> Result<(), EncodeError> {
    let too_small = || EncodeError::new("the smallest integer has no opposite");
    match (number(kind)?, value) {
        (kind::INT32, value) => {
            let mut bytes = [0; 4];
            bytes.copy_from_slice(value);
            let negative = i32::from_le_bytes(bytes).checked_neg().ok_or_else(too_small)?;
            value.copy_from_slice(&negative.to_le_bytes());
        }
        (kind::INT64, value) => {
            let mut bytes = [0; 8];
            bytes.copy_from_slice(value);
            let negative = i64::from_le_bytes(bytes).checked_neg().ok_or_else(too_small)?;
            value.copy_from_slice(&negative.to_le_bytes());
        }
        // The first bit is the sign, and comes last.
        (_, [.., last]) => *last ^= 0x80,
        (_, []) => {}
    }
    Ok(())
}
