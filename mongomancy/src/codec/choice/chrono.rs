//! The instants of `chrono`.

use chrono::{DateTime, TimeZone, Utc};
use serde::{Serialize, de::DeserializeOwned};

use super::{AmbiguousDate, date::Instant};
use crate::codec::{bridge::Bridge, decode::DecodeError, field_codec::FieldCodec, reader::Reader};

impl<Tz: TimeZone> AmbiguousDate for DateTime<Tz> {}

/// The zone is not stored: `Utc` and `FixedOffset` come back in UTC, `Local` in the zone of the machine.
impl<Tz: TimeZone> Instant for DateTime<Tz>
where
    Self: From<DateTime<Utc>> + Serialize + DeserializeOwned,
{
    #[inline]
    fn to_millis(&self) -> Option<i64> {
        Some(self.timestamp_millis())
    }

    #[inline]
    fn from_millis(millis: i64) -> Option<Self> {
        DateTime::from_timestamp_millis(millis).map(Self::from)
    }

    fn from_other(kind: u8, from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Bridge::NEW.decode(kind, from)
    }
}

#[cfg(test)]
mod tests {
    use bson::Bson;
    use chrono::{DateTime, FixedOffset, Utc};

    use crate::codec::{
        choice::Date,
        proof::{read_by, written_by},
    };

    #[test]
    fn they_are_dates_and_read_from_texts() {
        let instant: DateTime<Utc> = "2026-03-01T12:00:00.123456Z".parse().unwrap();
        let cut: DateTime<Utc> = "2026-03-01T12:00:00.123Z".parse().unwrap();
        let date = Bson::DateTime(bson::DateTime::parse_rfc3339_str("2026-03-01T12:00:00.123Z").unwrap());
        assert_eq!(written_by(Date, &instant), date);
        assert_eq!(read_by(Date, &date), Some(cut));
        assert_eq!(read_by(Date, &bson::serialize_to_bson(&instant).unwrap()), Some(instant));
        let elsewhere: DateTime<FixedOffset> = "2026-03-01T14:00:00.123+02:00".parse().unwrap();
        assert_eq!(written_by(Date, &elsewhere), date);
        assert_eq!(read_by(Date, &date), Some(elsewhere));
        let before: DateTime<Utc> = "1969-12-31T23:59:59.9999Z".parse().unwrap();
        assert_eq!(written_by(Date, &before), Bson::DateTime(bson::DateTime::from_millis(-1)));
        assert_eq!(read_by::<DateTime<Utc>, _>(Date, &Bson::DateTime(bson::DateTime::MAX)), None);
        assert_eq!(read_by::<DateTime<Utc>, _>(Date, &"no date".into()), None);
    }
}
