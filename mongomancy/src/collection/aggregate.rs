//! `aggregate`: what a pipeline makes of the documents.

use std::{
    marker::PhantomData,
    time::{Duration, Instant},
};

use bson::{
    Document, RawArrayBuf, RawDocumentBuf,
    raw::{CStr, cstr},
};

use futures_util::{StreamExt, stream};
use serde::de::DeserializeOwned;

use super::{Collection, call::Call, written::unacknowledged};
use crate::{
    codec::{DecodeDocument, MongoDocument, decode_by_serde},
    cursor::Cursor,
    engine::Refusal,
    error::Result,
    model::MongoCollection,
    query::IntoPipeline,
    reply::Batch,
};

/// The options of the command `aggregate` after its cursor, in the manual's order.
const OPTIONS: [&CStr; 9] = [
    cstr!("allowDiskUse"),
    cstr!("maxTimeMS"),
    cstr!("bypassDocumentValidation"),
    cstr!("readConcern"),
    cstr!("collation"),
    cstr!("hint"),
    cstr!("comment"),
    cstr!("writeConcern"),
    cstr!("let"),
];

impl<T: MongoCollection> Collection<T> {
    /// Runs an aggregation pipeline; awaiting it gives a [`Cursor`] of what comes out: of a typed
    /// [`Pipeline`](crate::Pipeline) its type, of stages that are written as documents [`Document`]s, or the type that
    /// [`with_type`](Aggregate::with_type) names.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::{Document, doc}};
    /// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
    /// let by_guild = [doc! { "$group": { "_id": "$guild", "best": { "$max": "$score" } } }];
    /// for guild in players.aggregate(by_guild).try_collect().await? {
    ///     println!("{guild}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the server answers: the pipeline is checked there. With `$out` or `$merge`,
    /// [`maybe_applied`](crate::Error::maybe_applied) tells whether something may be written.
    ///
    /// # Retries
    /// As a read: opening the cursor is repeated until the deadline. A pipeline with `$out` or `$merge` is not
    /// repeated once it may have run.
    ///
    /// # Cancellation
    /// Dropping the future gives the cursor up; what `$out` or `$merge` began goes on at the server.
    pub fn aggregate<P: IntoPipeline<T>>(&self, pipeline: P) -> Aggregate<P::Output, T> {
        let stages = pipeline.into_pipeline();
        let last = stages.as_ref().ok().and_then(|stages| stages.last()?.iter().next()?.ok());
        let writes = last.is_some_and(|(stage, _)| stage == "$out" || stage == "$merge");
        let pipeline = stages.map(|stages| stages.into_iter().collect());
        let call = if writes { Call::writing(&self.target) } else { Call::reading(&self.target) };
        Aggregate { call, pipeline, writes, decode: P::Output::decode, of: PhantomData }
    }
}

/// An [`aggregate`](Collection::aggregate) in the making.
#[must_use = "an aggregation does nothing unless it is awaited"]
pub struct Aggregate<T = Document, R = Document> {
    call: Call,
    pipeline: Result<RawArrayBuf>,
    /// Whether its last stage stores what it makes.
    writes: bool,
    decode: DecodeDocument<T>,
    of: PhantomData<fn() -> R>,
}

setters! { Aggregate<T, R>:
    allow_disk_use, batch_size, bypass_document_validation, collation, comment, cursor_deadline, explain, hint<R>, let_vars, max_time,
    prefetch, read_concern, read_preference, write_concern,
}

impl<T, R> Aggregate<T, R> {
    /// How long the server waits for new documents at the end of a tailable cursor, such as a change stream's, before
    /// it answers an empty batch. Default: 1 s.
    pub fn max_await_time(mut self, limit: Duration) -> Self {
        self.call.set_max_await_time(limit);
        self
    }

    /// Decodes the results as `U`.
    pub fn with_type<U: MongoDocument>(self) -> Aggregate<U, R> {
        self.decoding(U::decode)
    }

    /// Decodes the results as `U`s, which serde alone can read.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::{Document, doc}};
    /// #[derive(serde::Deserialize)]
    /// struct Total {
    ///     total: f64,
    /// }
    ///
    /// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
    /// let total = [doc! { "$group": { "_id": null, "total": { "$sum": "$score" } } }];
    /// let totals: Vec<Total> = players.aggregate(total).with_serde().try_collect().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_serde<U: DeserializeOwned>(self) -> Aggregate<U, R> {
        self.decoding(decode_by_serde::<U>)
    }

    fn decoding<U>(self, decode: DecodeDocument<U>) -> Aggregate<U, R> {
        Aggregate { call: self.call, pipeline: self.pipeline, writes: self.writes, decode, of: PhantomData }
    }
}

impl<T, R> Aggregate<T, R> {
    /// All results at once.
    ///
    /// # Errors
    /// As [`aggregate`](Collection::aggregate) and [`Cursor::try_collect`].
    pub async fn try_collect(self) -> Result<Vec<T>> {
        self.run().await?.try_collect().await
    }

    fn into_command(self) -> (Call, Result<RawDocumentBuf>) {
        let command = self.pipeline.map(|pipeline| aggregate_command(&self.call, pipeline, self.writes));
        (self.call, command)
    }

    async fn run(self) -> Result<Cursor<T>> {
        let (writes, decode) = (self.writes, self.decode);
        let (call, command) = self.into_command();
        let (command, started) = (command?, Instant::now());
        let reply = call.send(command).await?;
        let (attempts, namespace) = (reply.attempts(), call.namespace().to_string());
        let mut batches = reply.into_batches()?;
        if writes {
            let first = batches.next().await.transpose()?;
            if let Some(error) = first.as_ref().and_then(Batch::write_concern_error) {
                return Err(unacknowledged(Refusal::from_document(&error)).in_call("aggregate", &namespace));
            }
            batches = stream::iter(first.map(Ok)).chain(batches).boxed();
        }
        Ok(Cursor::decoding(batches, namespace, decode).opened("aggregate", attempts, started))
    }
}

action!(Aggregate<T, R>, Cursor<T>);

pub(super) fn aggregate_command(call: &Call, pipeline: RawArrayBuf, writes: bool) -> RawDocumentBuf {
    let mut command = call.command(cstr!("aggregate"));
    command.append(cstr!("pipeline"), pipeline);
    let mut cursor = RawDocumentBuf::new();
    // What is stored is not given, and the server refuses to hear of batches of it.
    if !writes {
        call.append_options(&[cstr!("batchSize")], &mut cursor);
    }
    command.append(cstr!("cursor"), cursor);
    call.append_options(&OPTIONS, &mut command);
    command
}
