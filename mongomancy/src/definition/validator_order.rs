//! Which of two validators lets more pass, as far as it can be told: what is not understood is not relaxed.

use std::cmp::Ordering;

use bson::{Bson, Document};

const JSON_SCHEMA: &str = "$jsonSchema";
/// What says nothing of values.
const WORDS: [&str; 2] = ["description", "title"];
const NUMBERS: [&str; 4] = ["double", "int", "long", "decimal"];

/// Whether every document that passes `old` certainly passes `new`.
pub(crate) fn is_relaxed(old: &Document, new: &Document) -> bool {
    if new.is_empty() || old == new {
        return true;
    }
    match (only_schema(old), only_schema(new)) {
        (Some(old), Some(new)) => passes(&Bson::Document(old.clone()), &Bson::Document(new.clone())),
        _ => old.is_empty() && only_schema(new).is_some_and(|new| passes(&anything(), &Bson::Document(new.clone()))),
    }
}

/// The schema of a validator that is nothing else.
fn only_schema(validator: &Document) -> Option<&Document> {
    let schema = validator.get_document(JSON_SCHEMA).ok()?;
    (validator.len() == 1).then_some(schema)
}

/// The schema that lets everything pass.
fn anything() -> Bson {
    Bson::Document(Document::new())
}

/// Whether every value that passes `old` passes `new`. A schema is a document, or a boolean where it stands for the
/// fields that are not listed.
fn passes(old: &Bson, new: &Bson) -> bool {
    match (old, new) {
        (Bson::Boolean(false), _) | (_, Bson::Boolean(true)) => true,
        (Bson::Boolean(true), new) => passes(&anything(), new),
        (Bson::Document(old), Bson::Document(new)) => {
            old == new || alternatives(old).iter().all(|old| new.iter().all(|(word, rule)| keeps(old, word, rule, new)))
        }
        _ => false,
    }
}

/// The schemas of which a value passes one when it passes `schema`.
fn alternatives(schema: &Document) -> Vec<Document> {
    let Ok(several) = schema.get_array("anyOf") else { return vec![schema.clone()] };
    let mut rest = schema.clone();
    rest.remove("anyOf");
    let with_rest = |alternative: &Bson| {
        let alternative = alternative.as_document().cloned().unwrap_or_default();
        // What both speak of is left to the alternative: that one lets no less pass than both together.
        let others = rest.iter().filter(|(word, _)| !speaks_of(&alternative, word));
        let others: Document = others.map(|(word, rule)| (word.clone(), rule.clone())).collect();
        alternative.into_iter().chain(others).collect()
    };
    several.iter().map(with_rest).flat_map(|alternative| alternatives(&alternative)).collect()
}

/// Words of which one says what another is about.
const TOGETHER: [&[&str]; 4] = [
    &["properties", "patternProperties", "additionalProperties"],
    &["items", "additionalItems"],
    &["minimum", "exclusiveMinimum"],
    &["maximum", "exclusiveMaximum"],
];

/// Whether the schema has the word, or one that would change what the word means.
fn speaks_of(schema: &Document, word: &str) -> bool {
    let together = TOGETHER.iter().find(|together| together.contains(&word));
    schema.contains_key(word) || together.is_some_and(|words| words.iter().any(|word| schema.contains_key(word)))
}

/// Whether all that passes `old`, which has no alternatives, keeps one rule of `new`.
fn keeps(old: &Document, word: &str, rule: &Bson, new: &Document) -> bool {
    let may_be = |kinds: &[&str]| types(old).is_none_or(|types| types.iter().any(|ty| kinds.contains(&ty.as_str())));
    match word {
        _ if WORDS.contains(&word) => true,
        "bsonType" => types(old).zip(types(new)).is_some_and(|(old, new)| old.iter().all(|ty| new.contains(ty))),
        "enum" => old.get("enum").zip(Some(rule)).is_some_and(|(old, new)| is_within(old, new)),
        "anyOf" => rule.as_array().is_some_and(|new| new.iter().any(|new| passes(&Bson::Document(old.clone()), new))),
        "minimum" => !may_be(&NUMBERS) || keeps_bound(old, new, "minimum", "exclusiveMinimum", |old, new| old >= new),
        "maximum" => !may_be(&NUMBERS) || keeps_bound(old, new, "maximum", "exclusiveMaximum", |old, new| old <= new),
        // Told of with the bounds that they belong to.
        "exclusiveMinimum" => new.contains_key("minimum") && rule.as_bool().is_some(),
        "exclusiveMaximum" => new.contains_key("maximum") && rule.as_bool().is_some(),
        "pattern" => !may_be(&["string"]) || old.get(word) == Some(rule),
        "minLength" => !may_be(&["string"]) || keeps_least(old, word, rule),
        "minItems" => !may_be(&["array"]) || keeps_least(old, word, rule),
        "maxLength" => !may_be(&["string"]) || keeps_most(old, word, rule),
        "maxItems" => !may_be(&["array"]) || keeps_most(old, word, rule),
        "items" => !may_be(&["array"]) || keeps_items(old, rule),
        // It is about what `items` lists.
        "additionalItems" => old.get(word) == Some(rule) && old.get("items") == new.get("items"),
        "required" => !may_be(&["object"]) || old.get(word).is_some_and(|old| is_within(rule, old)),
        "properties" => !may_be(&["object"]) || keeps_properties(old, rule),
        "additionalProperties" => !may_be(&["object"]) || keeps_others(old, rule, new),
        _ => old.get(word) == Some(rule),
    }
}

/// The types of values that pass; none where all may.
fn types(schema: &Document) -> Option<Vec<String>> {
    let names: Vec<&str> = match schema.get("bsonType")? {
        Bson::String(name) => vec![name],
        Bson::Array(names) => names.iter().filter_map(Bson::as_str).collect(),
        _ => return None,
    };
    let all = names.into_iter().flat_map(|name| if name == "number" { NUMBERS.to_vec() } else { vec![name] });
    Some(all.map(str::to_owned).collect())
}

/// Whether each element of one list is in the other.
fn is_within(few: &Bson, many: &Bson) -> bool {
    match (few, many) {
        (Bson::Array(few), Bson::Array(many)) => few.iter().all(|value| many.contains(value)),
        _ => false,
    }
}

fn keeps_bound(
    old: &Document,
    new: &Document,
    word: &str,
    exclusive: &str,
    reaches: fn(&Bound, &Bound) -> bool,
) -> bool {
    let is_exclusive = |schema: &Document| schema.get_bool(exclusive).unwrap_or(false);
    let (Some(old_bound), Some(new_bound)) = (old.get(word), new.get(word)) else { return false };
    if old_bound == new_bound {
        return is_exclusive(old) || !is_exclusive(new);
    }
    let (Some(old_bound), Some(new_bound)) = (Bound::of(old_bound), Bound::of(new_bound)) else { return false };
    // Equal numbers of two types are equal.
    reaches(&old_bound, &new_bound) && (old_bound != new_bound || is_exclusive(old) || !is_exclusive(new))
}

/// A number that can be compared with others without loss.
#[derive(PartialEq)]
enum Bound {
    Integer(i64),
    Float(f64),
}

impl PartialOrd for Bound {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Integer(one), Self::Integer(other)) => Some(one.cmp(other)),
            (Self::Float(one), Self::Float(other)) => one.partial_cmp(other),
            _ => None,
        }
    }
}

impl Bound {
    /// A large integer and a fraction are not compared: neither is the other's type.
    fn of(value: &Bson) -> Option<Self> {
        const EXACT: i64 = 1 << 53;
        match value {
            Bson::Int32(number) => Some(Self::Float(f64::from(*number))),
            #[expect(clippy::cast_precision_loss, reason = "these have none")]
            Bson::Int64(number) if (-EXACT..=EXACT).contains(number) => Some(Self::Float(*number as f64)),
            Bson::Int64(number) => Some(Self::Integer(*number)),
            Bson::Double(number) => Some(Self::Float(*number)),
            _ => None,
        }
    }
}

fn count(value: &Bson) -> Option<i64> {
    match value {
        Bson::Int32(count) => Some(i64::from(*count)),
        Bson::Int64(count) => Some(*count),
        #[expect(clippy::cast_possible_truncation, reason = "a whole number")]
        Bson::Double(count) if count.fract() == 0.0 => Some(*count as i64),
        _ => None,
    }
}

fn keeps_least(old: &Document, word: &str, new: &Bson) -> bool {
    let old = old.get(word).map_or(Some(0), count);
    old.zip(count(new)).is_some_and(|(old, new)| old >= new)
}

fn keeps_most(old: &Document, word: &str, new: &Bson) -> bool {
    let old = old.get(word).and_then(count);
    old.zip(count(new)).is_some_and(|(old, new)| old <= new)
}

/// What `old` says of the element at a position.
fn item(old: &Document, position: usize) -> Bson {
    match old.get("items") {
        Some(Bson::Array(items)) => {
            items.get(position).or_else(|| old.get("additionalItems")).cloned().unwrap_or_else(anything)
        }
        Some(all) => all.clone(),
        None => anything(),
    }
}

fn keeps_items(old: &Document, new: &Bson) -> bool {
    let most = old.get("maxItems").and_then(count).and_then(|most| usize::try_from(most).ok());
    match new {
        Bson::Array(items) => items
            .iter()
            .enumerate()
            .all(|(position, new)| most.is_some_and(|most| position >= most) || passes(&item(old, position), new)),
        all => {
            let listed = old.get_array("items").map_or(0, Vec::len);
            let ends = most.is_some_and(|most| most <= listed);
            (0..listed).all(|position| passes(&item(old, position), all)) && (ends || passes(&item(old, listed), all))
        }
    }
}

/// What `old` says of the field.
fn property(old: &Document, name: &str) -> Bson {
    let properties = old.get_document("properties").ok();
    properties.and_then(|properties| properties.get(name)).cloned().unwrap_or_else(|| others(old))
}

/// What `old` says of fields that are not listed.
fn others(old: &Document) -> Bson {
    if old.contains_key("patternProperties") {
        return anything();
    }
    old.get("additionalProperties").cloned().unwrap_or_else(anything)
}

fn keeps_properties(old: &Document, new: &Bson) -> bool {
    let Bson::Document(new) = new else { return false };
    new.iter().all(|(name, new)| passes(&property(old, name), new))
}

fn keeps_others(old: &Document, rule: &Bson, new: &Document) -> bool {
    let listed = |name: &str| new.get_document("properties").is_ok_and(|properties| properties.contains_key(name));
    let unlisted = old.get_document("properties").into_iter().flatten().filter(|(name, _)| !listed(name));
    passes(&others(old), rule) && unlisted.into_iter().all(|(_, old)| passes(old, rule))
}

#[cfg(test)]
mod random;

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    fn schema(schema: Document) -> Document {
        doc! { "$jsonSchema": schema }
    }

    /// Holds one way, and not the other.
    fn relaxes(old: &Document, new: &Document) {
        let (old, new) = (schema(old.clone()), schema(new.clone()));
        assert!(is_relaxed(&old, &new), "{new} lets pass what {old} does");
        assert!(!is_relaxed(&new, &old), "{old} is stricter than {new}");
    }

    /// Each of a field, too.
    fn relaxes_within(old: &Document, new: &Document) {
        relaxes(old, new);
        let object = |inner: &Document| doc! { "bsonType": "object", "properties": { "a": inner.clone() } };
        relaxes(&object(old), &object(new));
        let array = |inner: &Document| doc! { "bsonType": "array", "items": inner.clone() };
        relaxes(&array(old), &array(new));
        let map = |inner: &Document| doc! { "bsonType": "object", "additionalProperties": inner.clone() };
        relaxes(&map(old), &map(new));
    }

    #[test]
    fn one_word_is_weaker_than_another() {
        for (strict, weak) in [
            (doc! { "bsonType": "int" }, doc! {}),
            (doc! { "bsonType": "int" }, doc! { "bsonType": ["int", "null"] }),
            (doc! { "bsonType": ["int", "long"] }, doc! { "bsonType": "number" }),
            (doc! { "enum": ["a", "b"] }, doc! { "enum": ["c", "b", "a"] }),
            (doc! { "enum": ["a"] }, doc! { "enum": ["a", null] }),
            (doc! { "minimum": 2 }, doc! { "minimum": 1 }),
            (doc! { "minimum": 1.5 }, doc! { "minimum": 1 }),
            (doc! { "minimum": i64::MAX }, doc! { "minimum": i64::MAX - 1 }),
            (doc! { "maximum": 1 }, doc! { "maximum": 2_i64 }),
            (doc! { "minimum": 1, "exclusiveMinimum": true }, doc! { "minimum": 1 }),
            (doc! { "minimum": 1, "exclusiveMinimum": true }, doc! { "minimum": 1.0, "exclusiveMinimum": false }),
            (doc! { "maximum": 1, "exclusiveMaximum": true }, doc! { "maximum": 1_i64 }),
            (doc! { "minimum": 2 }, doc! { "minimum": 1, "exclusiveMinimum": true }),
            (doc! { "minLength": 2 }, doc! { "minLength": 1_i64 }),
            (doc! { "minLength": 1 }, doc! { "minLength": 0 }),
            (doc! { "maxLength": 1 }, doc! { "maxLength": 2 }),
            (doc! { "minItems": 2, "maxItems": 2 }, doc! { "minItems": 1_i64, "maxItems": 2 }),
            (doc! { "maxItems": 1 }, doc! {}),
            (doc! { "pattern": "a" }, doc! {}),
            (doc! { "required": ["a", "b"] }, doc! { "required": ["b"] }),
            (doc! { "properties": { "a": {}, "b": { "bsonType": "int" } } }, doc! { "properties": { "a": {} } }),
            (doc! { "additionalProperties": false }, doc! {}),
            (doc! { "additionalProperties": false }, doc! { "additionalProperties": { "bsonType": "int" } }),
            (doc! { "additionalProperties": false, "properties": { "a": {} } }, doc! { "properties": { "a": {} } }),
            (
                doc! { "additionalProperties": false, "properties": { "a": { "bsonType": "int" } } },
                doc! { "additionalProperties": { "bsonType": ["int", "null"] } },
            ),
            (
                doc! { "additionalProperties": false, "properties": { "a": {} } },
                doc! { "additionalProperties": false, "properties": { "a": {}, "b": {} } },
            ),
            (doc! { "items": [{ "bsonType": "int" }] }, doc! { "items": [{ "bsonType": ["int", "null"] }] }),
            (
                doc! { "items": [{ "bsonType": "int" }, { "bsonType": "int" }], "maxItems": 2 },
                doc! { "items": { "bsonType": "int" } },
            ),
            (doc! { "anyOf": [{ "bsonType": "int" }] }, doc! { "anyOf": [{ "enum": ["a"] }, { "bsonType": "int" }] }),
            (
                doc! { "anyOf": [{ "bsonType": "int" }, { "bsonType": "null" }] },
                doc! { "bsonType": ["null", "int", "long"] },
            ),
            (doc! { "bsonType": "int" }, doc! { "anyOf": [{ "bsonType": "string" }, { "bsonType": "int" }] }),
            (
                doc! { "bsonType": "object", "anyOf": [{ "required": ["a"] }, { "required": ["b"] }] },
                doc! { "bsonType": "object" },
            ),
            (
                doc! { "anyOf": [{ "bsonType": "int" }, { "enum": ["a"] }], "minimum": 1 },
                doc! { "anyOf": [{ "enum": ["a"] }, { "bsonType": "int", "minimum": 0 }], "minimum": 0 },
            ),
            // What stands beside alternatives says nothing of the bounds within them.
            (
                doc! { "minimum": 5, "exclusiveMinimum": true },
                doc! { "anyOf": [{ "minimum": 5 }], "minimum": 1, "exclusiveMinimum": true },
            ),
            (doc! { "uniqueItems": true, "minItems": 1 }, doc! { "uniqueItems": true }),
        ] {
            relaxes_within(&strict, &weak);
        }
    }

    #[test]
    fn neither_is_weaker() {
        for (one, other) in [
            (doc! { "bsonType": "int" }, doc! { "bsonType": "long" }),
            (doc! { "enum": ["a"] }, doc! { "enum": ["b"] }),
            (doc! { "pattern": "a" }, doc! { "pattern": "b" }),
            (doc! { "minimum": 1 }, doc! { "maximum": 1 }),
            (doc! { "minimum": i64::MAX }, doc! { "minimum": 1.5 }),
            (doc! { "uniqueItems": true }, doc! { "multipleOf": 2 }),
            (doc! { "not": { "bsonType": "int" } }, doc! { "not": { "bsonType": "number" } }),
            (
                doc! { "patternProperties": { "a": {} }, "additionalProperties": false },
                doc! { "additionalProperties": false },
            ),
            (
                doc! { "properties": { "a": { "bsonType": "int" } } },
                doc! { "properties": { "b": { "bsonType": "int" } } },
            ),
            (
                doc! { "additionalProperties": false, "properties": { "a": {} } },
                doc! { "additionalProperties": false, "properties": { "b": {} } },
            ),
            (
                doc! { "items": [{}, { "bsonType": "int" }], "additionalItems": false },
                doc! { "items": [{}], "additionalItems": false },
            ),
        ] {
            let (one, other) = (schema(one), schema(other));
            assert!(!is_relaxed(&one, &other), "{one} -> {other}");
            assert!(!is_relaxed(&other, &one), "{other} -> {one}");
        }
    }

    #[test]
    fn what_can_hold_for_no_value_is_not_asked_for() {
        for (old, new) in [
            (doc! { "bsonType": "string" }, doc! { "bsonType": "string", "minimum": 1 }),
            (doc! { "bsonType": "int" }, doc! { "bsonType": "int", "pattern": "a", "minLength": 1, "maxItems": 0 }),
            (doc! { "bsonType": "int" }, doc! { "required": ["a"], "additionalProperties": false }),
            (doc! { "bsonType": ["int", "null"] }, doc! { "properties": { "a": { "bsonType": "int" } } }),
            (doc! { "additionalProperties": false }, doc! { "properties": { "a": { "bsonType": "int" } } }),
            (doc! { "maxItems": 1 }, doc! { "items": [{}, { "bsonType": "int" }], "maxItems": 1 }),
        ] {
            let (old, new) = (schema(old), schema(new));
            assert!(is_relaxed(&old, &new), "{old} -> {new}");
        }
    }

    #[test]
    fn words_for_people_say_nothing() {
        let (old, new) = (doc! { "bsonType": "int", "description": "a" }, doc! { "bsonType": "int", "title": "b" });
        assert!(is_relaxed(&schema(old.clone()), &schema(new.clone())) && is_relaxed(&schema(new), &schema(old)));
    }

    #[test]
    fn other_validators_are_equal_or_not_understood() {
        let (filter, other) = (doc! { "a": { "$gt": 1 } }, doc! { "a": { "$gt": 0 } });
        assert!(is_relaxed(&filter, &filter) && is_relaxed(&filter, &doc! {}));
        assert!(!is_relaxed(&filter, &other) && !is_relaxed(&doc! {}, &filter));
        let strict = schema(doc! { "bsonType": "object", "required": ["a"] });
        let mut both = strict.clone();
        both.extend(filter);
        assert!(!is_relaxed(&both, &schema(doc! { "bsonType": "object" })), "not looked at, though it is");
        assert!(!is_relaxed(&strict, &both));
        assert!(is_relaxed(&strict, &doc! {}) && !is_relaxed(&doc! {}, &strict));
        assert!(is_relaxed(&doc! {}, &schema(doc! {})));
    }
}
