//! A shape as `$jsonSchema` says it.

use bson::{Bson, Document, doc};

use super::{Fields, Others, Shape};
use crate::codec::kind;

const ID: &str = "_id";

/// The validator of a collection whose documents are of this shape.
pub(crate) fn validator(shape: &Shape) -> Document {
    doc! { "$jsonSchema": whole(shape) }
}

/// The schema of a collection's document: its `_id` is there, whatever the type knows of it.
fn whole(shape: &Shape) -> Document {
    match shape {
        Shape::Document(fields) => document(fields, true),
        Shape::OneOf(several) => alternatives(several.iter().map(whole)),
        Shape::Any => doc! { "bsonType": kind::name(kind::DOCUMENT) },
        other => schema(other),
    }
}

/// The schema of a value.
fn schema(shape: &Shape) -> Document {
    match shape {
        Shape::Any => Document::new(),
        Shape::Kind(kind) => doc! { "bsonType": kind::name(*kind) },
        Shape::Words(words) => doc! { "enum": words },
        Shape::Document(fields) => document(fields, false),
        Shape::Array { of, length } => {
            let mut array = doc! { "bsonType": kind::name(kind::ARRAY) };
            let items = schema(of);
            if !items.is_empty() {
                array.insert("items", items);
            }
            if let Some(length) = length {
                put_length(&mut array, *length);
            }
            array
        }
        Shape::Tuple(several) => {
            let mut array = doc! { "bsonType": kind::name(kind::ARRAY) };
            // A server takes no empty list.
            if !several.is_empty() {
                array.insert("items", several.iter().map(|shape| Bson::Document(schema(shape))).collect::<Vec<_>>());
            }
            put_length(&mut array, several.len());
            array
        }
        Shape::OneOf(several) => one_of(several),
        Shape::Reference { id, .. } => schema(id),
    }
}

fn put_length(array: &mut Document, length: usize) {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    array.insert("minItems", length);
    array.insert("maxItems", length);
}

/// The fields, of a collection's document or of one in it.
fn document(fields: &Fields, is_whole: bool) -> Document {
    let (mut required, mut properties) = (Vec::new(), Document::new());
    let mut all_named = true;
    for field in fields.iter() {
        if !can_be_named(field.name()) {
            all_named = false;
            continue;
        }
        // Where none is written, a server makes one up.
        if field.is_required() && !(is_whole && field.name() == ID) {
            required.push(field.name());
        }
        let mut property = schema(field.shape());
        field.rules().add_to(&mut property, field.shape());
        if !property.is_empty() {
            properties.insert(field.name(), property);
        }
    }
    let mut document = doc! { "bsonType": kind::name(kind::DOCUMENT) };
    // A server takes no empty list.
    if !required.is_empty() {
        document.insert("required", required);
    }
    let others = match fields.others() {
        Others::None => Some(Bson::Boolean(false)),
        Others::Each(shape) => Some(schema(shape)).filter(|schema| !schema.is_empty()).map(Bson::Document),
        Others::Any => None,
    };
    let others = others.filter(|_| all_named);
    if others.is_some() {
        // All of them have to be listed, those too of which there is nothing to say.
        for name in fields.iter().map(super::FieldShape::name).chain(is_whole.then_some(ID)) {
            properties.entry(name.to_owned()).or_insert_with(|| Document::new().into());
        }
    }
    if !properties.is_empty() {
        document.insert("properties", properties);
    }
    if let Some(others) = others {
        document.insert("additionalProperties", others);
    }
    document
}

/// Whether a server takes the name for that of one field, and for nothing else.
fn can_be_named(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('$') && !name.contains(['.', '\0'])
}

/// In one schema where each of its keywords speaks of one of the types, else as alternatives.
fn one_of(several: &[Shape]) -> Document {
    if let [Shape::Words(words), Shape::Kind(kind::NULL)] = several {
        let words = words.iter().map(|word| Bson::from(*word)).chain([Bson::Null]);
        return doc! { "enum": words.collect::<Vec<_>>() };
    }
    let kinds: Vec<u8> = several.iter().filter_map(Shape::kinds).flatten().collect();
    let are_distinct = kinds.len() == several.len()
        && kinds.iter().enumerate().all(|(position, kind)| !kinds[..position].contains(kind))
        && !several.iter().any(|shape| matches!(shape, Shape::Words(_)));
    if !are_distinct {
        return alternatives(several.iter().map(schema));
    }
    let mut merged = doc! { "bsonType": kinds.iter().map(|kind| kind::name(*kind)).collect::<Vec<_>>() };
    for shape in several {
        merged.extend(schema(shape).into_iter().filter(|(keyword, _)| keyword != "bsonType"));
    }
    merged
}

fn alternatives(several: impl Iterator<Item = Document>) -> Document {
    doc! { "anyOf": several.map(Bson::Document).collect::<Vec<_>>() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(fill: impl FnOnce(&mut Fields)) -> Shape {
        let mut fields = Fields::default();
        fill(&mut fields);
        Shape::Document(fields)
    }

    const TEXT: Shape = Shape::Kind(kind::STRING);
    const INT: Shape = Shape::Kind(kind::INT32);

    #[test]
    fn each_shape_has_its_keywords() {
        for (shape, expected) in [
            (Shape::Any, doc! {}),
            (INT, doc! { "bsonType": "int" }),
            (INT.nullable(), doc! { "bsonType": ["int", "null"] }),
            (Shape::Words(vec!["a", "b"]), doc! { "enum": ["a", "b"] }),
            (Shape::Words(vec!["a"]).nullable(), doc! { "enum": ["a", null] }),
            (Shape::array(INT), doc! { "bsonType": "array", "items": { "bsonType": "int" } }),
            (Shape::array(Shape::Any).nullable(), doc! { "bsonType": ["array", "null"] }),
            (
                Shape::Array { of: Box::new(TEXT), length: Some(2) },
                doc! { "bsonType": "array", "items": { "bsonType": "string" }, "minItems": 2_i64, "maxItems": 2_i64 },
            ),
            (
                Shape::Tuple(vec![INT, Shape::Any]),
                doc! {
                    "bsonType": "array", "items": [{ "bsonType": "int" }, {}], "minItems": 2_i64, "maxItems": 2_i64,
                },
            ),
            (Shape::Tuple(vec![]), doc! { "bsonType": "array", "minItems": 0_i64, "maxItems": 0_i64 }),
            (Shape::map(INT), doc! { "bsonType": "object", "additionalProperties": { "bsonType": "int" } }),
            (Shape::map(Shape::Any), doc! { "bsonType": "object" }),
            (
                Shape::one_of([Shape::Words(vec!["a"]), INT]),
                doc! { "anyOf": [{ "enum": ["a"] }, { "bsonType": "int" }] },
            ),
            (
                Shape::one_of([Shape::map(INT), Shape::array(TEXT)]),
                doc! {
                    "bsonType": ["object", "array"],
                    "additionalProperties": { "bsonType": "int" },
                    "items": { "bsonType": "string" },
                },
            ),
            (
                Shape::one_of([Shape::variant("a", INT), Shape::variant("b", Shape::NULL)]),
                doc! { "anyOf": [
                    {
                        "bsonType": "object", "required": ["a"], "properties": { "a": { "bsonType": "int" } },
                        "additionalProperties": false,
                    },
                    {
                        "bsonType": "object", "required": ["b"], "properties": { "b": { "bsonType": "null" } },
                        "additionalProperties": false,
                    },
                ] },
            ),
            (Shape::Reference { to: "c", id: Box::new(TEXT) }.nullable(), doc! { "bsonType": ["string", "null"] }),
        ] {
            assert_eq!(schema(&shape), expected, "{shape:?}");
        }
    }

    #[test]
    fn an_id_is_made_up_and_what_is_left_out_may_be_too() {
        let shape = fields(|fields| {
            fields.put("_id", Shape::Kind(kind::OBJECT_ID));
            fields.put("a", INT).min(1).description("how many");
            fields.put_some("b", TEXT);
            fields.put("c", Shape::Any);
        });
        let expected = doc! {
            "bsonType": "object",
            "required": ["a", "c"],
            "properties": {
                "_id": { "bsonType": "objectId" },
                "a": { "bsonType": "int", "minimum": 1, "description": "how many" },
                "b": { "bsonType": "string" },
            },
        };
        assert_eq!(validator(&shape), doc! { "$jsonSchema": expected });
        // Within another document it is a field like others.
        let inner = schema(&shape);
        assert_eq!(inner.get_array("required").unwrap().len(), 3);
    }

    #[test]
    fn where_others_are_denied_each_is_listed() {
        let shape = fields(|fields| {
            fields.deny_others();
            fields.put("a", Shape::Any);
        });
        let expected = doc! {
            "bsonType": "object", "required": ["a"], "properties": { "a": {}, "_id": {} }, "additionalProperties": false,
        };
        assert_eq!(validator(&shape), doc! { "$jsonSchema": expected });
        let expected = doc! {
            "bsonType": "object", "properties": { "_id": {} }, "additionalProperties": { "bsonType": "int" },
        };
        assert_eq!(validator(&Shape::map(INT)), doc! { "$jsonSchema": expected });
        // A name that a server takes for a path cannot be listed, and so nothing can be denied.
        let shape = fields(|fields| {
            fields.deny_others();
            fields.put("a.b", INT);
        });
        assert_eq!(schema(&shape), doc! { "bsonType": "object" });
    }
}
