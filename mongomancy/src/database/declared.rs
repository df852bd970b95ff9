//! The registered definitions, joined by collection: pure.

use bson::{Bson, Document, doc};

use super::{
    creation_lock,
    index_shape::{IndexShape, normal},
    joined_options,
};
use crate::{
    definition::{CollectionDefinition, CollectionOptions, DefaultDocument, Index, IndexKey, check_joint},
    error::{Error, Result},
    namespace::Namespace,
};

/// What one collection should have, by all of its definitions.
#[derive(Debug, Clone)]
pub(super) struct Declared {
    pub(super) collection: String,
    /// As the server's `create` takes them.
    pub(super) options: Document,
    pub(super) indexes: Vec<Index>,
    pub(super) default_documents: Vec<DefaultDocument>,
}

impl Declared {
    /// The server's word for what it is.
    pub(super) fn kind(&self) -> &'static str {
        if self.options.contains_key("viewOn") {
            "view"
        } else if self.options.contains_key("timeseries") {
            "timeseries"
        } else {
            "collection"
        }
    }

    pub(super) fn collation(&self) -> Option<&Document> {
        self.options.get_document("collation").ok()
    }
}

/// Joins the definitions of each collection, in the order of their registration.
///
/// Two types may declare the same index or the same default document. Under one name, or over the same keys, they may
/// not declare different ones.
pub(super) fn join(database: &str, definitions: &[CollectionDefinition]) -> Result<Vec<Declared>> {
    let mut joined: Vec<(Declared, Vec<&CollectionDefinition>)> = Vec::new();
    for definition in definitions {
        definition.check()?;
        Namespace::new(database, definition.name()).check()?;
        if definition.name() == creation_lock::COLLECTION {
            return Err(Error::invalid_definition(format!(
                "`{}` ({}): the creation lock has this collection for itself",
                creation_lock::COLLECTION,
                definition.described()
            )));
        }
        let known = joined.iter().position(|(declared, _)| declared.collection == definition.name());
        let known = known.unwrap_or_else(|| {
            let collection = definition.name().to_owned();
            let (options, indexes, default_documents) = Default::default();
            joined.push((Declared { collection, options, indexes, default_documents }, Vec::new()));
            joined.len() - 1
        });
        let (declared, before) = &mut joined[known];
        joined_options::join(&mut declared.options, definition, before)?;
        for index in definition.indexes() {
            if !is_declared_before(index, definition, before)? {
                declared.indexes.push(index.clone());
            }
        }
        for document in definition.default_documents() {
            check_fields(document, definition)?;
            if !has_equal_before(document, definition, &declared.default_documents, before)? {
                declared.default_documents.push(document.clone());
            }
        }
        before.push(definition);
    }
    joined.into_iter().map(|(declared, of)| checked(declared, &of)).collect()
}

/// Refuses what the definitions come to together, though each is sound; and says what servers want to be told.
fn checked(mut declared: Declared, of: &[&CollectionDefinition]) -> Result<Declared> {
    let options = CollectionOptions::joined(declared.options.clone());
    check_joint(&options, &declared.indexes, &declared.default_documents).map_err(|rule| {
        let all: Vec<&str> = of.iter().map(|one| one.described()).collect();
        Error::invalid_definition(format!("collection `{}` ({}): {rule}", declared.collection, all.join(" and ")))
    })?;
    if declared.collation().is_some() {
        // These compare byte by byte alone, and servers want it said where the collection does otherwise.
        let bytewise = |index: &Index| index.keys().any(|(_, key)| matches!(key, IndexKey::Text | IndexKey::TwoD));
        for index in declared.indexes.iter_mut().filter(|index| bytewise(index)) {
            *index = index.clone().option("collation", doc! { "locale": "simple" });
        }
    }
    Ok(declared)
}

/// Whether an earlier definition has the very same index.
fn is_declared_before(index: &Index, of: &CollectionDefinition, before: &[&CollectionDefinition]) -> Result<bool> {
    let ours = IndexShape::declared(index, of.name(), None);
    let all = before.iter().flat_map(|other| other.indexes());
    if all.clone().any(|theirs| IndexShape::declared(theirs, of.name(), None) == ours) {
        return Ok(true);
    }
    for other in before {
        for theirs in other.indexes() {
            let theirs = IndexShape::declared(theirs, of.name(), None);
            let (name, their_name) = (&ours.name, &theirs.name);
            if name == their_name {
                return Err(contradiction(other, of, &format!("declare the index `{name}` differently")));
            }
            if ours.keys == theirs.keys {
                let rule = format!("declare the indexes `{their_name}` and `{name}` over the same keys");
                return Err(contradiction(other, of, &rule));
            }
        }
    }
    Ok(false)
}

/// Whether a default document with this key is declared already.
fn has_equal_before(
    document: &DefaultDocument,
    of: &CollectionDefinition,
    declared: &[DefaultDocument],
    before: &[&CollectionDefinition],
) -> Result<bool> {
    let key = normal_key(document);
    if !declared.iter().any(|other| normal_key(other) == key) {
        return Ok(false);
    }
    for other in before {
        for theirs in other.default_documents() {
            // The same type registered again may have made its values anew, ids and dates included.
            if normal_key(theirs) == key && !other.has_same_origin(of) && content(theirs)? != content(document)? {
                let fields: Vec<&str> = document.key_fields().collect();
                let rule = format!("declare different default documents for the same value of {}", fields.join(", "));
                return Err(contradiction(other, of, &rule));
            }
        }
    }
    let within = of.default_documents().iter().filter(|other| normal_key(other) == key);
    for other in within {
        if content(other)? != content(document)? {
            let fields: Vec<&str> = document.key_fields().collect();
            let rule = format!("two default documents have the same value of {}", fields.join(", "));
            return Err(refusal(of, &rule));
        }
    }
    Ok(true)
}

/// Refuses what an upsert cannot store as it stands.
fn check_fields(document: &DefaultDocument, of: &CollectionDefinition) -> Result<()> {
    match document.document()?.keys().find(|field| field.starts_with('$') || field.contains('.')) {
        Some(field) => Err(refusal(of, &format!("a default document has the field `{field}`, which reads as a path"))),
        None => Ok(()),
    }
}

/// The key's values in one form; the order of its fields makes no difference.
fn normal_key(document: &DefaultDocument) -> Vec<(String, Bson)> {
    let mut key: Vec<(String, Bson)> =
        document.filter().into_iter().map(|(field, value)| (field, normal(&value))).collect();
    key.sort_by(|one, other| one.0.cmp(&other.0));
    key
}

/// The content that two declarations must share: an `_id` made anew each time is none of it.
fn content(document: &DefaultDocument) -> Result<Document> {
    let mut content = document.document()?.clone();
    if document.key_fields().all(|field| field != "_id") {
        content.remove("_id");
    }
    Ok(content.into_iter().map(|(field, value)| (field, normal(&value))).collect())
}

pub(super) fn contradiction(one: &CollectionDefinition, other: &CollectionDefinition, rule: &str) -> Error {
    let rule = format!("{} and {} {rule}", one.described(), other.described());
    Error::invalid_definition(format!("collection `{}`: {rule}", one.name()))
}

fn refusal(definition: &CollectionDefinition, rule: &str) -> Error {
    Error::invalid_definition(format!("collection `{}` ({}): {rule}", definition.name(), definition.described()))
}

#[cfg(test)]
mod tests {
    use bson::oid::ObjectId;

    use super::*;
    use crate::error::ErrorKind;

    struct Player;
    struct Veteran;

    fn definition<T>() -> CollectionDefinition {
        CollectionDefinition::new("player").origin::<T>()
    }

    fn default(document: Document) -> DefaultDocument {
        DefaultDocument::new(document).key(["n"])
    }

    #[test]
    fn definitions_of_one_collection_are_joined() {
        let definitions = [
            definition::<Player>().index(Index::ascending("a")).default_document(default(doc! { "n": 1, "x": 1 })),
            CollectionDefinition::new("guild"),
            definition::<Veteran>()
                .index(Index::ascending("a"))
                .index(Index::ascending("b"))
                .default_document(default(doc! { "n": 1.0, "x": 1_i64 }))
                .default_document(default(doc! { "n": 2 })),
        ];
        let joined = join("game", &definitions).unwrap();
        let names: Vec<&str> = joined.iter().map(|declared| declared.collection.as_str()).collect();
        assert_eq!(names, ["player", "guild"]);
        assert_eq!(joined[0].indexes.len(), 2);
        assert_eq!(joined[0].default_documents.len(), 2);
    }

    #[test]
    fn contradictions_name_both_types_and_no_values() {
        for (one, other, told) in [
            (
                definition::<Player>().index(Index::ascending("a").name("x")),
                definition::<Veteran>().index(Index::ascending("b").name("x")),
                "declare the index `x` differently",
            ),
            (
                definition::<Player>().index(Index::ascending("a")),
                definition::<Veteran>().index(Index::ascending("a").unique(true)),
                "declare the indexes `ix__player__a` and `ux__player__a` over the same keys",
            ),
            (
                definition::<Player>().default_document(default(doc! { "n": "MARK", "x": 1 })),
                definition::<Veteran>().default_document(default(doc! { "n": "MARK", "x": 2 })),
                "declare different default documents for the same value of n",
            ),
        ] {
            let error = join("game", &[one, other]).unwrap_err();
            let text = error.to_string();
            assert_eq!(error.kind(), &ErrorKind::InvalidDefinition);
            assert!(text.contains(told) && text.contains("Player and ") && text.contains("Veteran"), "{text}");
            assert!(!text.contains("MARK"), "{text}");
        }
    }

    #[test]
    fn a_type_registered_twice_does_not_contradict_itself() {
        let made = || {
            let value = doc! { "_id": ObjectId::new(), "n": 1, "born": ObjectId::new() };
            definition::<Player>().default_document(default(value))
        };
        let joined = join("game", &[made(), made()]).unwrap();
        assert_eq!(joined[0].default_documents.len(), 1);
    }

    #[test]
    fn what_is_sound_alone_may_not_be_together() {
        let text = |field: &str| Index::new([(field, "text")]);
        let view = || CollectionDefinition::view("player", "person", []);
        for (one, other, told) in [
            (definition::<Player>().index(text("a")), definition::<Veteran>().index(text("b")), "two text indexes"),
            (view(), definition::<Veteran>().index(Index::ascending("a")), "a view has neither indexes nor"),
            (
                definition::<Player>().clustered(),
                definition::<Veteran>().capped(crate::definition::Capped::new(1)),
                "both capped and clustered",
            ),
        ] {
            let error = join("game", &[one, other]).unwrap_err().to_string();
            assert!(error.contains(told) && error.contains("Veteran"), "{error}");
        }
    }

    #[test]
    fn words_and_planes_compare_byte_by_byte_in_a_collection_that_does_not() {
        let french = crate::options::Collation::builder().locale("fr").build();
        let indexes = [Index::new([("t", "text")]), Index::new([("p", "2d")]), Index::ascending("a")];
        let collated = definition::<Player>().collation(french);
        let joined = join("game", &[indexes.into_iter().fold(collated, CollectionDefinition::index)]).unwrap();
        let said: Vec<bool> =
            joined[0].indexes.iter().map(|one| one.specification("player").contains_key("collation")).collect();
        assert_eq!(said, [true, true, false]);
    }

    #[test]
    fn what_cannot_be_created_is_refused() {
        for (definition, told) in [
            (definition::<Player>().default_document(default(doc! { "n": 1, "a.b": 1 })), "reads as a path"),
            (
                definition::<Player>()
                    .default_document(default(doc! { "n": 1, "x": 1 }))
                    .default_document(default(doc! { "n": 1, "x": 2 })),
                "two default documents have the same value of n",
            ),
            (CollectionDefinition::new("mongomancy_lock"), "the creation lock has this collection"),
            (CollectionDefinition::new("c".repeat(255)), "longer than 255"),
        ] {
            let error = join("game", &[definition]).unwrap_err();
            assert!(error.to_string().contains(told), "{error}");
        }
    }
}
