//! Which rules of a validator a document breaks, by what the server says of it; values are left behind.

use bson::{Bson, Document};

use crate::error::BrokenRule;

/// From the `errInfo` of a refusal.
pub(super) fn of(info: &Document) -> Vec<BrokenRule> {
    let mut found = Found::default();
    if let Ok(details) = info.get_document("details") {
        found.details("", details, None);
    }
    let missing: Vec<String> =
        found.broken.iter().filter(|broken| broken.rule == REQUIRED).map(|broken| broken.path.clone()).collect();
    // A server says of alternatives for a field that is missing that none is met.
    found.broken.retain(|broken| broken.rule == REQUIRED || !missing.contains(&broken.path));
    found.broken
}

const REQUIRED: &str = "required";

#[derive(Default)]
struct Found {
    broken: Vec<BrokenRule>,
    /// How many were found, those among them that were found before.
    count: usize,
}

impl Found {
    fn add(&mut self, path: &str, rule: &str, description: Option<&str>) {
        let rule =
            BrokenRule { path: path.to_owned(), rule: rule.to_owned(), description: description.map(str::to_owned) };
        self.count += 1;
        if !self.broken.contains(&rule) {
            self.broken.push(rule);
        }
    }

    /// What is said of the value at `path`, which the validator describes so.
    fn details(&mut self, path: &str, details: &Document, description: Option<&str>) {
        let operator = details.get_str("operatorName").unwrap_or_default();
        let own = details.get_str("description").ok().or(description);
        let before = self.count;
        match operator {
            "$jsonSchema" => self.each(path, details, "schemaRulesNotSatisfied", own),
            "properties" => {
                for property in documents(details, "propertiesNotSatisfied") {
                    let name = property.get_str("propertyName").unwrap_or_default();
                    let description = property.get_str("description").ok();
                    self.each(&below(path, name), property, "details", description);
                }
            }
            REQUIRED => {
                for name in names(details, "missingProperties") {
                    self.add(&below(path, name), operator, None);
                }
            }
            "additionalProperties" => match details.get_str("failingProperty") {
                Ok(name) => self.each(&below(path, name), details, "details", None),
                Err(_) => {
                    for name in names(details, "additionalProperties") {
                        self.add(&below(path, name), operator, None);
                    }
                }
            },
            "items" | "additionalItems" if details.contains_key("details") => {
                let index = details.get("itemIndex").and_then(|index| match index {
                    Bson::Int32(index) => Some(i64::from(*index)),
                    Bson::Int64(index) => Some(*index),
                    _ => None,
                });
                let path = index.map_or_else(|| path.to_owned(), |index| below(path, &index.to_string()));
                self.each(&path, details, "details", None);
            }
            "anyOf" | "oneOf" | "allOf" => {
                for schema in documents(details, "schemasNotSatisfied") {
                    self.each(path, schema, "details", own);
                }
            }
            "$and" | "$or" | "$nor" => {
                for clause in documents(details, "clausesNotSatisfied").chain(documents(details, "clausesSatisfied")) {
                    if let Ok(details) = clause.get_document("details") {
                        self.details(path, details, own);
                    }
                }
            }
            _ => {}
        }
        if self.count == before && !operator.is_empty() {
            self.add(&compared(path, details), operator, own);
        }
    }

    fn each(&mut self, path: &str, of: &Document, key: &str, description: Option<&str>) {
        for details in documents(of, key) {
            self.details(path, details, description);
        }
    }
}

/// The field that a comparison of a filter speaks of: the key of what it was written as.
fn compared(path: &str, details: &Document) -> String {
    let field = details.get_document("specifiedAs").ok().and_then(|written| written.keys().next());
    match (path, field) {
        ("", Some(field)) if details.get_str("operatorName").is_ok_and(|name| name.starts_with('$')) => {
            if field.starts_with('$') { String::new() } else { field.clone() }
        }
        _ => path.to_owned(),
    }
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn documents<'a>(of: &'a Document, key: &str) -> impl Iterator<Item = &'a Document> {
    let list = of.get(key).and_then(Bson::as_array).map(Vec::as_slice).unwrap_or_default();
    let single = of.get(key).and_then(Bson::as_document);
    list.iter().filter_map(Bson::as_document).chain(single)
}

fn names<'a>(of: &'a Document, key: &str) -> impl Iterator<Item = &'a str> {
    of.get(key).and_then(Bson::as_array).map(Vec::as_slice).unwrap_or_default().iter().filter_map(Bson::as_str)
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    fn told(details: Document) -> Vec<String> {
        let broken = of(&doc! { "failingDocumentId": "MARK", "details": details });
        broken.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_nested_field_is_named_by_its_path() {
        let wins = doc! {
            "operatorName": "minimum", "specifiedAs": { "minimum": 0 }, "reason": "comparison failed",
            "consideredValue": "MARK",
        };
        let stats = doc! { "operatorName": "properties", "propertiesNotSatisfied": [
            { "propertyName": "wins", "description": "how often", "details": [wins] },
        ] };
        let rules = vec![
            doc! { "operatorName": "properties", "propertiesNotSatisfied": [
                { "propertyName": "stats", "details": [stats] },
                { "propertyName": "tags", "details": [{
                    "operatorName": "items", "itemIndex": 2, "reason": "..",
                    "details": [{ "operatorName": "bsonType", "consideredValue": "MARK", "consideredType": "int" }],
                }] },
            ] },
            doc! { "operatorName": "required", "missingProperties": ["name", "email"] },
            doc! { "operatorName": "additionalProperties", "additionalProperties": ["extra"] },
        ];
        assert_eq!(
            told(doc! { "operatorName": "$jsonSchema", "schemaRulesNotSatisfied": rules }),
            [
                "`stats.wins` breaks `minimum` (how often)",
                "`tags.2` breaks `bsonType`",
                "`name` breaks `required`",
                "`email` breaks `required`",
                "`extra` breaks `additionalProperties`",
            ]
        );
    }

    #[test]
    fn a_filter_is_told_by_field_and_operator() {
        let exists = doc! {
            "operatorName": "$exists", "specifiedAs": { "secret": { "$exists": false } }, "reason": "path does exist",
        };
        assert_eq!(told(exists.clone()), ["`secret` breaks `$exists`"]);
        let and = doc! { "operatorName": "$and", "clausesNotSatisfied": [{ "index": 1, "details": exists }] };
        assert_eq!(told(and), ["`secret` breaks `$exists`"]);
        let whole = doc! { "operatorName": "$expr", "specifiedAs": { "$expr": { "$gt": ["$a", "MARK"] } } };
        assert_eq!(told(whole), ["it breaks `$expr`"]);
    }

    #[test]
    fn alternatives_that_fail_alike_are_told_once() {
        let ty = doc! { "operatorName": "properties", "propertiesNotSatisfied": [
            { "propertyName": "type", "details": [{ "operatorName": "enum", "consideredValue": "MARK" }] },
        ] };
        let required = doc! { "operatorName": "required", "missingProperties": ["x"] };
        let any = doc! { "operatorName": "anyOf", "schemasNotSatisfied": [
            { "index": 0, "details": [ty.clone()] }, { "index": 1, "details": [ty, required] },
        ] };
        let rules = |rules: Vec<Document>| doc! { "operatorName": "$jsonSchema", "schemaRulesNotSatisfied": rules };
        assert_eq!(told(rules(vec![any.clone()])), ["`type` breaks `enum`", "`x` breaks `required`"]);
        // Of a field that is missing, only that is told.
        let place = doc! { "operatorName": "properties", "propertiesNotSatisfied": [
            { "propertyName": "x", "details": [{ "operatorName": "anyOf", "schemasNotSatisfied": [] }] },
        ] };
        assert_eq!(told(rules(vec![place, any])), ["`type` breaks `enum`", "`x` breaks `required`"]);
    }

    #[test]
    fn what_cannot_be_read_says_nothing() {
        assert_eq!(of(&doc! {}), []);
        assert_eq!(told(doc! { "operatorName": 7 }), [""; 0]);
        assert_eq!(told(doc! { "operatorName": "items" }), ["it breaks `items`"]);
    }
}
