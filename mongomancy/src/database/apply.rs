//! Creating what is missing, under the lock.

use std::{sync::Arc, time::Duration};

use bson::{Bson, doc};
use futures_util::{StreamExt, stream};

use super::{
    caller::Caller,
    compare::{Difference, subject_of},
    creation_lock::Held,
    default_documents,
    index_shape::IndexShape,
    report::{ReportEntry, ReportOutcome, ReportSubject},
};
use crate::{
    definition::Index,
    error::{Error, Result},
};

/// What a server says of a collection that is there already.
const NAMESPACE_EXISTS: i32 = 48;
/// How long an index may be built unless the call has a deadline: as long as the collection is large.
const INDEX_BUILD_LIMIT: Duration = Duration::from_secs(24 * 3600);

/// Creates what the collections lack, several at a time; in each the collection, its indexes, then its default
/// documents. Answers all entries of the report.
///
/// # Errors
/// A collection that fails does not keep the others from being tried: the error is the first one's, in the order of
/// registration, and tells the others in its message.
pub(super) async fn apply(
    caller: &Caller,
    held: &Arc<Held>,
    differences: Vec<Difference>,
    concurrency: usize,
) -> Result<Vec<ReportEntry>> {
    let works: Vec<_> = differences.into_iter().map(|one| create(caller.clone(), Arc::clone(held), one)).collect();
    let outcomes: Vec<Result<Vec<ReportEntry>>> = stream::iter(works).buffered(concurrency).collect().await;
    let (mut entries, mut failures) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        match outcome {
            Ok(created) => entries.extend(created),
            Err(error) => failures.push(error),
        }
    }
    let mut failures = failures.into_iter();
    let Some(first) = failures.next() else { return Ok(entries) };
    let others: Vec<String> = failures.map(|error| error.to_string()).collect();
    Err(match others.len() {
        0 => first,
        count => first.within(format!("{count} more failed ({}); the first", others.join("; "))),
    })
}

async fn create(caller: Caller, held: Arc<Held>, difference: Difference) -> Result<Vec<ReportEntry>> {
    let Difference { collection, create_collection, create_indexes, insert, mut entries, notes: _ } = difference;
    let entry = |subject, outcome, detail| ReportEntry { collection: collection.clone(), subject, outcome, detail };
    if create_collection {
        held.check()?;
        let outcome =
            collection_itself(&caller, &collection).await.map_err(|error| within(error, "creating", &collection))?;
        entries.push(entry(ReportSubject::Collection, outcome, String::new()));
    }
    if !create_indexes.is_empty() {
        held.check()?;
        let outcome = indexes(&caller, &collection, &create_indexes).await?;
        for index in &create_indexes {
            let shape = IndexShape::declared(index, &collection);
            entries.push(entry(ReportSubject::Index(shape.name.clone()), outcome, shape.to_string()));
        }
    }
    for document in &insert {
        held.check()?;
        let outcome = default_documents::insert(&caller, &collection, document)
            .await
            .map_err(|error| within(error, "inserting a default document into", &collection))?;
        entries.push(entry(subject_of(document), outcome, String::new()));
    }
    Ok(entries)
}

async fn collection_itself(caller: &Caller, collection: &str) -> Result<ReportOutcome> {
    match caller.change(&doc! { "create": collection }, None).await {
        Ok(_) => Ok(ReportOutcome::Created),
        Err(error) if error.code() == Some(NAMESPACE_EXISTS) => {
            // Sent again, the command may have met its own work.
            Ok(if error.attempts() > 1 { ReportOutcome::Created } else { ReportOutcome::Found })
        }
        Err(error) => Err(error),
    }
}

async fn indexes(caller: &Caller, collection: &str, indexes: &[Index]) -> Result<ReportOutcome> {
    let specifications: Vec<Bson> = indexes.iter().map(|index| index.specification(collection).into()).collect();
    let command = doc! { "createIndexes": collection, "indexes": specifications };
    let answer = caller.change(&command, Some(INDEX_BUILD_LIMIT)).await.map_err(|error| {
        let names: Vec<String> = indexes.iter().map(|index| index.name_in(collection)).collect();
        let why = if error.is_duplicate_key() { "documents that are there share a key: " } else { "" };
        within(error, &format!("{why}creating {} on", names.join(", ")), collection)
    })?;
    let count = |field| answer.document.get(field).cloned();
    let had_them = count("numIndexesBefore").is_some() && count("numIndexesBefore") == count("numIndexesAfter");
    Ok(if had_them && !answer.sent_again { ReportOutcome::Found } else { ReportOutcome::Created })
}

fn within(error: Error, what: &str, collection: &str) -> Error {
    error.within(format!("{what} `{collection}`"))
}
