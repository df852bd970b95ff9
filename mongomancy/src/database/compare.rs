//! What is declared against what is found: pure.

mod default_documents;
mod index_change;
mod indexes;
mod options;
mod validation;

use bson::Document;

use self::options::{OptionDifference, OptionWay};
use super::{
    declared::Declared,
    found::Found,
    plan::{Change, ChangeKind, PlannedChange, Step},
    report::{ChangeSubject, ReportEntry, ReportOutcome},
};

/// What one collection lacks or has otherwise, and what is to be told of the rest.
#[derive(Debug)]
pub(super) struct Difference {
    pub(super) collection: String,
    /// In the order in which they are to be done.
    pub(super) changes: Vec<PlannedChange>,
    /// What no definition declares: the changes that would drop it.
    pub(super) unmanaged: Vec<PlannedChange>,
    /// Indexes of rebuilds that were broken off and are over by now: nothing has to be known of them any more.
    pub(super) forgotten: Vec<String>,
    /// What is found or skipped.
    pub(super) entries: Vec<ReportEntry>,
    pub(super) notes: Vec<String>,
}

impl Difference {
    fn tell(&mut self, subject: ChangeSubject, outcome: ReportOutcome, detail: impl Into<String>) {
        let collection = self.collection.clone();
        self.entries.push(ReportEntry { collection, subject, outcome, detail: detail.into() });
    }

    fn change(&mut self, kind: ChangeKind, subject: ChangeSubject, detail: impl Into<String>, step: Step) {
        self.changes.push(change(&self.collection, kind, subject, detail.into(), step));
    }

    fn block(&mut self, subject: ChangeSubject, detail: impl Into<String>) {
        self.change(ChangeKind::Blocked, subject, detail, Step::Nothing);
    }

    /// What the change that was added last needs.
    fn last_needs(&mut self, needs: impl IntoIterator<Item = Change>) {
        if let Some(change) = self.changes.last_mut() {
            change.needs = needs.into_iter().collect();
        }
    }

    /// Puts what is to be dropped where it is in nobody's way: behind what is changed in place, before what is made.
    pub(super) fn drop_first(&mut self, drops: Vec<PlannedChange>) {
        let at = self
            .changes
            .iter()
            .position(|change| matches!(change.step, Step::CreateIndex(_) | Step::Rebuild(_) | Step::Insert(_)));
        let at = at.unwrap_or(self.changes.len());
        self.changes.splice(at..at, drops);
    }

    fn undeclared(&mut self, subject: ChangeSubject, detail: impl Into<String>, step: Step) {
        let mut change = change(&self.collection, ChangeKind::Drop, subject, detail.into(), step);
        change.needs = vec![Change::Drop];
        self.unmanaged.push(change);
    }
}

fn change(collection: &str, kind: ChangeKind, subject: ChangeSubject, detail: String, step: Step) -> PlannedChange {
    let collection = collection.to_owned();
    PlannedChange { collection, kind, subject, detail, needs: Vec::new(), documents: None, examples: Vec::new(), step }
}

/// Compares one collection.
pub(super) fn compare(declared: &Declared, found: Option<&Found>, skip_existing: bool) -> Difference {
    let mut difference = Difference {
        collection: declared.collection.clone(),
        changes: Vec::new(),
        unmanaged: Vec::new(),
        forgotten: Vec::new(),
        entries: Vec::new(),
        notes: Vec::new(),
    };
    match found {
        None => {
            let step = Step::CreateCollection(declared.options.clone());
            difference.change(ChangeKind::Create, ChangeSubject::Collection, of_options(&declared.options), step);
            indexes::create_all(declared, &mut difference);
        }
        Some(_) if skip_existing => {
            difference.tell(ChangeSubject::Collection, ReportOutcome::Skipped, "it exists");
            return difference;
        }
        Some(found) if found.kind != declared.kind() => {
            let detail = format!("it is a {} on the server, declared is a {}", found.kind, declared.kind());
            difference.block(ChangeSubject::Collection, detail);
            return difference;
        }
        Some(found) => {
            difference.tell(ChangeSubject::Collection, ReportOutcome::Found, "");
            compare_options(declared, found, &mut difference);
            indexes::compare(declared, found, &mut difference);
        }
    }
    default_documents::compare(declared, found, &mut difference);
    difference
}

fn compare_options(declared: &Declared, found: &Found, difference: &mut Difference) {
    for OptionDifference { option, detail, way } in options::compare(&declared.options, &found.options) {
        let subject = ChangeSubject::CollectionOption(option.to_owned());
        match way {
            OptionWay::Modify { commands, needs } => {
                difference.change(ChangeKind::Modify, subject, detail, Step::Modify(commands));
                difference.last_needs(needs);
            }
            OptionWay::Never => {
                let detail =
                    format!("{detail}; no server changes it, so the documents have to move to a new collection");
                difference.block(subject, detail);
            }
            OptionWay::Undeclared(command) => {
                let step = command.map_or(Step::Nothing, |command| Step::Modify(vec![command]));
                difference.undeclared(subject, detail, step);
            }
        }
    }
}

/// The names of the options with which a collection is made.
fn of_options(options: &Document) -> String {
    let names: Vec<&str> = options.keys().map(String::as_str).collect();
    if names.is_empty() { String::new() } else { format!("with {}", names.join(", ")) }
}

#[cfg(test)]
mod tests {
    use bson::{Document, doc};

    use super::*;
    use crate::{
        database::{index_shape::IndexShape, unfinished::Replaced},
        definition::{DefaultDocument, Index},
        model::FieldPath,
    };

    fn declared(indexes: impl IntoIterator<Item = Index>) -> Declared {
        Declared {
            collection: "c".into(),
            options: Document::new(),
            indexes: indexes.into_iter().collect(),
            default_documents: Vec::new(),
        }
    }

    fn found(indexes: impl IntoIterator<Item = Document>) -> Found {
        let specifications: Vec<Document> = indexes.into_iter().collect();
        Found {
            kind: "collection".into(),
            options: Document::new(),
            indexes: specifications.iter().map(|one| IndexShape::of(one, None)).collect(),
            specifications,
            replaced: Vec::new(),
            default_documents: Vec::new(),
        }
    }

    /// One line for each index: found ones, changes, and what is not declared.
    fn told(difference: &Difference) -> Vec<String> {
        let found = difference.entries.iter().filter_map(|entry| Some((entry.index()?, entry)));
        let found = found.map(|(name, entry)| format!("{} {name} {}", entry.outcome, entry.detail));
        let line = |change: &PlannedChange| {
            let ChangeSubject::Index(name) = &change.subject else { return None };
            Some(format!("{:?} {name} {} {:?}", change.kind, change.detail, change.needs))
        };
        found.chain(difference.changes.iter().chain(&difference.unmanaged).filter_map(line)).collect()
    }

    fn kinds(difference: &Difference) -> Vec<ChangeKind> {
        difference.changes.iter().map(|change| change.kind).collect()
    }

    #[test]
    fn an_empty_database_lacks_all() {
        let mut declared = declared([Index::ascending("a")]);
        declared.default_documents.push(DefaultDocument::new(doc! { "_id": 1 }));
        let difference = compare(&declared, None, false);
        assert_eq!(kinds(&difference), [ChangeKind::Create, ChangeKind::Create, ChangeKind::Insert]);
        assert!(difference.changes.iter().all(|change| change.needs.is_empty()));
        assert!(difference.entries.is_empty() && difference.notes.is_empty());
    }

    #[test]
    fn indexes_are_found_created_altered_rebuilt_or_left() {
        let unique = || Index::ascending("a").unique(true);
        let absent = || FieldPath::<Option<String>>::new("a").leave_absent_out(unique());
        for (ours, theirs, expected) in [
            (vec![unique()], vec![], vec!["Create ux__c__a { a: 1 } unique [Unique]"]),
            (
                vec![unique()],
                vec![doc! { "key": { "a": 1.0 }, "name": "ux__c__a", "unique": true }],
                vec!["= ux__c__a { a: 1 } unique"],
            ),
            (
                vec![unique()],
                vec![doc! { "key": { "a": 1 }, "name": "a_1", "unique": true }],
                vec!["= ux__c__a { a: 1 } unique, named a_1 on the server"],
            ),
            (
                vec![unique()],
                vec![doc! { "key": { "a": 1 }, "name": "a_1" }],
                vec!["Modify ux__c__a on the server it is named a_1: it is not unique [Unique]"],
            ),
            (
                vec![Index::ascending("a")],
                vec![doc! { "key": { "a": 1 }, "name": "ux__c__a", "unique": true }],
                vec![
                    "Rebuild ix__c__a on the server it is named ux__c__a: it is unique, which is not declared [Rebuild]",
                ],
            ),
            (
                vec![unique().name("x")],
                vec![doc! { "key": { "b": -1 }, "name": "x", "unique": true }],
                vec!["Rebuild x on the server its keys are { b: -1 }, declared are { a: 1 } [Rebuild, Unique]"],
            ),
            (vec![], vec![doc! { "key": { "b": 1 }, "name": "b_1" }], vec!["Drop b_1 { b: 1 } [Drop]"]),
            // Another index over the same keys, which the server allows beside it.
            (
                vec![Index::ascending("a")],
                vec![
                    doc! { "key": { "a": 1 }, "name": "part", "partialFilterExpression": { "b": 1 } },
                    doc! { "key": { "a": 1 }, "name": "ix__c__a" },
                ],
                vec!["= ix__c__a { a: 1 }", "Drop part { a: 1 } partial by b [Drop]"],
            ),
            // The keys are there under the name of another declared index.
            (
                vec![Index::ascending("a").name("one"), Index::ascending("b").name("two")],
                vec![doc! { "key": { "a": 1 }, "name": "two" }],
                vec![
                    "= one { a: 1 }, named two on the server",
                    "Blocked two on the server its keys are { a: 1 }, declared are { b: 1 } []",
                ],
            ),
            (
                vec![Index::ascending("a").name("x").expire_after(std::time::Duration::from_secs(9))],
                vec![doc! { "key": { "b": 1 }, "name": "x", "expireAfterSeconds": 9 }],
                vec!["Rebuild x on the server its keys are { b: 1 }, declared are { a: 1 } [Rebuild, TimeToLive]"],
            ),
            // Of two in the way, that of the same name is the one that was this one.
            (
                vec![Index::ascending("a").name("x").unique(true)],
                vec![
                    doc! { "key": { "a": 1 }, "name": "p", "partialFilterExpression": { "b": 1 } },
                    doc! { "key": { "z": 1 }, "name": "x" },
                ],
                vec![
                    "Rebuild x on the server its keys are { z: 1 }, declared are { a: 1 }, it is not unique [Rebuild, Unique]",
                    "Drop p { a: 1 } partial by b [Drop]",
                ],
            ),
            // A server has one index over words alone.
            (
                vec![Index::new([("a", "text")])],
                vec![doc! { "key": { "_fts": "text", "_ftsx": 1 }, "weights": { "b": 1 }, "name": "words" }],
                vec![
                    "Rebuild ix__c__a on the server it is named words: its keys are { b: text }, declared are { a: text } \
                     [Rebuild]",
                ],
            ),
            (
                vec![absent()],
                vec![doc! { "key": { "a": 1 }, "name": "ux__c__a", "unique": true }],
                vec![
                    "Rebuild ux__c__a on the server it has no partialFilterExpression; now a second document without a is \
                     refused; made anew, any number may have none, and values are as unique as before. Queries for documents \
                     without a cannot use the new index [Rebuild]",
                ],
            ),
            (
                vec![absent()],
                vec![],
                vec!["Create ux__c__a { a: 1 } partial by a, unique; any number of documents may have no a [Unique]"],
            ),
        ] {
            let difference = compare(&declared(ours), Some(&found(theirs)), false);
            assert_eq!(told(&difference), expected);
        }
    }

    #[test]
    fn what_a_rebuild_left_behind_goes_if_it_is_still_that_and_the_new_one_is_there() {
        let index = || doc! { "key": { "a": 1 }, "name": "ix__c__a" };
        let old = || doc! { "key": { "b": 1 }, "name": "old" };
        let replaced =
            |keys: Document, new: &str| Replaced { collection: "c".into(), old: "old".into(), keys, new: new.into() };
        for (replaced, goes) in [
            (replaced(doc! { "b": 1 }, "ix__c__a"), true),
            (replaced(doc! { "b": -1 }, "ix__c__a"), false),
            (replaced(doc! { "b": 1 }, "another"), false),
        ] {
            let found = Found { replaced: vec![replaced.clone()], ..found([index(), old()]) };
            let difference = compare(&declared([Index::ascending("a")]), Some(&found), false);
            let expected: &[ChangeKind] = if goes { &[ChangeKind::Rebuild] } else { &[] };
            assert_eq!(kinds(&difference), expected, "{replaced:?}");
            assert_eq!(difference.unmanaged.is_empty(), goes, "{replaced:?}");
        }
    }

    #[test]
    fn existing_collections_are_left_alone_when_asked() {
        let difference = compare(&declared([Index::ascending("a")]), Some(&found([])), true);
        assert!(difference.changes.is_empty());
        assert_eq!(difference.entries[0].outcome, ReportOutcome::Skipped);
    }

    #[test]
    fn another_kind_of_collection_is_blocked() {
        let view = Found { kind: "view".into(), ..found([]) };
        let difference = compare(&declared([Index::ascending("a")]), Some(&view), false);
        assert_eq!(kinds(&difference), [ChangeKind::Blocked]);
        assert_eq!(difference.changes[0].to_string(), "c: it is a view on the server, declared is a collection");
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
