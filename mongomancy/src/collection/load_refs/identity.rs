//! Which `_id`s are the same to a server: it compares numbers by their value, whatever their types.

use bson::{RawBsonRef, RawDocumentBuf, raw::cstr};

use crate::codec::kind;

/// A value's bytes, brought to one form: two of them are equal where a server takes the values for the same `_id`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Identity(Vec<u8>);

impl Identity {
    pub(super) fn of(id: RawBsonRef<'_>) -> Self {
        let mut bytes = Vec::new();
        append(id, &mut bytes);
        Self(bytes)
    }
}

/// Whether a document can have this `_id`. What cannot is not asked for: within `$in` it would be a pattern, or refused.
pub(super) fn is_storable(id: RawBsonRef<'_>) -> bool {
    match id {
        RawBsonRef::Array(_) | RawBsonRef::RegularExpression(_) | RawBsonRef::Undefined => false,
        RawBsonRef::Document(document) => {
            !document.iter_elements().flatten().any(|element| element.key().as_str().starts_with('$'))
        }
        _ => true,
    }
}

fn append(value: RawBsonRef<'_>, to: &mut Vec<u8>) {
    match value {
        RawBsonRef::Int32(number) => append_number(&number.to_string(), to),
        RawBsonRef::Int64(number) => append_number(&number.to_string(), to),
        RawBsonRef::Double(number) => append_number(&digits(number), to),
        RawBsonRef::Decimal128(number) => append_number(&number.to_string(), to),
        RawBsonRef::String(text) | RawBsonRef::Symbol(text) => append_whole(RawBsonRef::String(text), to),
        RawBsonRef::Document(document) => {
            to.push(kind::DOCUMENT);
            for (key, value) in document.iter().flatten() {
                to.push(1);
                to.extend_from_slice(key.as_str().as_bytes());
                to.push(0);
                append(value, to);
            }
            to.push(0);
        }
        RawBsonRef::Array(array) => {
            to.push(kind::ARRAY);
            for value in array.into_iter().flatten() {
                to.push(1);
                append(value, to);
            }
            to.push(0);
        }
        other => append_whole(other, to),
    }
}

/// The value as it is stored, its type and length included.
fn append_whole(value: RawBsonRef<'_>, to: &mut Vec<u8>) {
    let mut around = RawDocumentBuf::new();
    around.append(cstr!(""), value);
    to.push(value.element_type() as u8);
    to.extend_from_slice(around.as_bytes());
}

fn append_number(text: &str, to: &mut Vec<u8>) {
    to.push(kind::DECIMAL128);
    to.extend_from_slice(normal(text).as_bytes());
    to.push(0);
}

/// All digits of a floating-point number, which has at most 1,074 of them behind the point.
fn digits(number: f64) -> String {
    if number.fract() == 0.0 { format!("{number:.0}") } else { format!("{number:.1074}") }
}

/// One text for a number, however it is written: its digits from the first to the last that is not zero.
fn normal(text: &str) -> String {
    let text = text.to_ascii_lowercase();
    let (sign, amount) = text.strip_prefix('-').map_or(("", &*text), |amount| ("-", amount));
    let (mantissa, exponent) = amount.split_once('e').unwrap_or((amount, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let Ok(exponent) = exponent.parse::<i64>() else { return special(sign, amount) };
    if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return special(sign, amount);
    }
    let behind = digits.trim_end_matches('0');
    let exponent =
        exponent + i64::try_from(digits.len() - behind.len()).unwrap_or(0) - i64::try_from(fraction.len()).unwrap_or(0);
    match behind.trim_start_matches('0') {
        "" => "0".to_owned(),
        digits => format!("{sign}{digits}e{exponent}"),
    }
}

/// What is no finite number: an infinity has two names, and what is no number has one sign.
fn special(sign: &str, name: &str) -> String {
    if name.contains("nan") { "nan".to_owned() } else { format!("{sign}inf") }
}

#[cfg(test)]
mod tests {
    use bson::{Bson, Decimal128, RawBson, bson};

    use super::*;
    use crate::codec::proof::every_kind;

    fn raw(value: &Bson) -> RawBson {
        RawBson::try_from(value.clone()).unwrap()
    }

    fn identity(value: &Bson) -> Identity {
        Identity::of(raw(value).as_raw_bson_ref())
    }

    fn decimal(text: &str) -> Bson {
        Bson::Decimal128(text.parse::<Decimal128>().unwrap())
    }

    #[test]
    fn numbers_are_the_same_by_value() {
        for same in [
            vec![bson!(1_i32), bson!(1_i64), bson!(1.0), decimal("1"), decimal("1.00"), decimal("10E-1")],
            vec![bson!(0_i32), bson!(-0.0), decimal("-0"), decimal("0E+3")],
            vec![bson!(-1_200_i64), bson!(-1.2e3), decimal("-1.2E+3")],
            vec![bson!(0.5), decimal("0.5"), decimal("0.50")],
            vec![bson!(f64::NAN), decimal("NaN")],
            vec![bson!(f64::INFINITY), decimal("Infinity")],
            vec![bson!(f64::NEG_INFINITY), decimal("-Infinity")],
            vec![bson!(1e300), bson!(1e300)],
            vec![bson!({ "a": 1_i32, "b": [2_i32] }), bson!({ "a": 1.0, "b": [2_i64] })],
            vec![bson!("a"), Bson::Symbol("a".into())],
        ] {
            assert!(same.iter().all(|value| identity(value) == identity(&same[0])), "{same:?}");
        }
    }

    #[test]
    fn everything_else_is_another_one() {
        let mut values = every_kind();
        values.retain(|value| !matches!(value, Bson::Int32(7)));
        values.extend([
            bson!(10_i32),
            bson!(-10_i32),
            bson!(0.1),
            decimal("0.1"),
            bson!(i64::MAX),
            bson!(9_223_372_036_854_775_807_f64),
            bson!(f64::MIN_POSITIVE),
            bson!("7"),
            bson!({ "b": null, "a": "x" }),
            bson!({ "a": ["x", "y"] }),
            bson!({ "a": ["xy"] }),
            bson!({ "a": { "b": 1 } }),
            bson!({ "a": {}, "b": 1 }),
            bson!([[], 1]),
            bson!([[1]]),
        ]);
        for (first, value) in values.iter().enumerate() {
            for other in &values[first + 1..] {
                assert_ne!(identity(value), identity(other), "{value:?} {other:?}");
            }
        }
    }

    #[test]
    fn what_no_document_has_as_its_id_is_known() {
        for (value, storable) in [
            (bson!(1), true),
            (Bson::Null, true),
            (bson!({}), true),
            (bson!({ "shard": 1 }), true),
            (bson!({ "$gt": 0 }), false),
            (bson!({ "a": 1, "$ne": 0 }), false),
            (bson!([1]), false),
            (Bson::Undefined, false),
        ] {
            assert_eq!(is_storable(raw(&value).as_raw_bson_ref()), storable, "{value:?}");
        }
    }
}
