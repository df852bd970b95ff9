//! What happens when a command is sent more than once: from its BSON alone.

use bson::{RawBsonRef, RawDocument};

use crate::codec::elements::{Element, element};

/// The kind of deployment that a command goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Deployment {
    /// A replica set or a sharded cluster: it takes transaction numbers.
    Replicated,
    /// A single server that takes none.
    Standalone,
}

/// What happens when a command is sent more than once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// It changes nothing.
    Read,
    /// It carries a transaction number: the server applies it once, however often it is sent.
    Numbered,
    /// It runs in a transaction of its own: applied once, or not at all.
    Transaction,
    /// Sent again, it leaves the same state, though its counts describe the last time alone.
    Replayable,
    /// Sent again, it may change more.
    NotReplayable,
}

/// Commands that change nothing.
const READS: [&str; 12] = [
    "find",
    // Whatever it explains: of a write too, only the plan is made and run, and nothing is stored.
    "explain",
    "count",
    "distinct",
    "listCollections",
    "listIndexes",
    "listDatabases",
    "ping",
    "hello",
    "buildInfo",
    "serverStatus",
    "collStats",
];
/// Definition commands that find their work done when they are sent again.
const DEFINITIONS: [&str; 6] = ["create", "createIndexes", "drop", "dropDatabase", "dropIndexes", "collMod"];
/// Update operators that give the same result when they are applied again.
const IDEMPOTENT: [&str; 7] = ["$set", "$unset", "$min", "$max", "$addToSet", "$pull", "$pullAll"];

pub(super) fn of(name: &str, command: &RawDocument, deployment: Deployment) -> Effect {
    match name {
        "aggregate" if writes_out(command) => Effect::NotReplayable,
        "aggregate" => Effect::Read,
        name if READS.contains(&name) => Effect::Read,
        name if DEFINITIONS.contains(&name) => Effect::Replayable,
        "insert" | "findAndModify" if deployment == Deployment::Replicated => Effect::Numbered,
        // An `_id` that is taken tells that the document is stored; the server would make up another one each time.
        "insert" if statements(command, b"documents").all(has_id) => Effect::Replayable,
        "update" | "delete" => {
            let mut statements = statements(command, if name == "update" { b"updates" } else { b"deletes" });
            let many = |statement: &RawDocument| match name {
                "update" => truthy(statement, b"multi"),
                // A limit of zero is no limit.
                _ => !truthy(statement, b"limit"),
            };
            if deployment == Deployment::Replicated && !statements.clone().any(many) {
                return Effect::Numbered;
            }
            match (statements.next(), statements.next()) {
                // Of several, a later one may change what an earlier one matches the next time.
                (Some(statement), None) if replayable(name, statement, many(statement)) => Effect::Replayable,
                _ => Effect::NotReplayable,
            }
        }
        _ => Effect::NotReplayable,
    }
}

/// Whether one update or delete leaves the same state when it is sent again.
fn replayable(name: &str, statement: &RawDocument, many: bool) -> bool {
    let filter = document(statement, "q");
    if name == "delete" {
        // Deleting the first match twice deletes two; deleting all matches, or the one with this `_id`, does not.
        return many || (filter.is_some_and(by_id) && !is_collated(statement));
    }
    let Some(filter) = filter else { return false };
    let Some(update) = document(statement, "u") else { return false };
    let selects_the_same = if many { !touches(update, filter) } else { by_id(filter) && !is_collated(statement) };
    selects_the_same && !truthy(statement, b"upsert") && is_idempotent(update) && !is_positional(update)
}

/// Whether the update picks elements of arrays: the next time it may pick others.
fn is_positional(update: &RawDocument) -> bool {
    let paths = update.iter().flatten().filter_map(|(_, fields)| fields.as_document());
    paths
        .flat_map(|fields| fields.iter().flatten())
        .any(|(path, _)| path.as_str().split('.').any(|part| part.starts_with('$')))
}

fn is_idempotent(update: &RawDocument) -> bool {
    // A replacement document has no operators; as a whole it is idempotent, but only an `update_one` can hold it.
    update.iter().flatten().all(|(operator, _)| {
        let operator = operator.as_str();
        !operator.starts_with('$') || IDEMPOTENT.contains(&operator)
    })
}

/// Whether the update writes a field that the filter looks at: then it could change which documents match.
fn touches(update: &RawDocument, filter: &RawDocument) -> bool {
    let mut looked_at = Vec::new();
    if !collect_fields(filter, &mut looked_at) {
        return true;
    }
    update.iter().flatten().any(|(_, fields)| match fields {
        RawBsonRef::Document(fields) => {
            fields.iter().flatten().any(|(field, _)| looked_at.iter().any(|other| overlap(field.as_str(), other)))
        }
        _ => true,
    })
}

/// Collects the fields that a filter looks at, through what combines filters; false where others may be among them.
fn collect_fields<'a>(filter: &'a RawDocument, fields: &mut Vec<&'a str>) -> bool {
    filter.iter().flatten().all(|(field, value)| match (field.as_str(), value) {
        ("$and" | "$or" | "$nor", RawBsonRef::Array(filters)) => {
            filters.into_iter().flatten().all(|filter| match filter {
                RawBsonRef::Document(filter) => collect_fields(filter, fields),
                _ => false,
            })
        }
        (operator, _) if operator.starts_with('$') => false,
        (field, _) => {
            fields.push(field);
            true
        }
    })
}

/// Whether one path is the other or lies within it.
fn overlap(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn has_id(document: &RawDocument) -> bool {
    matches!(document.get("_id"), Ok(Some(_)))
}

/// Whether the filter names one document by an `_id` that it is equal to, whatever it asks of it besides.
fn by_id(filter: &RawDocument) -> bool {
    filter.iter().flatten().any(|(field, value)| match (field.as_str(), value) {
        ("_id", id) => is_one_value(id),
        ("$and", RawBsonRef::Array(filters)) => {
            filters.into_iter().flatten().filter_map(RawBsonRef::as_document).any(by_id)
        }
        _ => false,
    })
}

/// Whether a condition is equality with one value: the value itself, or `$eq` of it.
fn is_one_value(condition: RawBsonRef<'_>) -> bool {
    match condition {
        RawBsonRef::Document(operators) => {
            let mut keys = operators.iter().flatten().map(|(key, _)| key.as_str());
            match keys.next() {
                Some(key) if key.starts_with('$') => key == "$eq" && keys.next().is_none(),
                _ => true,
            }
        }
        RawBsonRef::RegularExpression(_) => false,
        _ => true,
    }
}

/// Whether one `_id` may match several, the next one each time.
fn is_collated(statement: &RawDocument) -> bool {
    matches!(statement.get("collation"), Ok(Some(_)))
}

fn writes_out(command: &RawDocument) -> bool {
    let Ok(Some(RawBsonRef::Array(stages))) = command.get("pipeline") else { return false };
    stages.into_iter().flatten().any(|stage| {
        let stage = stage.as_document().and_then(|stage| stage.iter().next()?.ok());
        stage.is_some_and(|(name, _)| matches!(name.as_str(), "$out" | "$merge"))
    })
}

fn statements<'a>(command: &'a RawDocument, field: &[u8]) -> impl Iterator<Item = &'a RawDocument> + Clone {
    element(command, field).into_iter().flat_map(Element::items).filter_map(Element::document)
}

fn document<'a>(of: &'a RawDocument, field: &str) -> Option<&'a RawDocument> {
    of.get_document(field).ok()
}

fn truthy(of: &RawDocument, field: &[u8]) -> bool {
    element(of, field).is_some_and(Element::is_truthy)
}

#[cfg(test)]
mod tests {
    use bson::{Document, RawDocumentBuf, doc};

    use super::*;

    fn effect(command: &Document, deployment: Deployment) -> Effect {
        let raw = RawDocumentBuf::try_from(command).unwrap();
        of(command.keys().next().unwrap(), &raw, deployment)
    }

    fn update(q: Document, u: Document, multi: bool) -> Document {
        doc! { "update": "c", "updates": [{ "q": q, "u": u, "multi": multi }] }
    }

    #[test]
    fn each_command_has_its_effect_on_a_replica_set() {
        use Effect::{NotReplayable, Numbered, Read, Replayable};
        for (command, expected) in [
            (doc! { "find": "c" }, Read),
            (doc! { "aggregate": "c", "pipeline": [{ "$match": {} }] }, Read),
            (doc! { "aggregate": "c", "pipeline": [{ "$match": {} }, { "$out": "d" }] }, NotReplayable),
            (doc! { "aggregate": "c", "pipeline": [{ "$merge": { "into": "d" } }] }, NotReplayable),
            (doc! { "insert": "c", "documents": [{}] }, Numbered),
            (doc! { "findAndModify": "c" }, Numbered),
            (update(doc! { "a": 1 }, doc! { "$inc": { "n": 1 } }, false), Numbered),
            (update(doc! { "a": 1 }, doc! { "$inc": { "n": 1 } }, true), NotReplayable),
            (update(doc! { "a": 1 }, doc! { "$set": { "n": 1 } }, true), Replayable),
            (update(doc! { "a": 1 }, doc! { "$set": { "a": 2 } }, true), NotReplayable),
            (update(doc! { "a": 1 }, doc! { "$set": { "a.b": 2 } }, true), NotReplayable),
            (update(doc! { "a.b": 1 }, doc! { "$set": { "a": 2 } }, true), NotReplayable),
            (update(doc! { "a": 1 }, doc! { "$set": { "ab": 2 } }, true), Replayable),
            (update(doc! { "$or": [{ "a": 1 }] }, doc! { "$set": { "n": 2 } }, true), Replayable),
            (update(doc! { "$or": [{ "a": 1 }] }, doc! { "$set": { "a": 2 } }, true), NotReplayable),
            (
                update(
                    doc! { "$and": [{ "a": 1 }, { "$nor": [{ "b": 1 }, { "c.d": 1 }] }] },
                    doc! { "$set": { "n": 2 } },
                    true,
                ),
                Replayable,
            ),
            (
                update(
                    doc! { "$and": [{ "a": 1 }, { "$nor": [{ "b": 1 }, { "c.d": 1 }] }] },
                    doc! { "$set": { "c": 2 } },
                    true,
                ),
                NotReplayable,
            ),
            (update(doc! { "$expr": { "$gt": ["$n", 1] } }, doc! { "$set": { "a": 2 } }, true), NotReplayable),
            (
                update(doc! { "$and": [{ "$where": "this.n" }, { "b": 1 }] }, doc! { "$set": { "a": 2 } }, true),
                NotReplayable,
            ),
            (update(doc! {}, doc! { "$set": { "n": 2 } }, true), Replayable),
            (update(doc! {}, doc! { "$set": { "items.$.x": 2 } }, true), NotReplayable),
            (update(doc! {}, doc! { "$set": { "items.$[].x": 2 } }, true), NotReplayable),
            (doc! { "delete": "c", "deletes": [{ "q": {}, "limit": 1 }] }, Numbered),
            (doc! { "delete": "c", "deletes": [{ "q": {}, "limit": 0 }] }, Replayable),
            (
                doc! { "delete": "c", "deletes": [{ "q": { "a": 1 }, "limit": 1 }, { "q": {}, "limit": 0 }] },
                NotReplayable,
            ),
            (doc! { "explain": { "find": "c" } }, Read),
            (doc! { "explain": update(doc! {}, doc! { "$inc": { "n": 1 } }, true) }, Read),
            (doc! { "explain": { "delete": "c", "deletes": [{ "q": {}, "limit": 0 }] } }, Read),
            (doc! { "explain": { "findAndModify": "c" } }, Read),
            (doc! { "explain": { "aggregate": "c", "pipeline": [{ "$out": "d" }] } }, Read),
            (doc! { "createIndexes": "c" }, Replayable),
            (doc! { "shutdown": 1 }, NotReplayable),
        ] {
            assert_eq!(effect(&command, Deployment::Replicated), expected, "{command}");
        }
    }

    #[test]
    fn a_standalone_replays_what_names_one_document() {
        use Effect::{NotReplayable, Replayable};
        for (command, expected) in [
            (doc! { "insert": "c", "documents": [{ "_id": 1 }, { "_id": 2 }] }, Replayable),
            (doc! { "insert": "c", "documents": [{ "_id": 1 }, {}] }, NotReplayable),
            (update(doc! { "_id": 1 }, doc! { "$set": { "n": 1 } }, false), Replayable),
            (update(doc! { "_id": 1 }, doc! { "$inc": { "n": 1 } }, false), NotReplayable),
            (update(doc! { "_id": { "$gt": 1 } }, doc! { "$set": { "n": 1 } }, false), NotReplayable),
            (update(doc! { "a": 1 }, doc! { "$set": { "n": 1 } }, false), NotReplayable),
            (update(doc! { "_id": { "$eq": 1 } }, doc! { "$set": { "n": 1 } }, false), Replayable),
            (update(doc! { "_id": { "$eq": { "$gt": 1 } } }, doc! { "$set": { "n": 1 } }, false), Replayable),
            (update(doc! { "_id": { "$eq": 1, "$gt": 0 } }, doc! { "$set": { "n": 1 } }, false), NotReplayable),
            (update(doc! { "_id": { "$ne": 1 } }, doc! { "$set": { "n": 1 } }, false), NotReplayable),
            (
                update(doc! { "$and": [{ "a": 1 }, { "_id": { "$eq": 1 } }] }, doc! { "$set": { "n": 1 } }, false),
                Replayable,
            ),
            (update(doc! { "$and": [{ "a": 1 }, { "b": 1 }] }, doc! { "$set": { "n": 1 } }, false), NotReplayable),
            (update(doc! { "$or": [{ "_id": { "$eq": 1 } }] }, doc! { "$set": { "n": 1 } }, false), NotReplayable),
            (doc! { "delete": "c", "deletes": [{ "q": { "_id": 1 }, "limit": 1 }] }, Replayable),
            (doc! { "delete": "c", "deletes": [{ "q": { "_id": { "$eq": 1 } }, "limit": 1 }] }, Replayable),
            // Under a collation `_id: "a"` also matches "A", the next time.
            (
                doc! { "delete": "c", "deletes": [{ "q": { "_id": "a" }, "limit": 1, "collation": { "locale": "en" } }] },
                NotReplayable,
            ),
            (doc! { "delete": "c", "deletes": [{ "q": { "a": 1 }, "limit": 1 }] }, NotReplayable),
        ] {
            assert_eq!(effect(&command, Deployment::Standalone), expected, "{command}");
        }
    }
}
