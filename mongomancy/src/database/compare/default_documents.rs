//! Default documents: declared against found.

use bson::Bson;

use super::Difference;
use crate::{
    database::{
        declared::Declared,
        found::Found,
        index_shape::IndexShape,
        plan::{ChangeKind, Step},
        report::{ChangeSubject, ReportOutcome},
    },
    definition::DefaultDocument,
};

pub(super) fn compare(declared: &Declared, found: Option<&Found>, difference: &mut Difference) {
    for (position, document) in declared.default_documents.iter().enumerate() {
        let subject = ChangeSubject::DefaultDocument(document.key_fields().map(str::to_owned).collect());
        if found.is_some_and(|found| found.default_documents.get(position).copied().unwrap_or(false)) {
            difference.tell(subject, ReportOutcome::Found, "");
        } else {
            difference.change(ChangeKind::Insert, subject, "", Step::Insert(Box::new(document.clone())));
        }
    }
    note_uncovered(declared, found, difference);
}

/// Notes the keys of default documents that no unique index guards.
fn note_uncovered(declared: &Declared, found: Option<&Found>, difference: &mut Difference) {
    let to_come = difference.changes.iter().filter_map(|change| match &change.step {
        Step::CreateIndex(index) => Some(IndexShape::declared(index, &declared.collection, None)),
        _ => None,
    });
    let there = found.map_or(&[][..], |found| &found.indexes).iter().cloned();
    let unique: Vec<IndexShape> = to_come.chain(there).filter(IndexShape::is_unique).collect();
    for document in &declared.default_documents {
        let key: Vec<&str> = document.key_fields().collect();
        if key.contains(&"_id") || unique.iter().any(|index| covers(index, document)) {
            continue;
        }
        let note = format!(
            "{}: no unique index covers the key {} of default documents; only the creation lock keeps them single",
            declared.collection,
            key.join(", ")
        );
        if !difference.notes.contains(&note) {
            difference.notes.push(note);
        }
    }
}

/// Whether the index lets no second document have the key of this one.
fn covers(index: &IndexShape, document: &DefaultDocument) -> bool {
    let filter = document.filter();
    let value = |field: &str| filter.get_document(field).ok().and_then(|condition| condition.get("$eq"));
    let within_key = index.keys.iter().all(|(field, _)| value(field).is_some());
    let takes_in = index.partial_filter().is_none_or(|partial| {
        partial.iter().all(|(field, condition)| match (value(field), condition.as_document()) {
            (Some(value), Some(condition)) => is_smallest(condition, value),
            _ => false,
        })
    });
    within_key && takes_in
}

/// Whether the condition is `$gte` the smallest value of the type that `value` has, as the derive makes it.
fn is_smallest(condition: &bson::Document, value: &Bson) -> bool {
    let is_number = |value: &Bson| matches!(value, Bson::Int32(_) | Bson::Int64(_) | Bson::Double(_));
    match (condition.get("$gte"), condition.len()) {
        (Some(Bson::Double(least)), 1) => is_number(value) && *least == f64::NEG_INFINITY,
        (Some(Bson::String(least)), 1) => value.as_str().is_some() && least.is_empty(),
        (Some(Bson::ObjectId(least)), 1) => value.as_object_id().is_some() && least.bytes() == [0; 12],
        (Some(Bson::Boolean(least)), 1) => value.as_bool().is_some() && !least,
        (Some(Bson::DateTime(least)), 1) => value.as_datetime().is_some_and(|value| value >= least),
        _ => false,
    }
}
