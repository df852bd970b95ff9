//! Dates as texts, and texts, numbers and the instants of other crates as dates.

use bson::{DateTime, serde_helpers::datetime};

super::helpers! {
    datetime::AsRfc3339String: DateTime => String as STRING,
        |date| date.try_to_rfc3339_string().ok(),
        |text| DateTime::parse_rfc3339_str(text).ok();
    datetime::FromRfc3339String: String => DateTime as DATE_TIME,
        |text| DateTime::parse_rfc3339_str(text).ok(),
        |date| date.try_to_rfc3339_string().ok();
    datetime::FromI64: i64 => DateTime as DATE_TIME,
        |millis| Some(DateTime::from_millis(*millis)),
        |date| Some(date.timestamp_millis());
}

#[cfg(feature = "chrono-0_4")]
super::helpers! {
    datetime::FromChrono04DateTime: chrono::DateTime<chrono::Utc> => DateTime as DATE_TIME,
        |instant| Some(DateTime::from_chrono(*instant)),
        |date| Some(date.to_chrono());
}

#[cfg(feature = "jiff-0_2")]
super::helpers! {
    datetime::FromJiff02Timestamp: jiff::Timestamp => DateTime as DATE_TIME,
        |instant| Some(DateTime::from_jiff(*instant)),
        |date| Some(date.to_jiff());
}

#[cfg(feature = "time-0_3")]
super::helpers! {
    datetime::FromTime03OffsetDateTime: time::OffsetDateTime => DateTime as DATE_TIME,
        |instant| Some(DateTime::from_time_0_3(*instant)),
        |date| Some(date.to_time_0_3());
}
