//! What is stored of a type, as plain data: what validators and diagrams are made of.
//!
//! A type tells its shape by [`Encode`](crate::Encode), and a field by the codec that writes it: what is told is what is
//! written. What goes through serde tells nothing, and is [`Any`](Shape::Any).

mod fields;
mod rules;
mod schema;
mod within;

pub use self::within::Within;
pub(crate) use self::{
    fields::{FieldShape, Fields, Others},
    schema::validator,
    within::documents,
};
use crate::codec::kind;

/// What is stored of a type.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Whatever it is.
    Any,
    /// Any value of the BSON type of this number.
    Kind(u8),
    /// One of these texts.
    Words(Vec<&'static str>),
    /// A document with these fields.
    Document(Fields),
    /// An array.
    Array {
        /// What its elements are.
        of: Box<Shape>,
        /// How many there are, where the type says it.
        length: Option<usize>,
    },
    /// An array of these elements.
    Tuple(Vec<Shape>),
    /// One of several.
    OneOf(Vec<Shape>),
    /// The `_id` of a document in another collection.
    Reference {
        /// The collection.
        to: &'static str,
        /// What an `_id` is there.
        id: Box<Shape>,
    },
}

impl Shape {
    /// A document of which no more is known.
    pub const OBJECT: Self = Self::Kind(kind::DOCUMENT);
    /// Null.
    pub const NULL: Self = Self::Kind(kind::NULL);

    /// One of several: one of one is that one, and where one may be anything, all may.
    pub fn one_of(shapes: impl IntoIterator<Item = Self>) -> Self {
        let mut words = Vec::new();
        let mut several: Vec<Self> = Vec::new();
        let mut left: Vec<Self> = shapes.into_iter().collect();
        left.reverse();
        while let Some(shape) = left.pop() {
            match shape {
                Self::Any => return Self::Any,
                Self::OneOf(inner) => left.extend(inner.into_iter().rev()),
                Self::Words(more) => words.extend(more),
                other if several.contains(&other) => {}
                other => several.push(other),
            }
        }
        if !words.is_empty() && !several.contains(&Self::Kind(kind::STRING)) {
            several.insert(0, Self::Words(words));
        }
        match several.len() {
            0 => Self::Any,
            1 => several.swap_remove(0),
            _ => Self::OneOf(several),
        }
    }

    /// Null, or what is in it.
    pub fn nullable(self) -> Self {
        Self::one_of([self, Self::NULL])
    }

    /// An array of any length.
    pub fn array(of: Self) -> Self {
        Self::Array { of: Box::new(of), length: None }
    }

    /// A document whose keys are values.
    pub fn map(of: Self) -> Self {
        Self::Document(Fields { others: Others::Each(Box::new(of)), ..Fields::default() })
    }

    /// The variant of an enum under its name, the only key.
    pub fn variant(name: &'static str, inner: Self) -> Self {
        let mut fields = Fields::default();
        fields.deny_others();
        fields.put(name, inner);
        Self::Document(fields)
    }

    /// The variant of an enum with its tag as the first field.
    pub fn tagged(tag: &'static str, name: &'static str, inner: Self) -> Self {
        let mut fields = match inner {
            Self::Document(fields) => fields,
            Self::OneOf(several) => {
                return Self::one_of(several.into_iter().map(|inner| Self::tagged(tag, name, inner)));
            }
            // A document of which no more is known, or nothing beside the tag.
            _ => Fields::default(),
        };
        // Of two fields of one name the first is the one that a server looks at.
        fields.put_first(tag, Self::Words(vec![name]));
        Self::Document(fields)
    }

    /// The variant of an enum beside its tag.
    pub fn adjacent(tag: &'static str, name: &'static str, content: &'static str, inner: Option<Self>) -> Self {
        let mut fields = Fields::default();
        fields.put(tag, Self::Words(vec![name]));
        if let Some(inner) = inner {
            fields.put(content, inner);
        }
        Self::Document(fields)
    }

    /// The numbers of the BSON types that its values have, none where they may have any.
    pub(crate) fn kinds(&self) -> Option<Vec<u8>> {
        match self {
            Self::Any => None,
            Self::Kind(kind) => Some(vec![*kind]),
            Self::Words(_) => Some(vec![kind::STRING]),
            Self::Document(_) => Some(vec![kind::DOCUMENT]),
            Self::Array { .. } | Self::Tuple(_) => Some(vec![kind::ARRAY]),
            Self::Reference { id, .. } => id.kinds(),
            Self::OneOf(several) => {
                let mut all = Vec::new();
                for shape in several {
                    for kind in shape.kinds()? {
                        if !all.contains(&kind) {
                            all.push(kind);
                        }
                    }
                }
                Some(all)
            }
        }
    }

    /// The first rule that can hold for no value of its field, in words.
    pub(crate) fn problem(&self) -> Option<String> {
        match self {
            Self::Any | Self::Kind(_) | Self::Words(_) | Self::Reference { .. } => None,
            Self::Document(fields) => fields.problem(),
            Self::Array { of, .. } => of.problem(),
            Self::Tuple(several) | Self::OneOf(several) => several.iter().find_map(Self::problem),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_several_is_as_few_as_can_be() {
        let text = || Shape::Kind(kind::STRING);
        assert_eq!(Shape::one_of([text()]), text());
        assert_eq!(Shape::one_of([text(), Shape::Any]), Shape::Any);
        assert_eq!(Shape::one_of([]), Shape::Any);
        assert_eq!(text().nullable().nullable(), Shape::OneOf(vec![text(), Shape::NULL]));
        let words = Shape::one_of([Shape::Words(vec!["a"]), Shape::NULL, Shape::Words(vec!["b"])]);
        assert_eq!(words, Shape::OneOf(vec![Shape::Words(vec!["a", "b"]), Shape::NULL]));
        assert_eq!(Shape::one_of([Shape::Words(vec!["a"]), text()]), text(), "a word is a text");
    }

    #[test]
    fn a_tag_hides_the_field_of_its_name() {
        let mut fields = Fields::default();
        fields.put("type", Shape::Any);
        fields.put("a", Shape::NULL);
        let Shape::Document(tagged) = Shape::tagged("type", "T", Shape::Document(fields)) else {
            panic!("no document")
        };
        let names: Vec<_> = tagged.iter().map(FieldShape::name).collect();
        assert_eq!(names, ["type", "a"]);
        assert_eq!(tagged.iter().next().unwrap().shape(), &Shape::Words(vec!["T"]));
    }
}
