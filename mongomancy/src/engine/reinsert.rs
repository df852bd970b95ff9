//! An insert that was sent again without a number: which of its documents an earlier sending stored.
//!
//! A standalone server takes no numbers. Every document has its `_id` before it is sent, so one whose `_id` is taken by
//! the very same document is stored.

mod compare;
mod mend;

use std::sync::Arc;

use bson::{Document, RawArrayBuf, RawDocumentBuf, raw::cstr};
use futures_util::StreamExt;
use tokio::time::Instant;

use self::compare::{Batch, Stored};
use super::{execute::run, state::State};
use crate::{error::Result, operation::Operation, options::ReadPreference, reply::Reply};

/// `reply`, as if the insert had been sent once. An `_id` that is taken by another document stays refused.
pub(super) async fn settled(state: &Arc<State>, operation: &Operation, reply: Reply, until: Instant) -> Result<Reply> {
    if operation.name() != "insert" || !reply.is_replayed() {
        return Ok(reply);
    }
    let attempts = reply.attempts();
    let mut reply = reply.into_document()?;
    if let Some(batch) = Batch::of(operation.command()) {
        let insert = Insert { state, operation, batch, until };
        // Something of it may be stored, whatever came in between.
        insert.settle(&mut reply).await.map_err(|error| error.with_maybe_applied(true))?;
    }
    Ok(Reply::document(reply).after(attempts, true))
}

/// An insert that was sent more than once.
struct Insert<'a> {
    state: &'a Arc<State>,
    operation: &'a Operation,
    batch: Batch<'a>,
    until: Instant,
}

impl Insert<'_> {
    async fn settle(&self, reply: &mut Document) -> Result<()> {
        if self.batch.ordered { self.go_on(reply).await } else { self.forgive(reply).await }
    }

    /// Takes those that are stored out of the refused ones.
    async fn forgive(&self, reply: &mut Document) -> Result<()> {
        let taken = mend::taken(reply);
        let mut stored = Stored::default();
        for positions in self.batch.chunks(taken) {
            self.read(&positions, &mut stored).await?;
        }
        let forgiven = mend::forgive(reply, |position| self.batch.is_stored(position, &stored));
        mend::add(reply, forgiven);
        Ok(())
    }

    /// After the one that was refused and all that are stored behind it, sends the others.
    async fn go_on(&self, reply: &mut Document) -> Result<()> {
        let batch = &self.batch;
        let Some(refused) = mend::taken(reply).first().copied() else { return Ok(()) };
        let mut next = refused;
        for positions in batch.chunks((refused..batch.len()).collect()) {
            let mut stored = Stored::default();
            self.read(&positions, &mut stored).await?;
            let run = positions.iter().take_while(|position| batch.is_stored(**position, &stored)).count();
            next += run;
            if run < positions.len() {
                break;
            }
        }
        if next == refused {
            return Ok(());
        }
        mend::forgive(reply, |position| position == refused);
        mend::add(reply, next - refused);
        if next < batch.len() {
            let rest = Arc::new(self.operation.with_command(batch.rest(self.operation.command(), next)));
            let answer = run(self.state, &rest, self.until).await?;
            // As long as answers are lost there is more to settle; each time begins behind where the last one ended.
            let answer = Box::pin(settled(self.state, &rest, answer, self.until)).await?.into_document()?;
            mend::append(reply, answer, next);
        }
        Ok(())
    }

    /// Reads what is stored under the `_id`s at `positions`.
    async fn read(&self, positions: &[usize], stored: &mut Stored) -> Result<()> {
        let collection = self.operation.collection().unwrap_or_default();
        let mut command = RawDocumentBuf::new();
        command.append(cstr!("find"), collection);
        let ids: RawArrayBuf = positions.iter().filter_map(|position| self.batch.id(*position)).collect();
        let mut among = RawDocumentBuf::new();
        among.append(cstr!("$in"), ids);
        let mut filter = RawDocumentBuf::new();
        filter.append(cstr!("_id"), among);
        command.append(cstr!("filter"), filter);
        // All in one batch: a cursor would be lost with the next connection.
        command.append(cstr!("batchSize"), i64::try_from(positions.len()).unwrap_or(i64::MAX).saturating_add(1));
        let find = Operation::from_raw(self.operation.database(), command)?;
        let find = Arc::new(find.with_read_preference(ReadPreference::Primary));
        let mut batches = run(self.state, &find, self.until).await?.into_batches()?;
        while let Some(batch) = batches.next().await {
            let mut batch = batch?;
            while let Some(document) = batch.next() {
                stored.add(document?);
            }
        }
        Ok(())
    }
}
