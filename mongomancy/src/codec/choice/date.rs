//! Instants as BSON dates.

use std::time::{Duration, SystemTime};

use bson::DateTime;

use crate::codec::{
    decode::{Decode, DecodeError},
    encode::EncodeError,
    field_codec::FieldCodec,
    kind,
    reader::Reader,
};
use crate::shape::{Shape, Within};

/// A point in time, of whatever crate.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no date",
    label = "cannot be stored in the form that `#[codec]` says",
    note = "`#[codec(date)]` takes `bson::DateTime` and `SystemTime`, and with the features \
            `chrono-0_4`, `time-0_3` and `jiff-0_2` the instants of these crates"
)]
pub trait Instant: Sized {
    /// Milliseconds since 1970, in UTC; what is below one is cut off, into the past. None where they are too many.
    fn to_millis(&self) -> Option<i64>;

    /// The instant, if the type has it.
    fn from_millis(millis: i64) -> Option<Self>;

    /// Reads what is no date: what serde would have written.
    fn from_other(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError>;
}

/// Stores an instant as a BSON date.
#[derive(Debug, Clone, Copy, Default)]
pub struct Date;

impl<T: Instant> FieldCodec<T> for Date {
    #[inline]
    fn encode(self, value: &T, to: &mut Vec<u8>) -> Result<u8, EncodeError> {
        let millis = value.to_millis().ok_or_else(|| EncodeError::new("the instant is out of a date's range"))?;
        to.extend_from_slice(&millis.to_le_bytes());
        Ok(kind::DATE_TIME)
    }

    fn stored_shape(self, _: &Within<'_>) -> Shape {
        Shape::Kind(kind::DATE_TIME)
    }

    #[inline]
    fn decode(self, kind: u8, from: &mut Reader<'_>) -> Result<T, DecodeError> {
        if kind != kind::DATE_TIME {
            return T::from_other(kind, from);
        }
        let date = T::from_millis(i64::from_le_bytes(from.array()?));
        date.ok_or_else(|| DecodeError::new("the date is out of the type's range"))
    }
}

impl Instant for DateTime {
    fn to_millis(&self) -> Option<i64> {
        Some(self.timestamp_millis())
    }

    fn from_millis(millis: i64) -> Option<Self> {
        Some(Self::from_millis(millis))
    }

    fn from_other(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Self::decode_from(kind, from)
    }
}

impl Instant for SystemTime {
    fn to_millis(&self) -> Option<i64> {
        match self.duration_since(Self::UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_millis()).ok(),
            Err(before) => {
                let until = before.duration();
                let begun = u128::from(until.subsec_nanos() % 1_000_000 > 0);
                i64::try_from(until.as_millis() + begun).ok().map(|millis| -millis)
            }
        }
    }

    fn from_millis(millis: i64) -> Option<Self> {
        let distance = Duration::from_millis(millis.unsigned_abs());
        if millis < 0 { Self::UNIX_EPOCH.checked_sub(distance) } else { Self::UNIX_EPOCH.checked_add(distance) }
    }

    fn from_other(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        crate::codec::bridge::Bridge::NEW.decode(kind, from)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        collections::{BTreeMap, HashMap},
        time::{Duration, SystemTime},
    };

    use bson::{Bson, DateTime, bson};

    use super::Date;
    use crate::codec::proof::{read_by, written_by};

    #[test]
    fn instants_are_dates_and_what_serde_writes_is_read_as_well() {
        let second = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
        let date = Bson::DateTime(DateTime::from_millis(1000));
        assert_eq!(written_by(Date, &second), date);
        assert_eq!(written_by(Date, &(second + Duration::from_nanos(999_999))), date);
        assert_eq!(read_by(Date, &date), Some(second));
        let before = SystemTime::UNIX_EPOCH - Duration::from_nanos(1);
        assert_eq!(written_by(Date, &before), Bson::DateTime(DateTime::from_millis(-1)));
        let by_serde = bson::serialize_to_bson(&second).unwrap();
        assert_eq!(read_by(Date, &by_serde), Some(second));
        assert_eq!(read_by(Date, &Bson::DateTime(DateTime::from_millis(5))), Some(DateTime::from_millis(5)));
        assert_eq!(read_by::<SystemTime, _>(Date, &bson!(1)), None);
    }

    #[test]
    fn so_are_those_in_options_sequences_and_maps() {
        let (date, null) = (DateTime::from_millis(5), Bson::Null);
        assert_eq!(written_by(Date, &None::<DateTime>), null);
        assert_eq!(read_by(Date, &null), Some(None::<DateTime>));
        let vec = vec![Some(date), None];
        assert_eq!(written_by(Date, &vec), bson!([date, null]));
        assert_eq!(read_by(Date, &bson!([date, null])), Some(vec));
        let map = BTreeMap::from([("a".to_owned(), Some(date))]);
        assert_eq!(written_by(Date, &map), bson!({ "a": date }));
        assert_eq!(read_by(Date, &bson!({ "a": date })), Some(map));
        let map: HashMap<String, Vec<DateTime>> = HashMap::from([("a".to_owned(), vec![date])]);
        assert_eq!(written_by(Date, &map), bson!({ "a": [date] }));
        assert_eq!(read_by(Date, &bson!({ "a": [date] })), Some(map));
    }
}
