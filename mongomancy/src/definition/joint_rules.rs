//! What no server takes of options, indexes and default documents together.

use super::{CollectionOptions, DefaultDocument, Index, index_rules::is_text};

/// The most indexes that a collection may have besides the one over `_id`.
const MAX_INDEXES: usize = 63;

/// The rule that is broken, to be read behind the collection's name.
pub(crate) fn check(
    options: &CollectionOptions,
    indexes: &[Index],
    defaults: &[DefaultDocument],
) -> Result<(), String> {
    options.check()?;
    if options.is_view() && !(indexes.is_empty() && defaults.is_empty()) {
        return Err("a view has neither indexes nor default documents".into());
    }
    if indexes.len() > MAX_INDEXES {
        let count = indexes.len();
        return Err(format!("{count} indexes are declared; a server takes {MAX_INDEXES} and that over `_id`"));
    }
    if indexes.iter().filter(|index| is_text(index)).count() > 1 {
        return Err("two text indexes are declared; a server takes one".into());
    }
    if options.is_time_series() {
        if !defaults.is_empty() {
            return Err("a time series takes no default documents: nothing is looked up by a key there".into());
        }
        let refused =
            indexes.iter().find(|index| index.is_unique() || index.time_to_live().is_some() || is_text(index));
        if refused.is_some() {
            return Err("no index of a time series is unique, expires, or is over words of a text".into());
        }
    }
    if options.is_capped() && indexes.iter().any(|index| index.time_to_live().is_some()) {
        return Err("no index of a capped collection expires: the cap deletes documents".into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bson::doc;

    use crate::definition::{Capped, CollectionDefinition, DefaultDocument, Index, TimeSeries};

    #[test]
    fn each_rule_is_told() {
        let new = || CollectionDefinition::new("c");
        let series = || new().time_series(TimeSeries::new("at"));
        let expires = || Index::ascending("a").expire_after(Duration::from_secs(60));
        let many = (0..64).map(|n| Index::ascending(format!("f{n}")));
        let text = |field: &str| Index::new([(field, "text")]);
        for (definition, told) in [
            (CollectionDefinition::view("c", "d", []).index(Index::ascending("a")), "a view has neither indexes nor"),
            (many.fold(new(), CollectionDefinition::index), "64 indexes are declared"),
            (new().index(text("a")).index(text("b")), "two text indexes"),
            (series().default_document(DefaultDocument::new(doc! { "_id": 1 })), "takes no default documents"),
            (series().index(Index::ascending("a").unique(true)), "no index of a time series is unique"),
            (series().index(expires()), "no index of a time series"),
            (new().capped(Capped::new(1)).index(expires()), "no index of a capped collection expires"),
        ] {
            let error = definition.check().unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
    }
}
