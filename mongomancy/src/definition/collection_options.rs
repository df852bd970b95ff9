//! What a collection is besides its documents and indexes, in the server's own form.

use std::time::Duration;

use bson::{Bson, Document, doc};

use super::collation;
use crate::{
    error::Error,
    options::{Collation, TimeseriesGranularity},
};

/// The longest time to live that the server takes, in seconds.
const MAX_EXPIRE_AFTER: u64 = i32::MAX as u64;
/// What a collection of each kind takes nothing of.
const NOT_OF_A_VIEW: [&str; 10] = [
    "capped",
    "size",
    "max",
    "timeseries",
    "clusteredIndex",
    "expireAfterSeconds",
    "validator",
    "changeStreamPreAndPostImages",
    "validationLevel",
    "validationAction",
];
const NOT_OF_A_TIME_SERIES: [&str; 6] =
    ["capped", "clusteredIndex", "validator", "validationLevel", "validationAction", "changeStreamPreAndPostImages"];

/// The options of one collection, as the commands `create` and `listCollections` have them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct CollectionOptions {
    document: Document,
    /// Why they cannot be used, if so.
    error: Option<String>,
}

impl CollectionOptions {
    pub(crate) fn document(&self) -> &Document {
        &self.document
    }

    pub(super) fn set(&mut self, name: impl Into<String>, value: impl Into<Bson>) {
        self.document.insert(name, value);
    }

    pub(super) fn fail(&mut self, error: &Error) {
        self.error.get_or_insert_with(|| error.to_string());
    }

    pub(super) fn set_capped(&mut self, capped: Capped) {
        self.set("capped", true);
        self.set("size", i64::try_from(capped.size).unwrap_or(i64::MAX));
        if let Some(documents) = capped.max {
            self.set("max", i64::try_from(documents).unwrap_or(i64::MAX));
        }
    }

    pub(super) fn set_time_series(&mut self, series: TimeSeries) {
        let mut options = doc! { "timeField": series.time_field };
        if let Some(field) = series.meta_field {
            options.insert("metaField", field);
        }
        if let Some(granularity) = series.granularity {
            options.insert("granularity", granularity);
        }
        self.set("timeseries", options);
    }

    pub(super) fn set_expire_after(&mut self, after: Duration) {
        if after.as_secs() > MAX_EXPIRE_AFTER || after.subsec_nanos() > 0 {
            let rule = format!("expires after a fraction of a second, or after more than {MAX_EXPIRE_AFTER} seconds");
            self.error.get_or_insert(rule);
            return;
        }
        self.set("expireAfterSeconds", i64::try_from(after.as_secs()).unwrap_or(i64::MAX));
    }

    pub(super) fn set_collation(&mut self, rules: &Collation) {
        self.set("collation", collation::document(rules));
    }

    pub(super) fn set_validation(&mut self, name: &str, word: &(impl serde::Serialize + ?Sized)) {
        match bson::serialize_to_bson(word) {
            Ok(word) => self.set(name, word),
            Err(_) => self.fail(&Error::invalid_definition(format!("`{name}` has no BSON form"))),
        }
    }

    pub(crate) fn is_view(&self) -> bool {
        self.document.contains_key("viewOn")
    }

    /// Those of several definitions, joined.
    pub(crate) fn joined(document: Document) -> Self {
        Self { document, error: None }
    }

    pub(crate) fn is_capped(&self) -> bool {
        self.document.contains_key("capped")
    }

    pub(crate) fn is_time_series(&self) -> bool {
        self.document.contains_key("timeseries")
    }

    /// The rule that the options break, to be read behind the collection's name.
    pub(super) fn check(&self) -> Result<(), String> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        let has = |option: &str| self.document.contains_key(option);
        if let Some(option) = NOT_OF_A_VIEW.into_iter().find(|option| self.is_view() && has(option)) {
            return Err(format!("a view takes no `{option}`"));
        }
        if let Some(option) = NOT_OF_A_TIME_SERIES.into_iter().find(|option| self.is_time_series() && has(option)) {
            return Err(format!("a time series takes no `{option}`"));
        }
        if has("capped") && has("clusteredIndex") {
            return Err("no server makes a collection both capped and clustered".into());
        }
        if has("expireAfterSeconds") && !self.is_time_series() && !has("clusteredIndex") {
            return Err("only a time series and a clustered collection expire as a whole; else an index does".into());
        }
        if self.document.get_i64("size").is_ok_and(|size| size < 1)
            || self.document.get_i64("max").is_ok_and(|max| max < 1)
        {
            return Err("a capped collection has room for one byte and one document at least".into());
        }
        self.check_time_series()
    }

    fn check_time_series(&self) -> Result<(), String> {
        let Ok(series) = self.document.get_document("timeseries") else { return Ok(()) };
        for (option, field) in [("timeField", "time field"), ("metaField", "meta field")] {
            let Ok(name) = series.get_str(option) else { continue };
            if name.is_empty() || name.contains(['.', '\0']) || name.starts_with('$') {
                return Err(format!("the {field} {name:?} of a time series is no field of the document itself"));
            }
        }
        match (series.get_str("timeField"), series.get_str("metaField")) {
            (_, Ok("_id")) => Err("`_id` cannot be the meta field of a time series".into()),
            (Ok(time), Ok(meta)) if time == meta => Err(format!("`{time}` is both the time and the meta field")),
            _ => Ok(()),
        }
    }
}

/// How much a capped collection holds: the oldest documents make room for new ones.
///
/// ```
/// use mongomancy::{Capped, CollectionDefinition};
///
/// let log = CollectionDefinition::new("log").capped(Capped::new(16 << 20).max_documents(100_000));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Capped {
    size: u64,
    max: Option<u64>,
}

impl Capped {
    /// So many bytes.
    pub const fn new(bytes: u64) -> Self {
        Self { size: bytes, max: None }
    }

    /// And at most so many documents. Default: as many as there is room for.
    pub const fn max_documents(mut self, documents: u64) -> Self {
        self.max = Some(documents);
        self
    }
}

/// What makes a collection a time series.
///
/// ```
/// use std::time::Duration;
/// use mongomancy::{CollectionDefinition, TimeSeries, options::TimeseriesGranularity};
///
/// let weather = CollectionDefinition::new("weather")
///     .time_series(TimeSeries::new("at").meta_field("station").granularity(TimeseriesGranularity::Minutes))
///     .expire_after(Duration::from_secs(90 * 24 * 3600));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct TimeSeries {
    time_field: String,
    meta_field: Option<String>,
    granularity: Option<&'static str>,
}

impl TimeSeries {
    /// A series of measurements, each with its time in the field `time_field` (stored name).
    pub fn new(time_field: impl Into<String>) -> Self {
        Self { time_field: time_field.into(), meta_field: None, granularity: None }
    }

    /// The field (stored name) that tells sources apart: what is measured together has the same value.
    pub fn meta_field(mut self, field: impl Into<String>) -> Self {
        self.meta_field = Some(field.into());
        self
    }

    /// How far apart the measurements of one source are. Default: seconds.
    #[expect(clippy::needless_pass_by_value, reason = "options are given away, as everywhere")]
    pub fn granularity(mut self, granularity: TimeseriesGranularity) -> Self {
        self.granularity = Some(match granularity {
            TimeseriesGranularity::Minutes => "minutes",
            TimeseriesGranularity::Hours => "hours",
            _ => "seconds",
        });
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::CollectionDefinition;

    #[test]
    fn contradictions_are_told() {
        let new = || CollectionDefinition::new("c");
        let day = Duration::from_secs(86_400);
        let series = || TimeSeries::new("at");
        for (definition, told) in [
            (CollectionDefinition::view("c", "d", []).capped(Capped::new(1)), "a view takes no `capped`"),
            (new().time_series(series()).validator(doc! {}), "a time series takes no `validator`"),
            (new().capped(Capped::new(1)).clustered(), "both capped and clustered"),
            (new().expire_after(day), "only a time series and a clustered collection expire as a whole"),
            (new().clustered().expire_after(Duration::from_millis(1)), "expires after a fraction of a second"),
            (new().capped(Capped::new(0)), "room for one byte"),
            (new().time_series(TimeSeries::new("a.b")), "the time field \"a.b\""),
            (new().time_series(series().meta_field("_id")), "`_id` cannot be the meta field"),
            (new().time_series(series().meta_field("at")), "`at` is both the time and the meta field"),
        ] {
            let error = definition.check().unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
    }

    #[test]
    fn options_have_the_servers_form() {
        let series = TimeSeries::new("at").meta_field("station").granularity(TimeseriesGranularity::Hours);
        let definition = CollectionDefinition::new("c").time_series(series).expire_after(Duration::from_secs(60));
        definition.check().unwrap();
        let expected = doc! {
            "timeseries": { "timeField": "at", "metaField": "station", "granularity": "hours" },
            "expireAfterSeconds": 60_i64,
        };
        assert_eq!(definition.options(), &expected);
    }
}
