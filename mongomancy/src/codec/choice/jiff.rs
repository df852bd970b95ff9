//! The instant of `jiff`. Its `Zoned` is left to serde, whose text is the only form that keeps the zone.

use jiff::Timestamp;

use super::{AmbiguousDate, date::Instant};
use crate::codec::{bridge::Bridge, decode::DecodeError, field_codec::FieldCodec, reader::Reader};

const NANOS_PER_MILLI: i128 = 1_000_000;

impl AmbiguousDate for Timestamp {}

impl Instant for Timestamp {
    #[inline]
    fn to_millis(&self) -> Option<i64> {
        i64::try_from(self.as_nanosecond().div_euclid(NANOS_PER_MILLI)).ok()
    }

    #[inline]
    fn from_millis(millis: i64) -> Option<Self> {
        Self::from_millisecond(millis).ok()
    }

    fn from_other(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Bridge::NEW.decode(kind, from)
    }
}

#[cfg(test)]
mod tests {
    use bson::Bson;
    use jiff::Timestamp;

    use crate::codec::{
        choice::Date,
        proof::{read_by, written_by},
    };

    #[test]
    fn they_are_dates_and_read_from_texts() {
        let instant: Timestamp = "2026-03-01T12:00:00.123456Z".parse().unwrap();
        let cut: Timestamp = "2026-03-01T12:00:00.123Z".parse().unwrap();
        let date = Bson::DateTime(bson::DateTime::parse_rfc3339_str("2026-03-01T12:00:00.123Z").unwrap());
        assert_eq!(written_by(Date, &instant), date);
        assert_eq!(read_by(Date, &date), Some(cut));
        assert_eq!(read_by(Date, &bson::serialize_to_bson(&instant).unwrap()), Some(instant));
        let before: Timestamp = "1969-12-31T23:59:59.9999Z".parse().unwrap();
        assert_eq!(written_by(Date, &before), Bson::DateTime(bson::DateTime::from_millis(-1)));
        assert_eq!(read_by::<Timestamp, _>(Date, &Bson::DateTime(bson::DateTime::MAX)), None);
        assert_eq!(read_by::<Timestamp, _>(Date, &"no date".into()), None);
    }
}
