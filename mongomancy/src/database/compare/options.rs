//! The options of a collection: declared against found.

use bson::{Bson, Document, doc};

use crate::database::{
    collation,
    index_shape::{in_order, normal},
    plan::Change,
};

/// What differs in one option, and what becomes of it.
#[derive(Debug, PartialEq)]
pub(super) struct OptionDifference {
    pub(super) option: &'static str,
    pub(super) detail: String,
    pub(super) way: OptionWay,
}

#[derive(Debug, PartialEq)]
pub(super) enum OptionWay {
    /// `collMod` with each of these, one after the other.
    Modify { commands: Vec<Document>, needs: Option<Change> },
    /// No server changes it once the collection is there.
    Never,
    /// No definition declares it; how it would be taken away, if it can be.
    Undeclared(Option<Document>),
}

/// Servers make the size of a capped collection a multiple of this.
const CAP_UNIT: i64 = 256;
/// How servers list a capped collection for any number of documents.
const NO_LIMIT: i64 = i32::MAX as i64;
const GRANULARITIES: [&str; 3] = ["seconds", "minutes", "hours"];
/// What is compared for itself, and what is no option of the collection.
const KNOWN: [&str; 17] = [
    "capped",
    "size",
    "max",
    "timeseries",
    "expireAfterSeconds",
    "clusteredIndex",
    "collation",
    "changeStreamPreAndPostImages",
    "validator",
    "validationLevel",
    "validationAction",
    "viewOn",
    "pipeline",
    "autoIndexId",
    "idIndex",
    "comment",
    "writeConcern",
];

/// All differences. Both are options as `create` takes and `listCollections` gives them.
pub(super) fn compare(declared: &Document, found: &Document) -> Vec<OptionDifference> {
    let mut differences = Vec::new();
    differences.extend(capped(declared, found));
    differences.extend(time_series(declared, found));
    differences.extend(expiry(declared, found));
    differences.extend(clustered(declared, found));
    differences.extend(collations(declared, found));
    differences.extend(images(declared, found));
    differences.extend(super::validation::compare(declared, found));
    differences.extend(view(declared, found));
    differences.extend(others(declared, found));
    differences
}

fn never(option: &'static str, detail: impl Into<String>) -> OptionDifference {
    OptionDifference { option, detail: detail.into(), way: OptionWay::Never }
}

fn modify(option: &'static str, detail: String, command: Document, needs: Option<Change>) -> OptionDifference {
    OptionDifference { option, detail, way: OptionWay::Modify { commands: vec![command], needs } }
}

fn capped(declared: &Document, found: &Document) -> Vec<OptionDifference> {
    let is = |options: &Document| options.get_bool("capped").unwrap_or(false);
    match (is(declared), is(found)) {
        (false, false) => Vec::new(),
        (true, false) => vec![never("capped", "it is not capped; `convertToCapped` does it, by hand")],
        (false, true) => vec![OptionDifference {
            option: "capped",
            detail: "it is capped, which is not declared".into(),
            way: OptionWay::Undeclared(None),
        }],
        (true, true) => {
            let size = |options: &Document| number(options, "size").unwrap_or_default();
            let (ours, theirs) = (whole_units(size(declared)), size(found));
            let mut differences = Vec::new();
            if ours != theirs {
                let needs = (ours < theirs).then_some(Change::Cap);
                let detail = format!("it holds {theirs} bytes, declared are {ours}");
                differences.push(modify("size", detail, doc! { "cappedSize": ours }, needs));
            }
            let max = |options: &Document| number(options, "max").filter(|max| (1..NO_LIMIT).contains(max));
            let (ours, theirs) = (max(declared), max(found));
            if ours != theirs {
                let needs = ours.is_some_and(|ours| theirs.is_none_or(|theirs| ours < theirs)).then_some(Change::Cap);
                let theirs = theirs.map_or_else(|| "any number of".to_owned(), |max| max.to_string());
                let declared = ours.map_or_else(|| "is no limit".to_owned(), |max| format!("are {max}"));
                let detail = format!("it holds {theirs} documents, declared {declared}");
                differences.push(modify("max", detail, doc! { "cappedMax": ours.unwrap_or(0) }, needs));
            }
            differences
        }
    }
}

fn whole_units(bytes: i64) -> i64 {
    bytes.max(1).saturating_add(CAP_UNIT - 1) / CAP_UNIT * CAP_UNIT
}

fn time_series(declared: &Document, found: &Document) -> Option<OptionDifference> {
    let (Ok(ours), Ok(theirs)) = (declared.get_document("timeseries"), found.get_document("timeseries")) else {
        return None;
    };
    for (field, name) in [("timeField", "time field"), ("metaField", "meta field")] {
        if ours.get_str(field).ok() != theirs.get_str(field).ok() {
            return Some(never("timeseries", format!("its {name} is another one")));
        }
    }
    let at = |series: &Document| {
        let word = series.get_str("granularity").unwrap_or(GRANULARITIES[0]);
        GRANULARITIES.iter().position(|known| *known == word)
    };
    match (at(ours), at(theirs)) {
        (Some(to), Some(from)) if to > from => {
            let detail = format!("its granularity is {}, declared is {}", GRANULARITIES[from], GRANULARITIES[to]);
            // Servers go one step at a time.
            let steps = GRANULARITIES[from + 1..=to].iter();
            let commands = steps.map(|word| doc! { "timeseries": { "granularity": word } }).collect();
            Some(OptionDifference { option: "timeseries", detail, way: OptionWay::Modify { commands, needs: None } })
        }
        (Some(to), Some(from)) if to < from => {
            let (ours, theirs) = (GRANULARITIES[to], GRANULARITIES[from]);
            Some(never("timeseries", format!("its granularity is {theirs}, and never becomes {ours} again")))
        }
        _ => None,
    }
}

fn expiry(declared: &Document, found: &Document) -> Option<OptionDifference> {
    const OPTION: &str = "expireAfterSeconds";
    match (number(declared, OPTION), number(found, OPTION)) {
        (Some(ours), Some(theirs)) if ours == theirs => None,
        (Some(ours), theirs) => {
            let detail = match theirs {
                Some(theirs) => format!("it is {theirs}, declared is {ours}"),
                None => format!("it does not expire, declared is after {ours} s"),
            };
            let needs = theirs.is_none_or(|theirs| ours < theirs).then_some(Change::TimeToLive);
            Some(modify(OPTION, detail, doc! { OPTION: ours }, needs))
        }
        (None, Some(theirs)) => Some(OptionDifference {
            option: OPTION,
            detail: format!("it expires after {theirs} s, which is not declared"),
            way: OptionWay::Undeclared(Some(doc! { OPTION: "off" })),
        }),
        (None, None) => None,
    }
}

fn clustered(declared: &Document, found: &Document) -> Option<OptionDifference> {
    const OPTION: &str = "clusteredIndex";
    // Of a time series it is the server's own.
    if found.contains_key("timeseries") {
        return None;
    }
    match (declared.contains_key(OPTION), found.contains_key(OPTION)) {
        (true, false) => Some(never(OPTION, "it is not clustered")),
        (false, true) => Some(OptionDifference {
            option: OPTION,
            detail: "it is clustered, which is not declared".into(),
            way: OptionWay::Undeclared(None),
        }),
        _ => None,
    }
}

fn collations(declared: &Document, found: &Document) -> Option<OptionDifference> {
    const OPTION: &str = "collation";
    let rules = |options: &Document| options.get_document(OPTION).ok().cloned();
    let (ours, theirs) = (rules(declared), rules(found));
    if collation::is_like(ours.as_ref(), theirs.as_ref()) {
        return None;
    }
    Some(match (ours, theirs) {
        (None, Some(_)) => OptionDifference {
            option: OPTION,
            detail: "it has a collation, which is not declared".into(),
            way: OptionWay::Undeclared(None),
        },
        (_, None) => never(OPTION, "it has no collation"),
        _ => never(OPTION, "its collation is another one"),
    })
}

fn images(declared: &Document, found: &Document) -> Option<OptionDifference> {
    const OPTION: &str = "changeStreamPreAndPostImages";
    let enabled = |options: &Document| {
        options.get_document(OPTION).is_ok_and(|images| images.get_bool("enabled").unwrap_or(false))
    };
    let command = |on: bool| doc! { OPTION: { "enabled": on } };
    match (enabled(declared), enabled(found)) {
        (true, false) => Some(modify(OPTION, "they are off".into(), command(true), None)),
        (false, true) if declared.contains_key(OPTION) => {
            Some(modify(OPTION, "they are on".into(), command(false), None))
        }
        (false, true) => Some(OptionDifference {
            option: OPTION,
            detail: "they are on, which is not declared".into(),
            way: OptionWay::Undeclared(Some(command(false))),
        }),
        _ => None,
    }
}

fn view(declared: &Document, found: &Document) -> Option<OptionDifference> {
    let source = |options: &Document| options.get_str("viewOn").ok().map(str::to_owned);
    let (ours, theirs) = (source(declared)?, source(found)?);
    let stages = |options: &Document| in_order(options.get("pipeline").unwrap_or(&Bson::Array(Vec::new())));
    let detail = match (ours == theirs, stages(declared) == stages(found)) {
        (true, true) => return None,
        (false, _) => format!("it is a view on {theirs}, declared is one on {ours}"),
        (true, false) => "its pipeline is another one".to_owned(),
    };
    let pipeline = declared.get("pipeline").cloned().unwrap_or(Bson::Array(Vec::new()));
    Some(modify("viewOn", detail, doc! { "viewOn": ours, "pipeline": pipeline }, None))
}

/// Options that this crate has no word for.
fn others(declared: &Document, found: &Document) -> Option<OptionDifference> {
    let differ: Vec<&str> = declared
        .iter()
        .filter(|(name, _)| !KNOWN.contains(&name.as_str()))
        .filter(|(name, value)| found.get(name.as_str()).map(normal) != Some(normal(value)))
        .map(|(name, _)| name.as_str())
        .collect();
    (!differ.is_empty()).then(|| never("option", format!("it has other values of {}", differ.join(", "))))
}

pub(super) fn number(options: &Document, name: &str) -> Option<i64> {
    options.get(name).and_then(|value| normal(value).as_i64())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each difference in a line: the option, the way, what is said.
    fn told(declared: &Document, found: &Document) -> Vec<String> {
        let line = |difference: OptionDifference| {
            let way = match difference.way {
                OptionWay::Modify { commands, needs } => {
                    let commands: Vec<String> = commands.iter().map(ToString::to_string).collect();
                    format!("{} {needs:?}", commands.join(" "))
                }
                OptionWay::Never => "never".to_owned(),
                OptionWay::Undeclared(None) => "undeclared".to_owned(),
                OptionWay::Undeclared(Some(command)) => format!("undeclared {command}"),
            };
            format!("{}: {} [{way}]", difference.option, difference.detail)
        };
        compare(declared, found).into_iter().map(line).collect()
    }

    #[test]
    fn what_servers_make_of_options_is_no_difference() {
        let expanded = doc! {
            "locale": "fr", "caseLevel": false, "caseFirst": "off", "strength": 3, "numericOrdering": false,
            "alternate": "non-ignorable", "maxVariable": "punct", "normalization": false, "backwards": false,
            "version": "57.1",
        };
        for (declared, found) in [
            (doc! {}, doc! {}),
            (doc! { "capped": true, "size": 1000_i64, "max": 7_i64 }, doc! { "capped": true, "size": 1024, "max": 7 }),
            (
                doc! { "timeseries": { "timeField": "at", "metaField": "m" }, "expireAfterSeconds": 60_i64 },
                doc! {
                    "timeseries": {
                        "timeField": "at", "metaField": "m", "granularity": "seconds", "bucketMaxSpanSeconds": 3600,
                    },
                    "expireAfterSeconds": 60.0, "clusteredIndex": true,
                },
            ),
            (
                doc! { "clusteredIndex": { "key": { "_id": 1 }, "unique": true } },
                doc! { "clusteredIndex": { "v": 2, "key": { "_id": 1 }, "name": "_id_", "unique": true } },
            ),
            (doc! { "collation": { "locale": "fr" } }, doc! { "collation": expanded }),
            (doc! { "collation": { "locale": "simple" } }, doc! {}),
            (doc! { "changeStreamPreAndPostImages": { "enabled": false } }, doc! {}),
            (doc! { "validator": { "a": 1 } }, doc! { "validator": { "a": 1.0 }, "validationLevel": "strict" }),
            (doc! { "viewOn": "a", "pipeline": [] }, doc! { "viewOn": "a", "pipeline": [] }),
        ] {
            assert_eq!(told(&declared, &found), Vec::<String>::new(), "{declared}");
        }
    }

    #[test]
    fn each_difference_has_its_way() {
        let series = |granularity: &str| doc! { "timeseries": { "timeField": "at", "granularity": granularity } };
        for (declared, found, expected) in [
            (
                doc! { "capped": true, "size": 1_i64 },
                doc! {},
                "capped: it is not capped; `convertToCapped` does it, by hand [never]",
            ),
            (doc! {}, doc! { "capped": true, "size": 256 }, "capped: it is capped, which is not declared [undeclared]"),
            (
                doc! { "capped": true, "size": 512_i64 },
                doc! { "capped": true, "size": 256 },
                r#"size: it holds 256 bytes, declared are 512 [{ "cappedSize": 512 } None]"#,
            ),
            (
                doc! { "capped": true, "size": 256_i64, "max": 3_i64 },
                doc! { "capped": true, "size": 256 },
                r#"max: it holds any number of documents, declared are 3 [{ "cappedMax": 3 } Some(Cap)]"#,
            ),
            (
                series("hours"),
                series("seconds"),
                concat!(
                    "timeseries: its granularity is seconds, declared is hours ",
                    r#"[{ "timeseries": { "granularity": "minutes" } } { "timeseries": { "granularity": "hours" } } None]"#,
                ),
            ),
            (
                series("seconds"),
                series("hours"),
                "timeseries: its granularity is hours, and never becomes seconds again [never]",
            ),
            (
                doc! { "expireAfterSeconds": 5_i64 },
                doc! { "expireAfterSeconds": 9_i64 },
                r#"expireAfterSeconds: it is 9, declared is 5 [{ "expireAfterSeconds": 5 } Some(TimeToLive)]"#,
            ),
            (
                doc! {},
                doc! { "expireAfterSeconds": 9_i64 },
                r#"expireAfterSeconds: it expires after 9 s, which is not declared [undeclared { "expireAfterSeconds": "off" }]"#,
            ),
            (doc! { "collation": { "locale": "fr" } }, doc! {}, "collation: it has no collation [never]"),
            (
                doc! { "changeStreamPreAndPostImages": { "enabled": true } },
                doc! {},
                r#"changeStreamPreAndPostImages: they are off [{ "changeStreamPreAndPostImages": { "enabled": true } } None]"#,
            ),
            (
                doc! { "viewOn": "a", "pipeline": [{ "$match": { "x": 1 } }] },
                doc! { "viewOn": "a", "pipeline": [] },
                r#"viewOn: its pipeline is another one [{ "viewOn": "a", "pipeline": [{ "$match": { "x": 1 } }] } None]"#,
            ),
            (doc! { "storageEngine": { "x": 1 } }, doc! {}, "option: it has other values of storageEngine [never]"),
        ] {
            assert_eq!(told(&declared, &found), [expected], "{declared}");
        }
    }
}
