//! `count_documents` and `estimated_document_count`.

use std::marker::PhantomData;

use bson::{
    Bson, RawArrayBuf, RawDocument, RawDocumentBuf,
    raw::{CStr, cstr},
};

use super::{
    Collection,
    aggregate::aggregate_command,
    call::Call,
    filter::IntoFilter,
    written::{count, number},
};
use crate::{
    error::{Error, Result},
    model::MongoCollection,
};

/// What a server says of a collection that does not exist.
const NAMESPACE_NOT_FOUND: i32 = 26;

impl<T: MongoCollection> Collection<T> {
    /// Counts the documents that match `filter`, exactly: the server looks at each, or at its index entry.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::{Document, doc}};
    /// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
    /// let winners: u64 = players.count_documents(doc! { "score": { "$gte": 100 } }).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the server answers: the filter is checked there. As it becomes a `$match`, it takes no `$where`, `$near`
    /// or `$nearSphere`.
    ///
    /// # Retries
    /// As a read: repeated until the deadline.
    ///
    /// # Cancellation
    /// Safe: nothing is changed.
    pub fn count_documents(&self, filter: impl IntoFilter<T>) -> CountDocuments<T> {
        let filter = filter.into_filter();
        CountDocuments { call: Call::reading(&self.target), filter, skip: None, limit: None, of: PhantomData }
    }

    /// Counts all documents by the collection's metadata: at once, but after an unclean shutdown or with orphaned
    /// documents of a sharded cluster it may be wrong.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::Document};
    /// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
    /// println!("about {} players", players.estimated_document_count().await?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the server answers. A collection that does not exist has no documents, and is no error.
    ///
    /// # Retries
    /// As a read: repeated until the deadline.
    ///
    /// # Cancellation
    /// Safe: nothing is changed.
    pub fn estimated_document_count(&self) -> EstimatedDocumentCount {
        EstimatedDocumentCount { call: Call::reading(&self.target) }
    }
}

/// A [`count_documents`](Collection::count_documents) in the making.
#[must_use = "it counts nothing unless it is awaited"]
pub struct CountDocuments<R> {
    call: Call,
    filter: Result<RawDocumentBuf>,
    skip: Option<u64>,
    limit: Option<u64>,
    of: PhantomData<fn() -> R>,
}

setters! { CountDocuments<R>: collation, comment, deadline, explain, hint<R>, max_time, read_concern, read_preference }

impl<R> CountDocuments<R> {
    /// How many matching documents to leave out of the count.
    pub fn skip(mut self, count: u64) -> Self {
        self.skip = Some(count);
        self
    }

    /// Where to stop counting; 0 is no limit.
    pub fn limit(mut self, count: u64) -> Self {
        self.limit = Some(count).filter(|limit| *limit > 0);
        self
    }

    fn into_command(self) -> (Call, Result<RawDocumentBuf>) {
        let command = self.filter.and_then(|filter| count_command(&self.call, filter, self.skip, self.limit));
        (self.call, command)
    }

    async fn run(self) -> Result<u64> {
        let (call, command) = self.into_command();
        counted(&call, command?).await
    }
}

action!(CountDocuments<R>, u64);

/// An [`estimated_document_count`](Collection::estimated_document_count) in the making.
#[must_use = "it counts nothing unless it is awaited"]
pub struct EstimatedDocumentCount {
    call: Call,
}

setters! { EstimatedDocumentCount: comment, deadline, max_time, read_concern, read_preference }

impl EstimatedDocumentCount {
    async fn run(self) -> Result<u64> {
        let mut command = self.call.command(cstr!("count"));
        self.call.append_options(&[cstr!("readConcern"), cstr!("maxTimeMS"), cstr!("comment")], &mut command);
        match self.call.send(command).await {
            Ok(reply) => Ok(number(&reply.into_document()?, "n")),
            Err(error) if error.code() == Some(NAMESPACE_NOT_FOUND) => Ok(0),
            Err(error) => Err(error),
        }
    }
}

action!(EstimatedDocumentCount, u64);

/// Counts what matches the filter, by an aggregation with the options of the call.
pub(super) async fn count_matching(
    call: &Call,
    filter: RawDocumentBuf,
    skip: Option<u64>,
    limit: Option<u64>,
) -> Result<u64> {
    counted(call, count_command(call, filter, skip, limit)?).await
}

async fn counted(call: &Call, command: RawDocumentBuf) -> Result<u64> {
    let mut counted = call.open("aggregate", command, |group| Ok(count_of(group))).await?;
    // Where nothing matches there is no group either.
    Ok(counted.try_next().await?.unwrap_or_default())
}

/// An aggregation, which counts exactly where the command `count` would not.
fn count_command(call: &Call, filter: RawDocumentBuf, skip: Option<u64>, limit: Option<u64>) -> Result<RawDocumentBuf> {
    let mut pipeline = RawArrayBuf::new();
    pipeline.push(stage(cstr!("$match"), filter));
    for (name, count) in [(cstr!("$skip"), skip), (cstr!("$limit"), limit)] {
        if let Some(count) = count {
            let count =
                i64::try_from(count).map_err(|_| Error::invalid_argument(format!("`{name}` is larger than an i64")))?;
            let mut stage = RawDocumentBuf::new();
            stage.append(name, count);
            pipeline.push(stage);
        }
    }
    let mut group = RawDocumentBuf::new();
    group.append(cstr!("_id"), 1);
    let mut one_each = RawDocumentBuf::new();
    one_each.append(cstr!("$sum"), 1);
    group.append(cstr!("n"), one_each);
    pipeline.push(stage(cstr!("$group"), group));
    Ok(aggregate_command(call, pipeline, false))
}

/// The count that a group has.
fn count_of(group: &RawDocument) -> u64 {
    let n = group.get("n").ok().flatten().and_then(|n| Bson::try_from(n).ok());
    n.as_ref().map_or(0, count)
}

fn stage(name: &CStr, body: RawDocumentBuf) -> RawDocumentBuf {
    let mut stage = RawDocumentBuf::new();
    stage.append(name, body);
    stage
}
