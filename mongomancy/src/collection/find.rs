//! `find`: the documents that match.

use std::{
    marker::PhantomData,
    time::{Duration, Instant},
};

use bson::{
    RawBson, RawDocumentBuf,
    raw::{CStr, cstr},
};

use super::{Collection, call::Call, filter::IntoFilter, resumable};
use crate::{
    codec::{DecodeDocument, MongoDocument, decode_document},
    cursor::Cursor,
    error::{Error, Result},
    model::MongoCollection,
    options::CursorType,
    query::{Projection, projection_of},
};

/// The options of the command `find`, in the manual's order.
const OPTIONS: [&CStr; 21] = [
    cstr!("sort"),
    cstr!("projection"),
    cstr!("hint"),
    cstr!("skip"),
    cstr!("limit"),
    cstr!("batchSize"),
    cstr!("singleBatch"),
    cstr!("comment"),
    cstr!("maxTimeMS"),
    cstr!("readConcern"),
    cstr!("max"),
    cstr!("min"),
    cstr!("returnKey"),
    cstr!("showRecordId"),
    cstr!("tailable"),
    cstr!("noCursorTimeout"),
    cstr!("awaitData"),
    cstr!("allowPartialResults"),
    cstr!("collation"),
    cstr!("allowDiskUse"),
    cstr!("let"),
];

impl<T: MongoCollection> Collection<T> {
    /// Finds all documents that match `filter`; awaiting it gives a [`Cursor`].
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, MongoCollection, bson::doc};
    /// # #[derive(Debug, MongoCollection)]
    /// # struct Player { name: String, score: i64 }
    /// # async fn example(players: Collection<Player>) -> mongomancy::Result<()> {
    /// let mut best = players.find(doc! { "guild": "red" }).sort(doc! { "score": -1 }).limit(50).await?;
    /// while let Some(player) = best.try_next().await? {
    ///     println!("{}: {}", player.name, player.score);
    /// }
    ///
    /// let everybody: Vec<Player> = players.find(doc! {}).try_collect().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for options that cannot be sent, and what the server
    /// answers: filters and options are checked there. Errors of single documents are the cursor's.
    ///
    /// # Retries
    /// As a read: opening the cursor is repeated until the deadline. What the open cursor does is told at [`Cursor`].
    ///
    /// # Cancellation
    /// Dropping the future gives the cursor up; the server is told to close it.
    pub fn find(&self, filter: impl IntoFilter<T>) -> Find<T> {
        Find {
            call: Call::reading(&self.target),
            filter: filter.into_filter(),
            resumable: false,
            decode: T::decode,
            of: PhantomData,
        }
    }
}

/// A [`find`](Collection::find) in the making.
#[must_use = "a find does nothing unless it is awaited"]
pub struct Find<T, R = T> {
    pub(super) call: Call,
    pub(super) filter: Result<RawDocumentBuf>,
    resumable: bool,
    pub(super) decode: DecodeDocument<T>,
    of: PhantomData<fn() -> R>,
}

setters! { Find<T, R>:
    allow_disk_use, allow_partial_results, batch_size, collation, comment, cursor_deadline, explain, hint<R>, let_vars, max,
    max_time, min, prefetch, projection, read_concern, read_preference, return_key, show_record_id, skip, sort<R>, select<R>,
}

impl<T, R> Find<T, R> {
    /// How many documents to give at most; 0 is no limit. A negative number gives as many as its amount, in one batch.
    pub fn limit(mut self, count: i64) -> Self {
        match count.checked_abs() {
            Some(amount) => self.call.set(cstr!("limit"), amount),
            None => self.call.refuse(Error::invalid_argument("`limit` has no amount that is an i64")),
        }
        self.call.unset(cstr!("singleBatch"));
        if count < 0 {
            self.call.set(cstr!("singleBatch"), true);
        }
        self
    }

    /// Whether the cursor of a capped collection stays open at the end, for documents to come.
    pub fn cursor_type(mut self, kind: CursorType) -> Self {
        for key in [cstr!("tailable"), cstr!("awaitData")] {
            self.call.unset(key);
        }
        match kind {
            CursorType::Tailable => self.call.set(cstr!("tailable"), true),
            CursorType::TailableAwait => {
                self.call.set(cstr!("tailable"), true);
                self.call.set(cstr!("awaitData"), true);
            }
            _ => {}
        }
        self
    }

    /// How long the server waits for new documents at the end of a
    /// [`TailableAwait`](CursorType::TailableAwait) cursor before it answers an empty batch. Default: 1 s.
    pub fn max_await_time(mut self, limit: Duration) -> Self {
        self.call.set_max_await_time(limit);
        self
    }

    /// Whether the server keeps an idle cursor for longer than its 10 minutes.
    pub fn no_cursor_timeout(mut self, keep: bool) -> Self {
        self.call.set(cstr!("noCursorTimeout"), keep);
        self
    }

    /// Lets the cursor survive the server that it reads from: when its cursor there is lost, it is opened anew behind the
    /// last document, on whichever member serves then.
    ///
    /// It reads in a total order, the [`sort`](Self::sort) and then `_id`, and goes on by the last key. Every document
    /// that is there throughout and keeps its sort key is given exactly once.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::{Document, doc}};
    /// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
    /// let mut everyone = players.find(doc! {}).sort(doc! { "guild": 1, "score": -1 }).resumable().await?;
    /// while let Some(player) = everyone.try_next().await? {
    ///     println!("{player}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// - It is no snapshot. A document that is inserted or deleted meanwhile may be given or not; one whose sort key
    ///   changes meanwhile may be given twice, or not at all. What a member that lags behind has not yet, it does not
    ///   give: with a [`read_preference`](Self::read_preference) for others than the primary that is as with any find.
    /// - An index that begins with the sort's keys and ends with `_id` spares the server the sorting and the search for
    ///   the place to go on. Without a sort, `_id`'s own does.
    /// - `limit` and `skip` count over all openings together, [`max_time`](Self::max_time) in each of them. A projection
    ///   may leave out sort keys.
    /// - The deadline is for each opening, and for each batch. The whole has none.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument), before anything is sent, for a sort by `$natural` or
    /// `$meta`, a tailable cursor, a negative `limit`, `return_key` and `show_record_id`; and at the first document with
    /// an array in its sort key or on the way to it, which ends the cursor: it has no one place in the order. So do, with a
    /// [`collation`](Self::collation), the first `_id` that holds a string, and of a view two neighbours of one `_id`: the
    /// order would not tell them apart.
    ///
    /// # Retries
    /// Each opening as a read, until the deadline. Of cursors in a row that are lost before they give a document, the
    /// ninth ends it.
    pub fn resumable(mut self) -> Self {
        self.resumable = true;
        self
    }

    /// Decodes the documents as `U`: what a [`projection`](Self::projection) leaves seldom fits `T`.
    pub fn with_type<U: MongoDocument>(self) -> Find<U, R> {
        Find { call: self.call, filter: self.filter, resumable: self.resumable, decode: U::decode, of: PhantomData }
    }

    /// Asks for the fields of `C` alone, and reads the documents as `C`s: a struct that derives
    /// [`Projection`](derive@crate::Projection).
    pub fn project<C: Projection<R>>(mut self) -> Find<C, R> {
        self.call.set_checked(cstr!("projection"), projection_of::<R, C>());
        Find {
            call: self.call,
            filter: self.filter,
            resumable: self.resumable,
            decode: decode_document,
            of: PhantomData,
        }
    }
}

impl<T, R> Find<T, R> {
    /// All documents at once.
    ///
    /// # Errors
    /// As [`find`](Collection::find) and [`Cursor::try_collect`].
    pub async fn try_collect(self) -> Result<Vec<T>> {
        self.run().await?.try_collect().await
    }

    fn into_command(mut self) -> (Call, Result<RawDocumentBuf>) {
        let command = self.filter.and_then(|filter| {
            if self.resumable {
                resumable::first_command(&mut self.call, filter)
            } else {
                Ok(find_command(&self.call, filter))
            }
        });
        (self.call, command)
    }

    async fn run(mut self) -> Result<Cursor<T>> {
        // A first batch of just the limit would leave the cursor open for an empty second one.
        if let (Some(RawBson::Int32(size)), Some(RawBson::Int64(limit))) =
            (self.call.option(cstr!("batchSize")), self.call.option(cstr!("limit")))
            && i64::from(*size) == *limit
        {
            let size = size.saturating_add(1);
            self.call.set(cstr!("batchSize"), size);
        }
        let (started, namespace) = (Instant::now(), self.call.namespace().to_string());
        let reply = if self.resumable {
            resumable::open(self.call, self.filter?).await?
        } else {
            self.call.send(find_command(&self.call, self.filter?)).await?
        };
        let attempts = reply.attempts();
        Ok(Cursor::decoding(reply.into_batches()?, namespace, self.decode).opened("find", attempts, started))
    }
}

action!(Find<T, R>, Cursor<T>);

pub(super) fn find_command(call: &Call, filter: RawDocumentBuf) -> RawDocumentBuf {
    let mut command = call.command(cstr!("find"));
    append_query(call, filter, &mut command);
    command
}

pub(super) fn append_query(call: &Call, filter: RawDocumentBuf, to: &mut RawDocumentBuf) {
    to.append(cstr!("filter"), filter);
    call.append_options(&OPTIONS, to);
}
