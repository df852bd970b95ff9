//! How many documents a change concerns: reading only, and only where something is not safe.

mod duplicates;

use std::time::Duration;

use bson::{Bson, DateTime, Document, doc};

use super::{
    caller::Caller,
    compare::Difference,
    declared::Declared,
    plan::{Change, ChangeKind, PlannedChange, Step},
    report::ChangeSubject,
};
use crate::{
    collection::written::{self, number},
    definition::Index,
    error::Result,
};

/// Takes back what is asked of changes on collections without documents: there is nothing to delete or to refuse yet.
pub(super) async fn spare_the_empty(caller: &Caller, differences: &mut [Difference]) -> Result<()> {
    let moot = |change: &PlannedChange, needs: &Change| match needs {
        Change::TimeToLive => true,
        Change::Unique => change.kind == ChangeKind::Create,
        _ => false,
    };
    let has_moot = |change: &PlannedChange| change.needs.iter().any(|needs| moot(change, needs));
    for difference in differences.iter_mut().filter(|difference| difference.changes.iter().any(has_moot)) {
        let command = doc! { "find": &difference.collection, "projection": { "_id": 1 }, "limit": 1 };
        if caller.read(&command).await?.is_empty() {
            for change in &mut difference.changes {
                let mut needs = std::mem::take(&mut change.needs);
                needs.retain(|needs| !moot(change, needs));
                change.needs = needs;
            }
        }
    }
    Ok(())
}

/// Counts the documents that each change concerns, and blocks what duplicates stand in the way of.
pub(super) async fn count(caller: &Caller, declared: &Declared, difference: &mut Difference) -> Result<()> {
    for change in &mut difference.changes {
        let measured = count_one(caller, declared, change).await;
        measured.map_err(|error| error.within(format!("counting the documents that `{change}` concerns")))?;
    }
    Ok(())
}

async fn count_one(caller: &Caller, declared: &Declared, change: &mut PlannedChange) -> Result<()> {
    let name = &declared.collection;
    let index = match &change.subject {
        ChangeSubject::Index(subject) => declared.indexes.iter().find(|index| index.name_in(name) == *subject),
        _ => None,
    };
    if change.kind == ChangeKind::Blocked {
        return Ok(());
    }
    let needs = |change: &PlannedChange, what: Change| change.needs.contains(&what);
    if let Some(index) = index {
        if index.is_unique() && (needs(change, Change::Unique) || needs(change, Change::Rebuild)) {
            block_by_duplicates(caller, declared, index, change).await?;
        }
        if let (true, Some(after)) = (needs(change, Change::TimeToLive), index.time_to_live())
            && change.kind != ChangeKind::Blocked
        {
            let field = index.keys().next().map_or("_id", |(field, _)| field);
            change.documents = Some(expired(caller, name, field, after, index.partial_filter()).await?);
        }
    } else if needs(change, Change::TimeToLive) {
        let series = declared.options.get_document("timeseries");
        let field = series.and_then(|series| series.get_str("timeField")).unwrap_or("_id");
        if let Some(after) = declared.options.get("expireAfterSeconds").map(written::count).map(Duration::from_secs) {
            change.documents = Some(expired(caller, name, field, after, None).await?);
        }
    } else if needs(change, Change::Validator) {
        let filter = declared.options.get_document("validator").cloned().unwrap_or_default();
        change.documents = Some(matching(caller, name, doc! { "$nor": [filter] }).await?);
    } else if needs(change, Change::Cap) {
        change.documents = Some(above_cap(caller, name, &change.step).await?);
    }
    Ok(())
}

/// Counts the documents that share a key; with any, the index cannot be had.
async fn block_by_duplicates(
    caller: &Caller,
    declared: &Declared,
    index: &Index,
    change: &mut PlannedChange,
) -> Result<()> {
    let Some(shared) = duplicates::find(caller, declared, index).await? else { return Ok(()) };
    if shared.values > 0 {
        let are = if shared.values == 1 { "value is" } else { "values are" };
        change.kind = ChangeKind::Blocked;
        change.detail = format!("{}; {} {are} shared by documents", change.detail, shared.values);
        change.examples = shared.examples;
    }
    change.documents = Some(shared.documents);
    Ok(())
}

/// How many documents are older, by this machine's clock.
async fn expired(
    caller: &Caller,
    collection: &str,
    field: &str,
    after: Duration,
    partial: Option<&Document>,
) -> Result<u64> {
    let age = i64::try_from(after.as_millis()).unwrap_or(i64::MAX);
    let end = DateTime::from_millis(DateTime::now().timestamp_millis().saturating_sub(age));
    let old = doc! { field: { "$lt": end } };
    let filter = match partial {
        Some(partial) => doc! { "$and": [old, partial] },
        None => old,
    };
    matching(caller, collection, filter).await
}

async fn matching(caller: &Caller, collection: &str, filter: Document) -> Result<u64> {
    let pipeline = [doc! { "$match": filter }, doc! { "$count": "n" }];
    let command = doc! { "aggregate": collection, "pipeline": pipeline.to_vec(), "cursor": {} };
    let counted = caller.read(&command).await?;
    Ok(counted.first().map_or(0, |counted| number(counted, "n")))
}

/// How many documents are too many for the cap; by size it is an estimate, by their average.
async fn above_cap(caller: &Caller, collection: &str, step: &Step) -> Result<u64> {
    let Step::Modify(commands) = step else { return Ok(0) };
    let pipeline = vec![doc! { "$collStats": { "storageStats": {} } }];
    let command = doc! { "aggregate": collection, "pipeline": pipeline, "cursor": {} };
    let stats = caller.read(&command).await?;
    let stats = stats.first().and_then(|stats| stats.get_document("storageStats").ok()).cloned().unwrap_or_default();
    let (count, size) = (number(&stats, "count"), number(&stats, "size"));
    let above = commands.iter().map(|command| {
        if command.contains_key("cappedMax") {
            return count.saturating_sub(number(command, "cappedMax"));
        }
        let surplus = size.saturating_sub(number(command, "cappedSize"));
        count.saturating_mul(surplus).div_ceil(size.max(1))
    });
    Ok(above.max().unwrap_or(0))
}

/// The collation that an index has, its own or the collection's.
fn collation(declared: &Declared, index: &Index) -> Option<Bson> {
    let specification = index.specification(&declared.collection);
    specification.get("collation").cloned().or_else(|| declared.options.get("collation").cloned())
}
