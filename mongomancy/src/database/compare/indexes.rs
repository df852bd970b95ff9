//! Indexes: declared against found.

use super::{
    Difference,
    index_change::{Alteration, Way, may_coexist, way},
};
use crate::{
    database::{
        declared::Declared,
        found::Found,
        index_shape::IndexShape,
        plan::{Change, ChangeKind, DropIndex, Rebuild, Step},
        report::{ChangeSubject, ReportOutcome},
    },
    definition::Index,
};

use bson::doc;

/// Whether there may be documents that a change concerns.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Documents {
    None,
    Some,
}

/// All indexes of a collection that is made along with them.
pub(super) fn create_all(declared: &Declared, difference: &mut Difference) {
    for index in &declared.indexes {
        let shape = IndexShape::declared(index, &declared.collection, declared.collation());
        create(index, &shape, Documents::None, difference);
    }
}

/// The indexes of a collection that is there.
pub(super) fn compare(declared: &Declared, found: &Found, difference: &mut Difference) {
    // What an index takes on is what the collection has, be that as declared or not.
    let collation = found.options.get_document("collation").ok();
    let wanted: Vec<(&Index, IndexShape)> = declared
        .indexes
        .iter()
        .map(|index| (index, IndexShape::declared(index, &declared.collection, collation)))
        .collect();
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
        if let Some(at) = taken.iter().position(|taken| *taken == Some(position)) {
            let theirs = &found.indexes[at].name;
            let named = if *theirs == ours.name { String::new() } else { format!(", named {theirs} on the server") };
            let detail = format!("{}{named}", described(index, ours));
            difference.tell(ChangeSubject::Index(ours.name.clone()), ReportOutcome::Found, detail);
            continue;
        }
        let in_the_way = (0..taken.len())
            .filter(|at| taken[*at].is_none() && is_in_the_way(ours, &found.indexes[*at]))
            .min_by_key(|at| nearness(ours, &found.indexes[*at]))
            .or_else(|| (0..taken.len()).find(|at| found.indexes[*at].name == ours.name));
        match in_the_way {
            None => create(index, ours, Documents::Some, difference),
            Some(at) if taken[at].is_none() => {
                taken[at] = Some(position);
                alter(index, ours, found, &found.indexes[at], difference);
            }
            // Its name is another declared index's on the server.
            Some(at) => {
                let detail = told(ours, &found.indexes[at], &ours.differences(&found.indexes[at]));
                difference.block(ChangeSubject::Index(ours.name.clone()), detail);
            }
        }
    }
    let names: Vec<&str> = found
        .indexes
        .iter()
        .zip(&taken)
        .filter(|(_, taken)| taken.is_some())
        .map(|(one, _)| one.name.as_str())
        .collect();
    for (theirs, taken) in found.indexes.iter().zip(&taken) {
        if taken.is_none() && !is_of_the_server(theirs, found) {
            left_over(theirs, found, &names, difference);
        }
    }
    forget(found, difference);
}

/// Whether the server takes no index like `ours` beside `theirs`, or whether it is what `ours` was.
fn is_in_the_way(ours: &IndexShape, theirs: &IndexShape) -> bool {
    theirs.name == ours.name || theirs.keys == ours.keys || (ours.is_text() && theirs.is_text())
}

/// Which of several to take first: that of the same name, which stands in the way by itself; one that can be changed in
/// place; one that cannot stay beside it.
fn nearness(ours: &IndexShape, theirs: &IndexShape) -> u8 {
    match way(ours, theirs) {
        _ if theirs.name == ours.name => 0,
        Way::InPlace(_) => 1,
        Way::Anew if !may_coexist(ours, theirs) => 2,
        Way::Anew => 3,
    }
}

fn create(index: &Index, ours: &IndexShape, documents: Documents, difference: &mut Difference) {
    let step = Step::CreateIndex(Box::new(index.clone()));
    let subject = ChangeSubject::Index(ours.name.clone());
    let needs = match documents {
        Documents::None => Vec::new(),
        Documents::Some => needs_of(ours),
    };
    difference.change(ChangeKind::Create, subject, described(index, ours), step);
    difference.last_needs(needs);
}

/// What an index that is new needs on a collection with documents.
fn needs_of(ours: &IndexShape) -> Vec<Change> {
    let expires = ours.expires_after().map(|_| Change::TimeToLive);
    expires.into_iter().chain(ours.is_unique().then_some(Change::Unique)).collect()
}

/// What it needs to take the place of another one.
fn needs_instead(ours: &IndexShape, theirs: &IndexShape) -> Vec<Change> {
    let mut needs = vec![Change::Rebuild];
    let same_but = |options: &[&str]| {
        ours.keys == theirs.keys && ours.differing(theirs).iter().all(|option| options.contains(option))
    };
    let no_shorter = ours.expires_after() >= theirs.expires_after() && theirs.expires_after().is_some();
    if ours.expires_after().is_some() && !(no_shorter && same_but(&["expireAfterSeconds", "unique", "hidden"])) {
        needs.push(Change::TimeToLive);
    }
    // A unique index that takes in all refuses whatever one that takes in some does.
    let no_wider = theirs.is_unique() && theirs.partial_filter().is_none() && !theirs.is_sparse();
    let same = same_but(&["expireAfterSeconds", "hidden", "partialFilterExpression", "sparse"]);
    if ours.is_unique() && !(no_wider && same) {
        needs.push(Change::Unique);
    }
    needs
}

/// Makes `theirs` what `ours` is.
fn alter(index: &Index, ours: &IndexShape, found: &Found, theirs: &IndexShape, difference: &mut Difference) {
    let subject = || ChangeSubject::Index(ours.name.clone());
    let alterations = match way(ours, theirs) {
        Way::InPlace(alterations) => alterations,
        Way::Anew => {
            let new_first = may_coexist(ours, theirs);
            let rebuild = Rebuild {
                old: theirs.name.clone(),
                old_specification: found.specification(&theirs.name),
                new: index.clone(),
                new_first,
            };
            let mut detail = told(ours, theirs, &ours.differences(theirs));
            if let Some(words) = of_absent_values(index, ours, theirs) {
                detail = format!("{detail}; {words}");
            }
            difference.change(ChangeKind::Rebuild, subject(), detail, Step::Rebuild(Box::new(rebuild)));
            difference.last_needs(needs_instead(ours, theirs));
            return;
        }
    };
    for alteration in alterations {
        let (option, step, needs) = match alteration {
            Alteration::Expire { from, to } => {
                let shorter = from.is_none_or(|from| to < from);
                let command = doc! { "index": { "name": &theirs.name, "expireAfterSeconds": to } };
                ("expireAfterSeconds", Step::Modify(vec![command]), shorter.then_some(Change::TimeToLive))
            }
            Alteration::Hide(hidden) => {
                let command = doc! { "index": { "name": &theirs.name, "hidden": hidden } };
                ("hidden", Step::Modify(vec![command]), hidden.then_some(Change::Hide))
            }
            Alteration::MakeUnique => ("unique", Step::MakeUnique(theirs.name.clone()), Some(Change::Unique)),
            Alteration::Unprepare => {
                let command = doc! { "index": { "name": &theirs.name, "prepareUnique": false } };
                ("prepareUnique", Step::Modify(vec![command]), None)
            }
        };
        let detail = told(ours, theirs, &ours.difference(theirs, option));
        difference.change(ChangeKind::Modify, subject(), detail, step);
        difference.last_needs(needs);
    }
}

/// What was written down of rebuilds that are over, or that came to nothing.
fn forget(found: &Found, difference: &mut Difference) {
    let is_needed = |old: &String| {
        difference.changes.iter().any(|change| match &change.step {
            Step::FinishRebuild(index) => index.name == *old,
            Step::Rebuild(rebuild) => rebuild.old == *old,
            _ => false,
        })
    };
    let over = found.replaced.iter().map(|one| &one.old).filter(|old| !is_needed(old));
    difference.forgotten = over.cloned().collect();
}

/// What is there and not declared: left, unless a rebuild was broken off before it went.
fn left_over(theirs: &IndexShape, found: &Found, taken: &[&str], difference: &mut Difference) {
    let subject = ChangeSubject::Index(theirs.name.clone());
    // The one that took its place has to be there, and wanted; and it must still be the one that was to go.
    let is_replaced = found.replaced.iter().any(|one| {
        let keys = found.specification(&theirs.name).get_document("key").cloned().unwrap_or_default();
        one.old == theirs.name && one.keys == keys && taken.contains(&one.new.as_str())
    });
    if is_replaced {
        let detail = format!("{theirs}; another index has taken its place, in a rebuild that was broken off");
        difference.change(
            ChangeKind::Rebuild,
            subject,
            detail,
            Step::FinishRebuild(DropIndex::of(found, &theirs.name)),
        );
        difference.last_needs([Change::Rebuild]);
    } else {
        difference.undeclared(subject, theirs.to_string(), Step::DropIndex(DropIndex::of(found, &theirs.name)));
    }
}

impl DropIndex {
    fn of(found: &Found, name: &str) -> Self {
        Self { name: name.to_owned(), specification: found.specification(name) }
    }
}

/// Whether it is the index that newer servers give to a time series by themselves.
fn is_of_the_server(theirs: &IndexShape, found: &Found) -> bool {
    let Ok(series) = found.options.get_document("timeseries") else { return false };
    let field = |option| series.get_str(option).ok();
    let keys: Vec<(&str, &str)> = theirs.keys.iter().map(|(field, kind)| (field.as_str(), kind.as_str())).collect();
    matches!((field("metaField"), field("timeField")), (Some(meta), Some(time)) if keys == [(meta, "1"), (time, "1")])
}

/// `said`, with the index's name where it is another one on the server.
fn told(ours: &IndexShape, theirs: &IndexShape, said: &str) -> String {
    if theirs.name == ours.name {
        format!("on the server {said}")
    } else {
        format!("on the server it is named {}: {said}", theirs.name)
    }
}

/// Keys and options, and in words what becomes of absent values.
fn described(index: &Index, ours: &IndexShape) -> String {
    match index.absent_left_out() {
        Some(field) => format!("{ours}; any number of documents may have no {field}"),
        None => ours.to_string(),
    }
}

/// What it means to change a unique index in which absent values collide into one that leaves them out, or back.
fn of_absent_values(index: &Index, ours: &IndexShape, theirs: &IndexShape) -> Option<String> {
    let same_but_partial = ours.is_unique()
        && theirs.is_unique()
        && ours.keys == theirs.keys
        && ours.differing(theirs) == ["partialFilterExpression"];
    let field = index.absent_left_out().filter(|_| same_but_partial && theirs.partial_filter().is_none())?;
    Some(format!(
        "now a second document without {field} is refused; made anew, any number may have none, and values are as unique \
         as before. Queries for documents without {field} cannot use the new index"
    ))
}
