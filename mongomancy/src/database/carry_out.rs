//! Carrying changes out, under the lock.

mod make_unique;
mod rebuild;
mod watch;

use std::{sync::Arc, time::Duration};

use bson::{Bson, Document, doc};
use futures_util::{StreamExt, stream};

use super::{
    caller::Caller,
    compare::Difference,
    creation_lock::Held,
    default_documents,
    events::{ApplyEvent, Telling},
    finished::finished,
    found,
    index_shape::IndexShape,
    plan::{ChangeKind, PlannedChange, Step},
    report::{ReportEntry, ReportOutcome},
    unfinished,
};
use crate::{
    definition::Index,
    error::{Error, ErrorKind, Result},
};

/// What a server says of a collection that is there already.
pub(super) const NAMESPACE_EXISTS: i32 = 48;
/// What a server says of an index that is there under another name, or otherwise.
const INDEX_OPTIONS_CONFLICT: i32 = 85;
/// What a server says of an index that is not there any more.
const INDEX_NOT_FOUND: i32 = 27;
/// How long an index may be built unless the call has a deadline: as long as the collection is large.
const INDEX_BUILD_LIMIT: Duration = Duration::from_secs(24 * 3600);

/// Who does the work: with the lock, and telling of it.
#[derive(Clone)]
struct Worker {
    caller: Caller,
    held: Arc<Held>,
    telling: Telling,
}

/// Carries all changes out, several collections at a time; in each one after the other. Answers all entries of the
/// report.
///
/// # Errors
/// A collection that fails does not keep the others from being tried: the error is the first one's, in the order of
/// registration, and tells the others in its message.
pub(super) async fn carry_out(
    caller: &Caller,
    held: &Arc<Held>,
    telling: &Telling,
    differences: Vec<Difference>,
    concurrency: usize,
) -> Result<Vec<ReportEntry>> {
    let worker = Worker { caller: caller.clone(), held: Arc::clone(held), telling: telling.clone() };
    let works: Vec<_> = differences.into_iter().map(|one| worker.clone().all_of(one)).collect();
    let outcomes: Vec<Result<Vec<ReportEntry>>> = stream::iter(works).buffered(concurrency).collect().await;
    let (mut entries, mut failures) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        match outcome {
            Ok(done) => entries.extend(done),
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

impl Worker {
    async fn all_of(self, difference: Difference) -> Result<Vec<ReportEntry>> {
        let Difference { collection, changes, forgotten, mut entries, .. } = difference;
        for old in forgotten {
            unfinished::end(&self.caller, &collection, &old).await?;
        }
        let mut changes = changes.into_iter().peekable();
        while let Some(change) = changes.next() {
            // The indexes that are new are built together, by one look at the documents.
            let mut together = vec![change];
            if matches!(together[0].step, Step::CreateIndex(_)) {
                while let Some(next) = changes.next_if(|next| matches!(next.step, Step::CreateIndex(_))) {
                    together.push(next);
                }
            }
            self.held.check()?;
            self.telling.tell_all(together.iter().map(ApplyEvent::started));
            let outcome = match self.several(&collection, &together).await {
                Ok(outcome) => outcome,
                Err(error) => {
                    self.telling.tell_all(together.iter().map(|change| ApplyEvent::failed(change, &error)));
                    return Err(error);
                }
            };
            for change in together {
                self.telling.tell(ApplyEvent::done(&change));
                entries.push(ReportEntry::of(change, outcome));
            }
        }
        Ok(entries)
    }

    async fn several(&self, collection: &str, changes: &[PlannedChange]) -> Result<ReportOutcome> {
        let indexes: Vec<&Index> = changes
            .iter()
            .filter_map(|change| match &change.step {
                Step::CreateIndex(index) => Some(&**index),
                _ => None,
            })
            .collect();
        match changes {
            _ if !indexes.is_empty() => self.indexes(collection, &indexes).await,
            [change] => self.one(change).await,
            _ => Ok(ReportOutcome::Found),
        }
    }

    async fn one(&self, change: &PlannedChange) -> Result<ReportOutcome> {
        let collection = &*change.collection;
        let changing = |error| within(error, &format!("changing {} of", change.subject), collection);
        match &change.step {
            Step::CreateCollection(options) => {
                self.collection_itself(collection, options).await.map_err(|error| within(error, "creating", collection))
            }
            Step::Insert(document) => default_documents::insert(&self.caller, collection, document)
                .await
                .map_err(|error| within(error, "inserting a default document into", collection)),
            Step::Modify(commands) => {
                for command in commands {
                    self.held.check()?;
                    self.modify(collection, command).await.map_err(changing)?;
                }
                Ok(if change.kind == ChangeKind::Drop { ReportOutcome::Dropped } else { ReportOutcome::Changed })
            }
            Step::MakeUnique(index) => {
                let (worker, collection, index) = (self.clone(), collection.to_owned(), index.clone());
                to_its_end(async move { worker.make_unique(&collection, &index).await }).await?;
                Ok(ReportOutcome::Changed)
            }
            Step::Rebuild(rebuild) => {
                let (worker, collection, rebuild) = (self.clone(), collection.to_owned(), rebuild.clone());
                to_its_end(async move { worker.rebuild(&collection, &rebuild).await }).await?;
                Ok(ReportOutcome::Changed)
            }
            Step::FinishRebuild(old) => {
                self.drop_index(collection, &old.name).await?;
                unfinished::end(&self.caller, collection, &old.name).await.map_err(changing)?;
                Ok(ReportOutcome::Changed)
            }
            Step::DropIndex(index) => self.drop_index(collection, &index.name).await.map(|()| ReportOutcome::Dropped),
            // It has indexes alone, which are made together.
            Step::CreateIndex(_) | Step::Nothing => Ok(ReportOutcome::Found),
        }
    }

    async fn collection_itself(&self, collection: &str, options: &Document) -> Result<ReportOutcome> {
        let mut command = doc! { "create": collection };
        command.extend(options.clone());
        match self.caller.change(&command, None).await {
            Ok(_) => Ok(ReportOutcome::Created),
            // Sent again, the command may have met its own work.
            Err(error) if error.code() == Some(NAMESPACE_EXISTS) && error.attempts() > 1 => Ok(ReportOutcome::Created),
            // What somebody else made is not what was compared, and may have documents.
            Err(error) if error.code() == Some(NAMESPACE_EXISTS) => {
                Err(error.with_kind(ErrorKind::Conflict).within("somebody else made it meanwhile; look at it again"))
            }
            Err(error) => Err(error),
        }
    }

    async fn indexes(&self, collection: &str, indexes: &[&Index]) -> Result<ReportOutcome> {
        let specifications: Vec<Bson> = indexes.iter().map(|index| index.specification(collection).into()).collect();
        let command = doc! { "createIndexes": collection, "indexes": specifications };
        let building = self.caller.change(&command, Some(INDEX_BUILD_LIMIT));
        let built = watch::during(&self.caller, &self.telling, collection, building).await;
        if built.as_ref().is_err_and(|error| error.code() == Some(INDEX_OPTIONS_CONFLICT)) {
            // One of them may be there under another name: servers give some collections an index by themselves.
            let missing = self.missing(collection, indexes).await?;
            if missing.len() < indexes.len() {
                let rest = async {
                    if missing.is_empty() { Ok(ReportOutcome::Found) } else { self.indexes(collection, &missing).await }
                };
                return Box::pin(rest).await;
            }
        }
        let answer = built.map_err(|error| {
            let names: Vec<String> = indexes.iter().map(|index| index.name_in(collection)).collect();
            let why = if error.is_duplicate_key() { "documents that are there share a key: " } else { "" };
            within(error, &format!("{why}creating {} on", names.join(", ")), collection)
        })?;
        let count = |field| answer.document.get(field).cloned();
        let had_them = count("numIndexesBefore").is_some() && count("numIndexesBefore") == count("numIndexesAfter");
        Ok(if had_them && !answer.sent_again { ReportOutcome::Found } else { ReportOutcome::Created })
    }

    /// Those of the indexes that the collection has under no name.
    async fn missing<'i>(&self, collection: &str, indexes: &[&'i Index]) -> Result<Vec<&'i Index>> {
        let listed = found::indexes(&self.caller, collection).await?.unwrap_or_default();
        let there: Vec<IndexShape> = listed.iter().map(|one| IndexShape::of(one, None)).collect();
        let is_there = |index: &Index| {
            let shape = IndexShape::declared(index, collection, None);
            there.iter().any(|one| one.is_like(&shape))
        };
        Ok(indexes.iter().copied().filter(|index| !is_there(index)).collect())
    }

    async fn modify(&self, collection: &str, what: &Document) -> Result<()> {
        self.caller.change(&coll_mod(collection, what), None).await.map(drop)
    }

    async fn drop_index(&self, collection: &str, index: &str) -> Result<()> {
        match self.caller.change(&doc! { "dropIndexes": collection, "index": index }, None).await {
            Ok(_) => Ok(()),
            Err(error) if error.code() == Some(INDEX_NOT_FOUND) => Ok(()),
            Err(error) => Err(within(error, &format!("dropping the index {index} of"), collection)),
        }
    }
}

/// Steps of which the last may have to take back the first: not even a lost lease stops them in between.
async fn to_its_end(steps: impl Future<Output = Result<()>> + Send + 'static) -> Result<()> {
    let done = finished(tokio::spawn(steps), "the runtime ended in the middle of a change").await;
    done.map_err(|error| error.with_maybe_applied(true))?
}

fn coll_mod(collection: &str, what: &Document) -> Document {
    let mut command = doc! { "collMod": collection };
    command.extend(what.clone());
    command
}

fn within(error: Error, what: &str, collection: &str) -> Error {
    error.within(format!("{what} `{collection}`"))
}
