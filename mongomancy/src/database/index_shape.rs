//! An index as both sides can say it: the definition and the server's listing, brought to one form.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use bson::{Bson, Document, doc};

use super::collation;
use crate::definition::Index;

/// What a server adds to an index by itself, or what is no option.
const NOT_OPTIONS: [&str; 8] =
    ["v", "ns", "key", "name", "background", "dropDups", "2dsphereIndexVersion", "textIndexVersion"];
/// Options that say nothing when they have these values.
const DEFAULTS: [(&str, &str); 2] = [("default_language", "english"), ("language_override", "language")];
const DEFAULT_NUMBERS: [(&str, i64); 3] = [("bits", 26), ("min", -180), ("max", 180)];
/// How the server lists the words of a text index; their fields stand in `weights`.
const TEXT_KEYS: [&str; 2] = ["_fts", "_ftsx"];

/// Who says what an index is.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Definition,
    Server,
}

/// An index with everything left out that makes no difference.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct IndexShape {
    pub(super) name: String,
    pub(super) keys: Vec<(String, String)>,
    options: BTreeMap<String, Bson>,
}

impl IndexShape {
    /// From an element of `listIndexes`. An index takes on its collection's collation, so that one is no option.
    pub(super) fn of(specification: &Document, collation: Option<&Document>) -> Self {
        Self::read(specification, collation, Side::Server)
    }

    fn read(specification: &Document, collation: Option<&Document>, side: Side) -> Self {
        let mut options = BTreeMap::new();
        for (option, value) in specification {
            let says_nothing = NOT_OPTIONS.contains(&option.as_str())
                || option == "collation"
                || matches!(value, Bson::Boolean(false) | Bson::Null)
                || DEFAULTS.iter().any(|(name, default)| name == option && value.as_str() == Some(default))
                || DEFAULT_NUMBERS
                    .iter()
                    .any(|(name, default)| name == option && normal(value) == Bson::Int64(*default));
            if !says_nothing {
                options.insert(option.clone(), normal_option(option, value));
            }
        }
        let inherited = collation.and_then(collation::normal);
        let own = match specification.get_document("collation") {
            _ if has_no_collation(specification) => inherited.clone(),
            Ok(rules) => collation::normal(rules),
            // A server leaves the simple collation out of its list; beside a collection's own it makes a difference.
            Err(_) if side == Side::Server => None,
            Err(_) => inherited.clone(),
        };
        if own != inherited {
            options.insert("collation".to_owned(), Bson::Document(own.unwrap_or_else(|| doc! { "locale": "simple" })));
        }
        // A field of a text index weighs 1 unless it is said.
        options.retain(|option, value| option != "weights" || value.as_document().is_some_and(|one| !one.is_empty()));
        Self { name: specification.get_str("name").unwrap_or_default().to_owned(), keys: keys(specification), options }
    }

    /// From a definition; `collation` is the collection's own.
    pub(super) fn declared(index: &Index, collection: &str, collation: Option<&Document>) -> Self {
        Self::read(&index.specification(collection), collation, Side::Definition)
    }

    pub(super) fn is_unique(&self) -> bool {
        self.options.contains_key("unique")
    }

    pub(super) fn is_sparse(&self) -> bool {
        self.options.contains_key("sparse")
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.options.contains_key("hidden")
    }

    /// After how many seconds documents are deleted.
    pub(super) fn expires_after(&self) -> Option<i64> {
        self.options.get("expireAfterSeconds").and_then(Bson::as_i64)
    }

    pub(super) fn is_text(&self) -> bool {
        self.keys.iter().any(|(_, kind)| kind == "text")
    }

    /// The options in which the two differ.
    pub(super) fn differing<'a>(&'a self, other: &'a Self) -> Vec<&'a str> {
        let all: BTreeSet<&String> = self.options.keys().chain(other.options.keys()).collect();
        let differ = all.into_iter().filter(|name| self.options.get(*name) != other.options.get(*name));
        differ.map(String::as_str).collect()
    }

    pub(super) fn partial_filter(&self) -> Option<&Document> {
        self.options.get("partialFilterExpression").and_then(Bson::as_document)
    }

    /// Whether both index the same keys in the same way, under whatever names.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.keys == other.keys && self.options == other.options
    }

    /// What `other` has otherwise, in words; option values only where they tell nothing of documents.
    pub(super) fn differences(&self, other: &Self) -> String {
        let mut differences = Vec::new();
        if self.keys != other.keys {
            differences.push(format!("its keys are {}, declared are {}", other.keys_shown(), self.keys_shown()));
        }
        differences.extend(self.differing(other).into_iter().map(|name| self.difference(other, name)));
        differences.join(", ")
    }

    /// How `other` differs in the option `name`.
    pub(super) fn difference(&self, other: &Self, name: &str) -> String {
        match (self.options.get(name), other.options.get(name)) {
            (Some(Bson::Boolean(true)), None) => format!("it is not {name}"),
            (None, Some(Bson::Boolean(true))) => format!("it is {name}, which is not declared"),
            (Some(ours), Some(theirs)) if name == "expireAfterSeconds" => {
                format!("its {name} is {theirs}, declared is {ours}")
            }
            (Some(_), None) => format!("it has no {name}"),
            (None, Some(_)) => format!("it has a {name}, which is not declared"),
            _ => format!("its {name} is another one"),
        }
    }

    fn keys_shown(&self) -> String {
        let keys: Vec<String> = self.keys.iter().map(|(field, kind)| format!("{field}: {kind}")).collect();
        format!("{{ {} }}", keys.join(", "))
    }
}

/// Keys, and the options by their names: `{ email: 1 } unique, partial`.
impl fmt::Display for IndexShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.keys_shown())?;
        for (position, (option, value)) in self.options.iter().enumerate() {
            f.write_str(if position == 0 { " " } else { ", " })?;
            match (option.as_str(), value) {
                ("partialFilterExpression", Bson::Document(filter)) => {
                    let mut fields = BTreeSet::new();
                    fields_of(filter, &mut fields);
                    let fields: Vec<&str> = fields.into_iter().collect();
                    let by = if fields.is_empty() { "" } else { " by " };
                    write!(f, "partial{by}{}", fields.join(" and "))?;
                }
                ("expireAfterSeconds", Bson::Int64(seconds)) => write!(f, "expires after {}", time(*seconds))?,
                (option, _) => f.write_str(option)?,
            }
        }
        Ok(())
    }
}

/// Whether the index is of a kind that takes no collation at all.
fn has_no_collation(specification: &Document) -> bool {
    let keys = specification.get_document("key");
    keys.is_ok_and(|keys| keys.values().any(|kind| matches!(kind.as_str(), Some("text" | "2d"))))
}

/// The fields that a filter looks at, whatever stands between them.
fn fields_of<'a>(filter: &'a Document, fields: &mut BTreeSet<&'a str>) {
    for (key, value) in filter {
        if !key.starts_with('$') {
            fields.insert(key);
        } else if let Bson::Array(branches) = value {
            branches.iter().filter_map(Bson::as_document).for_each(|branch| fields_of(branch, fields));
        }
    }
}

/// A time in the largest unit of which it is a whole number.
fn time(seconds: i64) -> String {
    let units = [(86_400, "d"), (3_600, "h"), (60, "min")];
    let whole = units.into_iter().find(|(length, _)| seconds > 0 && seconds % length == 0);
    whole.map_or_else(|| format!("{seconds} s"), |(length, unit)| format!("{} {unit}", seconds / length))
}

/// The keys in order. The fields of a text index have none among themselves: the server lists them sorted, as weights.
fn keys(specification: &Document) -> Vec<(String, String)> {
    let Ok(given) = specification.get_document("key") else { return Vec::new() };
    let mut keys: Vec<(String, String)> = Vec::with_capacity(given.len());
    for (field, kind) in given {
        if field == TEXT_KEYS[0] && kind.as_str() == Some("text") {
            let weights = specification.get_document("weights").into_iter().flat_map(Document::keys);
            keys.extend(weights.map(|field| (field.clone(), "text".to_owned())));
        } else if field != TEXT_KEYS[1] {
            keys.push((field.clone(), kind_of(kind)));
        }
    }
    let weighed = specification.get_document("weights").into_iter().flat_map(Document::keys);
    if let Some(at) = keys.iter().position(|(_, kind)| kind == "text") {
        // A field that is weighed is one of the words' fields, said or not.
        for field in weighed.filter(|field| !given.contains_key(field)) {
            if !keys.iter().any(|(known, _)| known == field) {
                keys.insert(at, (field.clone(), "text".to_owned()));
            }
        }
    }
    let is_text = |key: &(String, String)| key.1 == "text";
    let first = keys.iter().position(is_text).unwrap_or_default();
    let count = keys.iter().filter(|key| is_text(key)).count();
    if keys.iter().skip(first).take(count).all(is_text) {
        keys[first..first + count].sort();
    }
    keys
}

/// A direction by its sign alone, another kind by its name.
fn kind_of(kind: &Bson) -> String {
    match normal(kind) {
        Bson::Int64(number) => if number < 0 { "-1" } else { "1" }.to_owned(),
        Bson::Double(number) => if number < 0.0 { "-1" } else { "1" }.to_owned(),
        Bson::String(kind) => kind,
        other => other.to_string(),
    }
}

fn normal_option(name: &str, value: &Bson) -> Bson {
    match (name, normal(value)) {
        // 1 and 1.0 count as true.
        ("unique" | "sparse", Bson::Int64(number)) => Bson::Boolean(number != 0),
        ("weights", Bson::Document(weights)) => {
            Bson::Document(weights.into_iter().filter(|(_, weight)| *weight != Bson::Int64(1)).collect())
        }
        ("wildcardProjection", Bson::Document(fields)) => {
            let truth = |value: Bson| match value {
                Bson::Boolean(is) => Bson::Int64(i64::from(is)),
                other => other,
            };
            Bson::Document(fields.into_iter().map(|(field, value)| (field, truth(value))).collect())
        }
        // Conditions side by side have no order.
        ("partialFilterExpression", Bson::Document(filter)) => {
            let sorted: BTreeMap<String, Bson> = filter.into_iter().collect();
            Bson::Document(sorted.into_iter().collect())
        }
        (_, value) => value,
    }
}

/// The same value with whole numbers in one type, as the server compares them.
pub(super) fn normal(value: &Bson) -> Bson {
    /// Beyond it, doubles skip whole numbers.
    const WHOLE: f64 = 9_007_199_254_740_992.0;
    match value {
        Bson::Int32(number) => Bson::Int64(i64::from(*number)),
        #[expect(clippy::cast_possible_truncation, reason = "whole and within the bounds")]
        Bson::Double(number) if number.fract() == 0.0 && number.abs() <= WHOLE => Bson::Int64(*number as i64),
        Bson::Document(document) => {
            Bson::Document(document.iter().map(|(key, value)| (key.clone(), normal(value))).collect())
        }
        Bson::Array(values) => Bson::Array(values.iter().map(normal).collect()),
        other => other.clone(),
    }
}

/// The value's bytes with whole numbers in one type: documents are equal whatever the order of their fields, which makes
/// a difference to a sort, and to a comparison with an embedded document.
pub(super) fn in_order(value: &Bson) -> Vec<u8> {
    bson::serialize_to_vec(&doc! { "v": normal(value) }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;
    use crate::definition::IndexKey;

    fn declared(index: &Index) -> IndexShape {
        IndexShape::declared(index, "c", None)
    }

    fn listed(specification: &Document) -> IndexShape {
        IndexShape::of(specification, None)
    }

    #[test]
    fn what_servers_list_is_like_what_was_declared() {
        let day = std::time::Duration::from_secs(86_400);
        for (index, server) in [
            (Index::ascending("a"), doc! { "v": 2, "key": { "a": 1.0 }, "name": "other", "ns": "d.c" }),
            (Index::descending("a"), doc! { "v": 2, "key": { "a": -1_i64 }, "name": "a_-1", "background": true }),
            (Index::ascending("a").unique(true), doc! { "key": { "a": 1 }, "name": "a", "unique": true }),
            (Index::ascending("a").sparse(true), doc! { "key": { "a": 1 }, "name": "a", "sparse": 1, "unique": false }),
            (Index::ascending("a").expire_after(day), doc! { "key": { "a": 1 }, "expireAfterSeconds": 86_400.0 }),
            (
                Index::ascending("a").partial_filter_expression(doc! { "a": { "$gte": 1 }, "b": 2 }),
                doc! { "key": { "a": 1 }, "partialFilterExpression": { "b": 2.0, "a": { "$gte": 1_i64 } } },
            ),
            (
                Index::new([("u", IndexKey::Ascending), ("t", IndexKey::Text), ("s", IndexKey::Text)]),
                doc! {
                    "key": { "u": 1, "_fts": "text", "_ftsx": 1 }, "weights": { "s": 1, "t": 1.0 },
                    "default_language": "english", "language_override": "language", "textIndexVersion": 3,
                },
            ),
            (Index::new([("p", IndexKey::TwoDSphere)]), doc! { "key": { "p": "2dsphere" }, "2dsphereIndexVersion": 3 }),
            (Index::new([("h", IndexKey::Hashed)]), doc! { "key": { "h": "hashed" }, "hidden": false }),
        ] {
            assert!(declared(&index).is_like(&listed(&server)), "{index:?} {server}");
        }
    }

    #[test]
    fn every_difference_is_told_without_values() {
        let base = || Index::ascending("a");
        for (index, server, told) in [
            (base(), doc! { "key": { "a": -1 } }, "its keys are { a: -1 }, declared are { a: 1 }"),
            (base(), doc! { "key": { "b": 1, "a": 1 } }, "its keys are { b: 1, a: 1 }, declared are { a: 1 }"),
            (base().unique(true), doc! { "key": { "a": 1 } }, "it is not unique"),
            (base(), doc! { "key": { "a": 1 }, "sparse": true }, "it is sparse, which is not declared"),
            (base(), doc! { "key": { "a": 1 }, "collation": { "locale": "en" } }, "it has a collation, which is"),
            (base(), doc! { "key": { "a": 1 }, "hidden": true }, "it is hidden, which is not declared"),
            (
                base().expire_after(std::time::Duration::from_secs(60)),
                doc! { "key": { "a": 1 }, "expireAfterSeconds": 30 },
                "its expireAfterSeconds is 30, declared is 60",
            ),
            (
                base().partial_filter_expression(doc! { "a": "MARK" }),
                doc! { "key": { "a": 1 }, "partialFilterExpression": { "a": "MARKED" } },
                "its partialFilterExpression is another one",
            ),
            (
                Index::new([("t", IndexKey::Text)]),
                doc! { "key": { "_fts": "text", "_ftsx": 1 }, "weights": { "t": 3 } },
                "it has a weights, which is not declared",
            ),
        ] {
            let (ours, theirs) = (declared(&index), listed(&server));
            assert!(!ours.is_like(&theirs), "{server}");
            let differences = ours.differences(&theirs);
            assert!(differences.contains(told) && !differences.contains("MARK"), "{differences}");
        }
    }

    #[test]
    fn the_collections_own_collation_is_no_option() {
        let english = doc! { "locale": "en" };
        let server = doc! { "key": { "a": 1 }, "collation": &english };
        let ours = |index| IndexShape::declared(&index, "c", Some(&english));
        assert!(ours(Index::ascending("a")).is_like(&IndexShape::of(&server, Some(&english))));
        let simple = doc! { "key": { "a": 1 } };
        assert!(!ours(Index::ascending("a")).is_like(&IndexShape::of(&simple, Some(&english))));
        let said = Index::ascending("a").option("collation", doc! { "locale": "simple" });
        assert!(ours(said).is_like(&IndexShape::of(&simple, Some(&english))));
    }

    #[test]
    fn the_display_names_options() {
        let filter = doc! { "email": { "$gte": "" } };
        let index = Index::ascending("email").unique(true).partial_filter_expression(filter);
        assert_eq!(declared(&index).to_string(), "{ email: 1 } partial by email, unique");
        let filter = doc! { "$or": [{ "b": "MARK" }, { "$and": [{ "a.c": { "$gt": "MARK" } }] }], "b": 1 };
        let index = Index::ascending("email").partial_filter_expression(filter);
        assert_eq!(declared(&index).to_string(), "{ email: 1 } partial by a.c and b");
        for (seconds, shown) in
            [(7_776_000, "90 d"), (86_400, "1 d"), (90_000, "25 h"), (5_400, "90 min"), (61, "61 s"), (0, "0 s")]
        {
            let index = Index::ascending("seen").expire_after(std::time::Duration::from_secs(seconds));
            assert_eq!(declared(&index).to_string(), format!("{{ seen: 1 }} expires after {shown}"));
        }
    }
}
