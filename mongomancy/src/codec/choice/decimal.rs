//! Decimal numbers as `Decimal128`.

use bson::Decimal128;

use crate::codec::{
    decode::{Decode, DecodeError},
    encode::{Encode, EncodeError},
    field_codec::FieldCodec,
    kind,
    reader::Reader,
};
use crate::shape::{Shape, Within};

/// A decimal number, of whatever crate.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no decimal number",
    label = "cannot be stored in the form that `#[codec]` says",
    note = "`#[codec(decimal)]` takes `bson::Decimal128`, and with the feature `rust_decimal-1` also \
            `rust_decimal::Decimal`"
)]
pub trait DecimalNumber: Sized {
    /// The same number with the same count of digits.
    fn to_decimal128(&self) -> Decimal128;

    /// The number, if the type has it exactly.
    fn from_decimal128(value: Decimal128) -> Option<Self>;

    /// Reads what is no `Decimal128`: what serde would have written.
    fn from_other(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError>;
}

/// Stores a decimal number as a `Decimal128`.
#[derive(Debug, Clone, Copy, Default)]
pub struct DecimalCodec;

impl<T: DecimalNumber> FieldCodec<T> for DecimalCodec {
    #[inline]
    fn encode(self, value: &T, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        value.to_decimal128().encode_to(to)
    }

    fn stored_shape(self, _: &Within<'_>) -> Shape {
        Shape::Kind(kind::DECIMAL128)
    }

    fn decode(self, kind: u8, from: &mut Reader<'_>) -> Result<T, DecodeError> {
        if kind != kind::DECIMAL128 {
            return T::from_other(kind, from);
        }
        let value = T::from_decimal128(Decimal128::from_bytes(from.array()?));
        value.ok_or_else(|| DecodeError::new("the decimal number has more digits than the type, or is none"))
    }
}

impl DecimalNumber for Decimal128 {
    fn to_decimal128(&self) -> Decimal128 {
        *self
    }

    fn from_decimal128(value: Decimal128) -> Option<Self> {
        Some(value)
    }

    fn from_other(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Self::decode_from(kind, from)
    }
}

#[cfg(feature = "rust_decimal-1")]
mod foreign {
    use bson::Decimal128;
    use rust_decimal::Decimal;

    use super::DecimalNumber;
    use crate::codec::{bridge::Bridge, decode::DecodeError, field_codec::FieldCodec, reader::Reader};

    /// Where the parts of a `Decimal128` lie in its bits.
    const SIGN: u32 = 127;
    const EXPONENT: u32 = 113;
    /// What is added to exponents, so that they are never negative.
    const BIAS: i32 = 6176;
    /// The first coefficient that is none: it would have 35 digits.
    const TOO_LONG: u128 = 10_u128.pow(34);

    impl crate::codec::choice::AmbiguousDecimal for Decimal {}

    impl DecimalNumber for Decimal {
        fn to_decimal128(&self) -> Decimal128 {
            let exponent = u128::from(BIAS.unsigned_abs() - self.scale());
            let sign = u128::from(self.is_sign_negative());
            let bits = (sign << SIGN) | (exponent << EXPONENT) | self.mantissa().unsigned_abs();
            Decimal128::from_bytes(bits.to_le_bytes())
        }

        fn from_decimal128(value: Decimal128) -> Option<Self> {
            let bits = u128::from_le_bytes(value.bytes());
            let mut exponent = i32::try_from((bits >> EXPONENT) & 0x3FFF).ok()? - BIAS;
            let mut coefficient = bits & ((1 << EXPONENT) - 1);
            // Infinities, what is no number, and forms that nobody writes.
            if (bits >> (SIGN - 2)) & 0b11 == 0b11 || coefficient >= TOO_LONG {
                return None;
            }
            if coefficient == 0 {
                exponent = exponent.clamp(-(Self::MAX_SCALE.cast_signed()), 0);
            }
            while coefficient.is_multiple_of(10)
                && (exponent < -(Self::MAX_SCALE.cast_signed()) || coefficient >> 96 > 0)
            {
                (coefficient, exponent) = (coefficient / 10, exponent + 1);
            }
            while exponent > 0 {
                (coefficient, exponent) = (coefficient.checked_mul(10)?, exponent - 1);
            }
            let signed = i128::try_from(coefficient).ok()? * if bits >> SIGN == 1 { -1 } else { 1 };
            Self::try_from_i128_with_scale(signed, exponent.unsigned_abs()).ok()
        }

        fn from_other(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
            Bridge::NEW.decode(kind, from)
        }
    }

    #[cfg(test)]
    mod tests {
        use bson::{Bson, Decimal128};
        use rust_decimal::Decimal;

        use crate::codec::{
            choice::DecimalCodec,
            proof::{read_by, written_by},
        };

        #[test]
        fn it_is_the_same_number_with_the_same_digits() {
            let longest = Decimal::MAX.to_string();
            let finest = "-0.0000000000000000000000000001";
            for text in ["0", "0.00", "1.50", "-1.50", "1000000", finest, &longest, "-79228162514264337593543950335"] {
                let number: Decimal = text.parse().unwrap();
                let stored = Bson::Decimal128(text.parse().unwrap());
                assert_eq!(written_by(DecimalCodec, &number), stored, "{text}");
                assert_eq!(read_by(DecimalCodec, &stored), Some(number), "{text}");
                assert_eq!(read_by(DecimalCodec, &text.into()), Some(number), "{text}");
            }
            for (text, number) in
                [("1E3", Some("1000")), ("5.0E-29", None), ("5.00E-27", Some("5E-27")), ("0E50", Some("0"))]
            {
                let stored = Bson::Decimal128(text.parse::<Decimal128>().unwrap());
                let number = number.map(|number| Decimal::from_scientific(number).or_else(|_| number.parse()).unwrap());
                assert_eq!(read_by(DecimalCodec, &stored), number, "{text}");
            }
            for text in ["NaN", "Infinity", "-Infinity", "1E40", "79228162514264337593543950336", "1E-29"] {
                let stored = Bson::Decimal128(text.parse::<Decimal128>().unwrap());
                assert_eq!(read_by::<Decimal, _>(DecimalCodec, &stored), None, "{text}");
            }
        }
    }
}
