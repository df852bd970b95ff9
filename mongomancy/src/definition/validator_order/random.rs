//! Random schemas held against random values: what is called relaxed lets every value pass that passed.

#![allow(clippy::float_cmp, clippy::cast_precision_loss, reason = "small numbers that are given")]

use bson::{Bson, Document, bson, doc};

use super::{NUMBERS, count, is_relaxed, types};

/// The same numbers each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % 1_000_003).unwrap() % end
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

const TYPES: [&str; 7] = ["null", "int", "long", "double", "string", "array", "object"];
const NAMES: [&str; 3] = ["a", "b", "c"];

fn value(random: &mut Random, depth: usize) -> Bson {
    match random.below(if depth == 0 { 5 } else { 7 }) {
        0 => Bson::Null,
        1 => bson!(random.one(&[-1, 0, 1, 2])),
        2 => bson!(random.one(&[0_i64, 1, 2])),
        3 => bson!(random.one(&[0.0, 0.5, 1.0, 2.0])),
        4 => bson!(random.one(&["", "a", "b", "ab"])),
        5 => Bson::Array((0..random.below(4)).map(|_| value(random, depth - 1)).collect()),
        _ => {
            let names = NAMES.into_iter().filter(|_| random.below(2) == 0).collect::<Vec<_>>();
            Bson::Document(names.into_iter().map(|name| (name.to_owned(), value(random, depth - 1))).collect())
        }
    }
}

fn schema(random: &mut Random, depth: usize) -> Document {
    let mut schema = Document::new();
    for _ in 0..random.below(4) {
        rule(random, &mut schema, depth);
    }
    schema
}

/// Adds a rule, or puts it in the place of one.
fn rule(random: &mut Random, schema: &mut Document, depth: usize) {
    let number = |random: &mut Random| bson!(random.one(&[0, 1, 2]));
    match random.below(if depth == 0 { 9 } else { 14 }) {
        0 | 1 => {
            let kinds: Vec<&str> = TYPES.into_iter().filter(|_| random.below(2) == 0).collect();
            let kinds = if kinds.is_empty() { vec!["number"] } else { kinds };
            schema.insert("bsonType", kinds);
        }
        2 => _ = schema.insert("enum", (0..=random.below(3)).map(|_| value(random, 0)).collect::<Vec<_>>()),
        3 => {
            schema.insert("minimum", random.one(&[bson!(0), bson!(1), bson!(0.5)]));
            if random.below(2) == 0 {
                schema.insert("exclusiveMinimum", random.below(2) == 0);
            }
        }
        4 => {
            schema.insert("maximum", random.one(&[bson!(0), bson!(1_i64), bson!(0.5)]));
            if random.below(2) == 0 {
                schema.insert("exclusiveMaximum", random.below(2) == 0);
            }
        }
        5 => _ = schema.insert(random.one(&["minLength", "minItems"]), number(random)),
        6 => _ = schema.insert(random.one(&["maxLength", "maxItems"]), number(random)),
        7 => _ = schema.insert("pattern", random.one(&["a", "b"])),
        8 => {
            schema.insert("required", NAMES.into_iter().filter(|_| random.below(2) == 0).collect::<Vec<_>>());
        }
        9 | 10 => {
            let mut properties = schema.get_document("properties").cloned().unwrap_or_default();
            properties.insert(random.one(&NAMES), self::schema(random, depth - 1));
            schema.insert("properties", properties);
        }
        11 => {
            let others = match random.below(3) {
                0 => Bson::Boolean(false),
                1 => Bson::Boolean(true),
                _ => Bson::Document(self::schema(random, depth - 1)),
            };
            schema.insert("additionalProperties", others);
        }
        12 => {
            let items = if random.below(2) == 0 {
                if random.below(2) == 0 {
                    schema.insert("additionalItems", random.below(2) == 0);
                }
                Bson::Array((0..=random.below(2)).map(|_| self::schema(random, depth - 1).into()).collect())
            } else {
                Bson::Document(self::schema(random, depth - 1))
            };
            schema.insert("items", items);
        }
        _ => {
            let several: Vec<Bson> = (0..=random.below(3)).map(|_| self::schema(random, depth - 1).into()).collect();
            schema.insert("anyOf", several);
        }
    }
}

/// A schema that is mostly another one.
fn changed(random: &mut Random, schema: &Document, depth: usize) -> Document {
    let mut changed = schema.clone();
    for _ in 0..=random.below(2) {
        let words: Vec<String> = changed.keys().cloned().collect();
        if words.is_empty() || random.below(4) == 0 {
            rule(random, &mut changed, depth);
            continue;
        }
        let word = random.one(&words);
        match (random.below(3), changed.get_mut(&word)) {
            (0, Some(Bson::Document(inner))) if depth > 0 && word != "properties" => {
                *inner = self::changed(random, &inner.clone(), depth - 1);
            }
            (0 | 1, Some(Bson::Document(properties))) if depth > 0 && word == "properties" => {
                for (_, inner) in properties.iter_mut() {
                    let Bson::Document(inner) = inner else { continue };
                    *inner = self::changed(random, &inner.clone(), depth - 1);
                }
            }
            (0, Some(Bson::Array(list))) => list.reverse(),
            (1, Some(Bson::Array(list))) if word != "items" && !list.is_empty() => {
                let more = random.one(list);
                list.push(more);
            }
            (2, _) => _ = changed.remove(&word),
            _ => rule(random, &mut changed, depth),
        }
    }
    changed
}

fn kind(value: &Bson) -> &'static str {
    match value {
        Bson::Null => "null",
        Bson::Int32(_) => "int",
        Bson::Int64(_) => "long",
        Bson::Double(_) => "double",
        Bson::String(_) => "string",
        Bson::Array(_) => "array",
        _ => "object",
    }
}

fn number(value: &Bson) -> Option<f64> {
    match value {
        Bson::Double(number) => Some(*number),
        other => count(other).map(|number| number as f64),
    }
}

/// Whether two values are equal to a server, to which numbers of all types are.
fn equal(one: &Bson, other: &Bson) -> bool {
    match (number(one), number(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}

/// Whether the value passes, by the meaning of each word.
fn passes(schema: &Bson, value: &Bson) -> bool {
    let schema = match schema {
        Bson::Document(schema) => schema,
        other => return other.as_bool().unwrap(),
    };
    let size = |word: &str| schema.get(word).and_then(count).map(|size| usize::try_from(size).unwrap());
    let fits = |length: usize, least: &str, most: &str| {
        size(least).is_none_or(|least| length >= least) && size(most).is_none_or(|most| length <= most)
    };
    let list = |word: &str| schema.get_array(word).ok();
    let general = types(schema).is_none_or(|types| types.iter().any(|ty| ty == kind(value)))
        && list("enum").is_none_or(|values| values.iter().any(|one| equal(one, value)))
        && list("anyOf").is_none_or(|several| several.iter().any(|schema| passes(schema, value)));
    let own = match value {
        Bson::String(text) => {
            let pattern = schema.get("pattern").and_then(Bson::as_str);
            fits(text.chars().count(), "minLength", "maxLength") && pattern.is_none_or(|pattern| text.contains(pattern))
        }
        Bson::Array(values) => fits(values.len(), "minItems", "maxItems") && items_pass(schema, values),
        Bson::Document(fields) => fields_pass(schema, fields),
        _ if NUMBERS.contains(&kind(value)) => {
            let number = number(value).unwrap();
            let is_set = |word: &str| schema.get_bool(word).unwrap_or(false);
            let bound = |word: &str| schema.get(word).and_then(self::number);
            bound("minimum").is_none_or(|min| number > min || number == min && !is_set("exclusiveMinimum"))
                && bound("maximum").is_none_or(|max| number < max || number == max && !is_set("exclusiveMaximum"))
        }
        _ => true,
    };
    general && own
}

fn items_pass(schema: &Document, values: &[Bson]) -> bool {
    values.iter().enumerate().all(|(position, value)| match schema.get("items") {
        None => true,
        Some(Bson::Array(items)) => match items.get(position).or_else(|| schema.get("additionalItems")) {
            Some(item) => passes(item, value),
            None => true,
        },
        Some(all) => passes(all, value),
    })
}

fn fields_pass(schema: &Document, fields: &Document) -> bool {
    let properties = schema.get_document("properties").cloned().unwrap_or_default();
    let required = schema.get_array("required").cloned().unwrap_or_default();
    required.iter().all(|name| fields.contains_key(name.as_str().unwrap()))
        && fields.iter().all(|(name, value)| {
            properties
                .get(name)
                .or_else(|| schema.get("additionalProperties"))
                .is_none_or(|schema| passes(schema, value))
        })
}

#[test]
fn what_is_relaxed_refuses_nothing_that_passed() {
    const DEPTH: usize = 2;
    const PAIRS: usize = 20_000;
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut relaxed, mut tried) = (0, 0);
    for _ in 0..PAIRS {
        let old = schema(&mut random, DEPTH);
        let new = changed(&mut random, &old, DEPTH);
        if old == new || !is_relaxed(&doc! { "$jsonSchema": old.clone() }, &doc! { "$jsonSchema": new.clone() }) {
            continue;
        }
        relaxed += 1;
        let (old, new) = (Bson::Document(old), Bson::Document(new));
        for _ in 0..100 {
            let value = value(&mut random, DEPTH);
            if passes(&old, &value) {
                tried += 1;
                assert!(passes(&new, &value), "{value} passes {old}, and not {new}");
            }
        }
    }
    assert!(relaxed > PAIRS / 20 && tried > 10 * relaxed, "{relaxed} pairs and {tried} values prove little");
}
