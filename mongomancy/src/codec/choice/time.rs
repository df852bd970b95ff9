//! The instant of `time`.

use time::OffsetDateTime;

use super::{AmbiguousDate, date::Instant};
use crate::codec::{bridge::Bridge, decode::DecodeError, field_codec::FieldCodec, kind, reader::Reader};

const NANOS_PER_MILLI: i128 = 1_000_000;

impl AmbiguousDate for OffsetDateTime {}

/// The offset is not stored: what is read is in UTC.
impl Instant for OffsetDateTime {
    #[inline]
    fn to_millis(&self) -> Option<i64> {
        i64::try_from(self.unix_timestamp_nanos().div_euclid(NANOS_PER_MILLI)).ok()
    }

    #[inline]
    fn from_millis(millis: i64) -> Option<Self> {
        Self::from_unix_timestamp_nanos(i128::from(millis) * NANOS_PER_MILLI).ok()
    }

    fn from_other(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if kind == kind::STRING {
            // serde's own form is an array of numbers, the usual module's a text.
            let date = bson::DateTime::parse_rfc3339_str(from.string()?).ok();
            let date = date.and_then(|date| Self::from_millis(date.timestamp_millis()));
            return date.ok_or_else(|| DecodeError::unexpected("a date", kind));
        }
        Bridge::NEW.decode(kind, from)
    }
}

#[cfg(test)]
mod tests {
    use bson::Bson;
    use time::{Duration, OffsetDateTime, UtcOffset};

    use crate::codec::{
        choice::Date,
        proof::{read_by, written_by},
    };

    #[derive(serde::Serialize)]
    struct Around {
        v: OffsetDateTime,
    }

    #[test]
    fn they_are_dates_and_read_from_texts_and_numbers() {
        let instant = OffsetDateTime::from_unix_timestamp_nanos(1_123_456_789).unwrap();
        let cut = OffsetDateTime::from_unix_timestamp_nanos(1_123_000_000).unwrap();
        let date = Bson::DateTime(bson::DateTime::from_millis(1123));
        assert_eq!(written_by(Date, &instant), date);
        assert_eq!(written_by(Date, &instant.to_offset(UtcOffset::from_hms(2, 0, 0).unwrap())), date);
        assert_eq!(read_by(Date, &date), Some(cut));
        let by_serde = bson::serialize_to_vec(&Around { v: instant }).unwrap();
        let by_serde: bson::Document = bson::deserialize_from_slice(&by_serde).unwrap();
        assert_eq!(read_by(Date, by_serde.get("v").unwrap()), Some(instant));
        assert_eq!(read_by(Date, &"1970-01-01T00:00:01.123Z".into()), Some(cut));
        let before = OffsetDateTime::UNIX_EPOCH - Duration::nanoseconds(1);
        assert_eq!(written_by(Date, &before), Bson::DateTime(bson::DateTime::from_millis(-1)));
        assert_eq!(read_by::<OffsetDateTime, _>(Date, &Bson::DateTime(bson::DateTime::MAX)), None);
        assert_eq!(read_by::<OffsetDateTime, _>(Date, &"no date".into()), None);
    }
}
