//! What is declared against what is found: pure.

use bson::Bson;

use super::{
    declared::Declared,
    found::Found,
    index_shape::IndexShape,
    report::{ReportEntry, ReportOutcome, ReportSubject},
};
use crate::definition::{DefaultDocument, Index};

/// What one collection lacks, and what is to be told of the rest.
#[derive(Debug)]
pub(super) struct Difference {
    pub(super) collection: String,
    pub(super) create_collection: bool,
    pub(super) create_indexes: Vec<Index>,
    pub(super) insert: Vec<DefaultDocument>,
    /// What is found, skipped, unmanaged or in conflict.
    pub(super) entries: Vec<ReportEntry>,
    pub(super) notes: Vec<String>,
}

impl Difference {
    /// Whether there is nothing to create.
    pub(super) fn is_settled(&self) -> bool {
        !self.create_collection && self.create_indexes.is_empty() && self.insert.is_empty()
    }

    pub(super) fn conflicts(&self) -> impl Iterator<Item = &ReportEntry> {
        self.entries.iter().filter(|entry| entry.outcome == ReportOutcome::Conflict)
    }

    fn tell(&mut self, subject: ReportSubject, outcome: ReportOutcome, detail: impl Into<String>) {
        let collection = self.collection.clone();
        self.entries.push(ReportEntry { collection, subject, outcome, detail: detail.into() });
    }
}

/// Compares one collection.
pub(super) fn compare(declared: &Declared, found: Option<&Found>, skip_existing: bool) -> Difference {
    let mut difference = Difference {
        collection: declared.collection.clone(),
        create_collection: found.is_none(),
        create_indexes: Vec::new(),
        insert: Vec::new(),
        entries: Vec::new(),
        notes: Vec::new(),
    };
    match found {
        None => {
            difference.create_indexes.clone_from(&declared.indexes);
            difference.insert.clone_from(&declared.default_documents);
        }
        Some(_) if skip_existing => {
            difference.tell(ReportSubject::Collection, ReportOutcome::Skipped, "it exists");
            return difference;
        }
        Some(found) if found.kind != "collection" => {
            let detail = format!("it is a {} on the server, declared is a collection", found.kind);
            difference.tell(ReportSubject::Collection, ReportOutcome::Conflict, detail);
            return difference;
        }
        Some(found) => {
            difference.tell(ReportSubject::Collection, ReportOutcome::Found, "");
            compare_indexes(declared, found, &mut difference);
            compare_documents(declared, found, &mut difference);
        }
    }
    note_uncovered(declared, found, &mut difference);
    difference
}

fn compare_indexes(declared: &Declared, found: &Found, difference: &mut Difference) {
    let wanted: Vec<(&Index, IndexShape)> =
        declared.indexes.iter().map(|index| (index, IndexShape::declared(index, &declared.collection))).collect();
    // Which declared index each found one is; the same name goes before the same shape.
    let mut taken: Vec<Option<usize>> = vec![None; found.indexes.len()];
    for by_name in [true, false] {
        for (position, (_, ours)) in wanted.iter().enumerate() {
            let fits = |theirs: &IndexShape| theirs.is_like(ours) && (!by_name || theirs.name == ours.name);
            let free = (0..taken.len()).find(|at| taken[*at].is_none() && fits(&found.indexes[*at]));
            if let Some(at) = free
                && !taken.contains(&Some(position))
            {
                taken[at] = Some(position);
            }
        }
    }
    for (position, (index, ours)) in wanted.iter().enumerate() {
        let subject = ReportSubject::Index(ours.name.clone());
        if let Some(at) = taken.iter().position(|taken| *taken == Some(position)) {
            let theirs = &found.indexes[at].name;
            let named = if *theirs == ours.name { String::new() } else { format!(", named {theirs} on the server") };
            difference.tell(subject, ReportOutcome::Found, format!("{ours}{named}"));
            continue;
        }
        let in_the_way = (0..taken.len())
            .filter(|at| taken[*at].is_none())
            .find(|at| found.indexes[*at].name == ours.name || found.indexes[*at].keys == ours.keys)
            .or_else(|| (0..taken.len()).find(|at| found.indexes[*at].name == ours.name));
        let Some(at) = in_the_way else {
            difference.create_indexes.push((*index).clone());
            continue;
        };
        let theirs = &found.indexes[at];
        let named = if theirs.name == ours.name {
            "on the server".to_owned()
        } else {
            format!("on the server it is named {}:", theirs.name)
        };
        taken[at].get_or_insert(position);
        difference.tell(subject, ReportOutcome::Conflict, format!("{named} {}", ours.differences(theirs)));
    }
    for (theirs, taken) in found.indexes.iter().zip(taken) {
        if taken.is_none() {
            difference.tell(ReportSubject::Index(theirs.name.clone()), ReportOutcome::Unmanaged, theirs.to_string());
        }
    }
}

fn compare_documents(declared: &Declared, found: &Found, difference: &mut Difference) {
    for (position, document) in declared.default_documents.iter().enumerate() {
        if found.default_documents.get(position).copied().unwrap_or(false) {
            difference.tell(subject_of(document), ReportOutcome::Found, "");
        } else {
            difference.insert.push(document.clone());
        }
    }
}

pub(super) fn subject_of(document: &DefaultDocument) -> ReportSubject {
    ReportSubject::DefaultDocument(document.key_fields().map(str::to_owned).collect())
}

/// Notes the keys of default documents that no unique index guards.
fn note_uncovered(declared: &Declared, found: Option<&Found>, difference: &mut Difference) {
    let to_come = difference.create_indexes.iter().map(|one| IndexShape::declared(one, &declared.collection));
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

#[cfg(test)]
mod tests {
    use bson::{Document, doc};

    use super::*;

    fn declared(indexes: impl IntoIterator<Item = Index>) -> Declared {
        Declared { collection: "c".into(), indexes: indexes.into_iter().collect(), default_documents: Vec::new() }
    }

    fn found(indexes: impl IntoIterator<Item = Document>) -> Found {
        Found {
            kind: "collection".into(),
            indexes: indexes.into_iter().map(|one| IndexShape::of(&one, None)).collect(),
            default_documents: Vec::new(),
        }
    }

    /// One line for each index: its mark, name and detail.
    fn told(difference: &Difference) -> Vec<String> {
        let indexes = difference.entries.iter().filter_map(|entry| Some((entry.index()?, entry)));
        indexes.map(|(name, entry)| format!("{} {name} {}", entry.outcome, entry.detail)).collect()
    }

    #[test]
    fn an_empty_database_lacks_all() {
        let mut declared = declared([Index::ascending("a")]);
        declared.default_documents.push(DefaultDocument::new(doc! { "_id": 1 }));
        let difference = compare(&declared, None, false);
        assert!(difference.create_collection && !difference.is_settled());
        assert_eq!((difference.create_indexes.len(), difference.insert.len()), (1, 1));
        assert!(difference.entries.is_empty() && difference.notes.is_empty());
    }

    #[test]
    fn indexes_are_found_in_conflict_or_unmanaged() {
        let unique = || Index::ascending("a").unique(true);
        for (ours, theirs, expected, missing) in [
            (vec![unique()], vec![], vec![], 1),
            (
                vec![unique()],
                vec![doc! { "key": { "a": 1.0 }, "name": "ux__c__a", "unique": true }],
                vec!["= ux__c__a { a: 1 } unique"],
                0,
            ),
            (
                vec![unique()],
                vec![doc! { "key": { "a": 1 }, "name": "a_1", "unique": true }],
                vec!["= ux__c__a { a: 1 } unique, named a_1 on the server"],
                0,
            ),
            (
                vec![unique()],
                vec![doc! { "key": { "a": 1 }, "name": "a_1" }],
                vec!["! ux__c__a on the server it is named a_1: it is not unique"],
                0,
            ),
            (
                vec![unique().name("x")],
                vec![doc! { "key": { "b": -1 }, "name": "x", "unique": true }],
                vec!["! x on the server its keys are { b: -1 }, declared are { a: 1 }"],
                0,
            ),
            (vec![], vec![doc! { "key": { "b": 1 }, "name": "b_1" }], vec!["? b_1 { b: 1 }"], 0),
            // Another index over the same keys, which the server allows beside it.
            (
                vec![Index::ascending("a")],
                vec![
                    doc! { "key": { "a": 1 }, "name": "part", "partialFilterExpression": { "b": 1 } },
                    doc! { "key": { "a": 1 }, "name": "ix__c__a" },
                ],
                vec!["= ix__c__a { a: 1 }", "? part { a: 1 } partial by b"],
                0,
            ),
            // The keys are there under the name of another declared index.
            (
                vec![Index::ascending("a").name("one"), Index::ascending("b").name("two")],
                vec![doc! { "key": { "a": 1 }, "name": "two" }],
                vec![
                    "= one { a: 1 }, named two on the server",
                    "! two on the server its keys are { a: 1 }, declared are { b: 1 }",
                ],
                0,
            ),
        ] {
            let difference = compare(&declared(ours), Some(&found(theirs)), false);
            assert_eq!(told(&difference), expected);
            assert_eq!(difference.create_indexes.len(), missing, "{expected:?}");
        }
    }

    #[test]
    fn existing_collections_are_left_alone_when_asked() {
        let difference = compare(&declared([Index::ascending("a")]), Some(&found([])), true);
        assert!(difference.is_settled());
        assert_eq!(difference.entries[0].outcome, ReportOutcome::Skipped);
    }

    #[test]
    fn a_view_is_in_conflict() {
        let view = Found { kind: "view".into(), indexes: Vec::new(), default_documents: Vec::new() };
        let difference = compare(&declared([Index::ascending("a")]), Some(&view), false);
        assert!(difference.is_settled());
        let conflicts: Vec<String> = difference.conflicts().map(ToString::to_string).collect();
        assert_eq!(conflicts, ["c: it is a view on the server, declared is a collection"]);
    }

    #[test]
    fn only_a_unique_index_within_the_key_covers_it() {
        let by =
            |key: &[&str]| DefaultDocument::new(doc! { "_id": 1, "a": "x", "b": 2, "n": 1.5 }).key(key.iter().copied());
        let smallest = || Index::ascending("a").unique(true).partial_filter_expression(doc! { "a": { "$gte": "" } });
        let numbers = doc! { "n": { "$gte": f64::NEG_INFINITY } };
        for (index, document, covered) in [
            (Index::ascending("a").unique(true), by(&["a"]), true),
            (Index::ascending("a").unique(true), by(&["a", "b"]), true),
            (Index::ascending("a"), by(&["a"]), false),
            (Index::new([("a", 1), ("b", 1)]).unique(true), by(&["a"]), false),
            (Index::ascending("b"), by(&["_id"]), true),
            (smallest(), by(&["a"]), true),
            (Index::ascending("n").unique(true).partial_filter_expression(numbers), by(&["n"]), true),
            (Index::ascending("a").unique(true).partial_filter_expression(doc! { "b": 1 }), by(&["a"]), false),
        ] {
            let mut declared = declared([index]);
            declared.default_documents.push(document);
            let difference = compare(&declared, None, false);
            assert_eq!(difference.notes.is_empty(), covered, "{declared:?} {:?}", difference.notes);
        }
    }
}
