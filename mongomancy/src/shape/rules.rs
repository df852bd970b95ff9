//! What `#[schema]` says of a field's values.

use bson::{Bson, Document};

use super::Shape;
use crate::codec::kind;

const NUMBERS: [u8; 4] = [kind::DOUBLE, kind::INT32, kind::INT64, kind::DECIMAL128];

/// Bounds of a field's values, and what it is for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rules {
    min: Option<Bound>,
    max: Option<Bound>,
    pattern: Option<&'static str>,
    min_len: Option<u32>,
    max_len: Option<u32>,
    description: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq)]
struct Bound {
    value: Bson,
    exclusive: bool,
}

impl Rules {
    /// The least number.
    pub fn min(&mut self, value: impl Into<Bson>) -> &mut Self {
        self.min = Some(Bound { value: value.into(), exclusive: false });
        self
    }

    /// What numbers are above.
    pub fn exclusive_min(&mut self, value: impl Into<Bson>) -> &mut Self {
        self.min = Some(Bound { value: value.into(), exclusive: true });
        self
    }

    /// The largest number.
    pub fn max(&mut self, value: impl Into<Bson>) -> &mut Self {
        self.max = Some(Bound { value: value.into(), exclusive: false });
        self
    }

    /// What numbers are below.
    pub fn exclusive_max(&mut self, value: impl Into<Bson>) -> &mut Self {
        self.max = Some(Bound { value: value.into(), exclusive: true });
        self
    }

    /// The regular expression that texts match.
    pub fn pattern(&mut self, pattern: &'static str) -> &mut Self {
        self.pattern = Some(pattern);
        self
    }

    /// The fewest characters or elements.
    pub fn min_len(&mut self, length: u32) -> &mut Self {
        self.min_len = Some(length);
        self
    }

    /// The most characters or elements.
    pub fn max_len(&mut self, length: u32) -> &mut Self {
        self.max_len = Some(length);
        self
    }

    /// What the field is for.
    pub fn description(&mut self, words: &'static str) -> &mut Self {
        self.description = Some(words);
        self
    }

    /// What the field is for, if that is said.
    pub(crate) fn words(&self) -> Option<&'static str> {
        self.description
    }

    /// Adds the keywords of `$jsonSchema` to the schema of a field of this shape.
    pub(super) fn add_to(&self, schema: &mut Document, shape: &Shape) {
        let kinds = shape.kinds();
        let may_be = |kind: u8| kinds.as_ref().is_none_or(|kinds| kinds.contains(&kind));
        for (bound, keyword, exclusive) in
            [(&self.min, "minimum", "exclusiveMinimum"), (&self.max, "maximum", "exclusiveMaximum")]
        {
            let Some(bound) = bound else { continue };
            schema.insert(keyword, bound.value.clone());
            if bound.exclusive {
                schema.insert(exclusive, true);
            }
        }
        if let Some(pattern) = self.pattern {
            schema.insert("pattern", pattern);
        }
        for (length, of_text, of_array) in
            [(self.min_len, "minLength", "minItems"), (self.max_len, "maxLength", "maxItems")]
        {
            let Some(length) = length else { continue };
            if may_be(kind::STRING) {
                schema.insert(of_text, i64::from(length));
            }
            if may_be(kind::ARRAY) {
                schema.insert(of_array, i64::from(length));
            }
        }
        if let Some(words) = self.description {
            schema.insert("description", words);
        }
    }

    /// A rule that no value of this shape can be meant by, in words.
    pub(super) fn problem(&self, shape: &Shape) -> Option<String> {
        let kinds = shape.kinds()?;
        let is_none_of = |meant: &[u8]| !kinds.iter().any(|kind| meant.contains(kind));
        let wrong = |word: &str, meant: &str| {
            let stored: Vec<&str> = kinds.iter().map(|kind| kind::name(*kind)).collect();
            Some(format!("has the rule `{word}`, which is for {meant}, and is stored as {}", stored.join(" or ")))
        };
        if let Some(bound) = self.min.as_ref().filter(|_| is_none_of(&NUMBERS)) {
            return wrong(if bound.exclusive { "exclusive_min" } else { "min" }, "numbers");
        }
        if let Some(bound) = self.max.as_ref().filter(|_| is_none_of(&NUMBERS)) {
            return wrong(if bound.exclusive { "exclusive_max" } else { "max" }, "numbers");
        }
        if self.pattern.is_some() && is_none_of(&[kind::STRING]) {
            return wrong("pattern", "texts");
        }
        for (length, word) in [(self.min_len, "min_len"), (self.max_len, "max_len")] {
            if length.is_some() && is_none_of(&[kind::STRING, kind::ARRAY]) {
                return wrong(word, "texts and arrays");
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    #[test]
    fn a_length_is_of_what_can_have_one() {
        let text = Shape::Kind(kind::STRING);
        let lengths = |shape: &Shape| {
            let mut schema = Document::new();
            Rules::default().min_len(1).max_len(2).add_to(&mut schema, shape);
            schema
        };
        assert_eq!(lengths(&text), doc! { "minLength": 1_i64, "maxLength": 2_i64 });
        assert_eq!(lengths(&Shape::array(text.clone()).nullable()), doc! { "minItems": 1_i64, "maxItems": 2_i64 });
        let both = doc! { "minLength": 1_i64, "minItems": 1_i64, "maxLength": 2_i64, "maxItems": 2_i64 };
        assert_eq!(lengths(&Shape::Any), both);
    }

    #[test]
    fn rules_for_nothing_are_told() {
        type Say = fn(&mut Rules) -> &mut Rules;
        let (text, number) = (Shape::Kind(kind::STRING), Shape::Kind(kind::INT32));
        let say: [(Say, &Shape, Option<&str>); 8] = [
            (|rules| rules.min(1), &number, None),
            (|rules| rules.exclusive_max(1.5), &number.clone().nullable(), None),
            (|rules| rules.min(1), &text, Some("has the rule `min`, which is for numbers, and is stored as string")),
            (|rules| rules.exclusive_max(1), &text, Some("has the rule `exclusive_max`")),
            (|rules| rules.pattern("a"), &number, Some("has the rule `pattern`, which is for texts")),
            (|rules| rules.min_len(1), &number, Some("has the rule `min_len`, which is for texts and arrays")),
            (|rules| rules.max_len(1), &Shape::array(Shape::Any), None),
            (|rules| rules.min(1).pattern("a"), &Shape::Any, None),
        ];
        for (say, shape, expected) in say {
            let mut rules = Rules::default();
            let problem = say(&mut rules).problem(shape);
            match expected {
                None => assert_eq!(problem, None),
                Some(expected) => assert!(problem.as_ref().is_some_and(|told| told.contains(expected)), "{problem:?}"),
            }
        }
    }
}
