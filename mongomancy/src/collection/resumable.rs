//! A find that goes on after the death of the server that it reads from.

use bson::{RawArrayBuf, RawBson, RawDocument, RawDocumentBuf, raw::cstr};
use futures_util::{StreamExt, stream};

use super::{
    call::Call,
    find::find_command,
    keyset::{self, Keyset, Position},
};
use crate::{
    error::{Error, Result},
    reply::{Batch, Batches, Reply},
};

/// How many cursors in a row may be lost before they give a document.
const MAX_FRUITLESS: u32 = 8;

/// The command that opens the find, the first time.
pub(super) fn first_command(call: &mut Call, filter: RawDocumentBuf) -> Result<RawDocumentBuf> {
    prepared(call)?;
    Ok(find_command(call, filter))
}

/// Sees to the total order, and that the sort keys are given.
fn prepared(call: &mut Call) -> Result<Keyset> {
    if matches!(call.option(cstr!("singleBatch")), Some(RawBson::Boolean(true))) {
        return Err(Error::invalid_argument(
            "a find cannot be resumable: a negative `limit` asks for a single batch, which leaves nothing to go on with",
        ));
    }
    Keyset::prepare(call, "be resumable")
}

/// Opens the find; the batches of the answer go on until all are given.
pub(super) async fn open(mut call: Call, filter: RawDocumentBuf) -> Result<Reply> {
    let keyset = prepared(&mut call)?;
    let left = match call.option(cstr!("limit")) {
        Some(RawBson::Int64(limit)) => u64::try_from(*limit).ok().filter(|limit| *limit > 0),
        _ => None,
    };
    let reply = call.send(find_command(&call, filter.clone())).await?;
    let attempts = reply.attempts();
    let scan = Scan {
        call,
        filter,
        keyset,
        position: None,
        left,
        fruitless: 0,
        batches: Some(reply.into_batches()?),
        failed: None,
    };
    let batches = stream::unfold(scan, |mut scan| async move { scan.next().await.map(|batch| (batch, scan)) });
    Ok(Reply::batches(batches.boxed()).after(attempts, false))
}

/// A resumable find on its way.
struct Scan {
    call: Call,
    filter: RawDocumentBuf,
    keyset: Keyset,
    /// Where the last document that was given stands; none before the first.
    position: Option<Position>,
    /// How many documents the limit leaves.
    left: Option<u64>,
    /// How many cursors in a row gave no document.
    fruitless: u32,
    /// The open cursor; none when all is given.
    batches: Option<Batches>,
    /// What ends the scan, after the documents before it.
    failed: Option<Error>,
}

impl Scan {
    async fn next(&mut self) -> Option<Result<Batch>> {
        loop {
            if let Some(error) = self.failed.take() {
                self.batches = None;
                return Some(Err(error));
            }
            match self.batches.as_mut()?.next().await {
                Some(Ok(batch)) => match self.read(batch) {
                    Ok(batch) => return Some(Ok(batch)),
                    Err(error) => self.failed = Some(error),
                },
                Some(Err(_)) if self.left == Some(0) => return None,
                Some(Err(error)) if error.is_cursor_lost() && self.fruitless < MAX_FRUITLESS => {
                    self.fruitless += 1;
                    if let Err(error) = self.reopen().await {
                        self.failed = Some(error);
                    }
                }
                Some(Err(error)) => self.failed = Some(error),
                None => return None,
            }
        }
    }

    /// Opens a cursor on what comes after the last document.
    async fn reopen(&mut self) -> Result<()> {
        tracing::debug!(namespace = %self.call.namespace(), "a resumable find is opened anew");
        let mut filter = self.filter.clone();
        if let Some(position) = &self.position {
            filter = self.keyset.after(filter, position)?;
            self.call.unset(cstr!("skip"));
        }
        if let Some(left) = self.left {
            self.call.set_count(cstr!("limit"), left);
        }
        let reply = self.call.send(find_command(&self.call, filter)).await?;
        self.batches = Some(reply.into_batches()?);
        Ok(())
    }

    /// The batch as the caller asked for it; the position is behind its last document.
    fn read(&mut self, batch: Batch) -> Result<Batch> {
        let (mut given, mut last) = (RawArrayBuf::new(), None);
        let mut count = 0;
        for document in batch.unread() {
            match self.keyset.checked(document).and_then(|stripped| self.told_apart(last, document).map(|()| stripped))
            {
                Ok(stripped) => {
                    if let Some(stripped) = stripped {
                        given.push(stripped);
                    }
                }
                Err(error) => {
                    self.failed = Some(error);
                    break;
                }
            }
            last = Some(document);
            count += 1;
        }
        if let Some(last) = last {
            self.position = Some(self.keyset.position(last)?);
            self.fruitless = 0;
            self.left = self.left.map(|left| left.saturating_sub(count));
        }
        if self.failed.is_none() && self.keyset.gives_whole() {
            return Ok(batch);
        }
        if self.keyset.gives_whole() {
            let before = usize::try_from(count).unwrap_or(usize::MAX);
            batch.unread().take(before).for_each(|document| given.push(document.to_owned()));
        }
        Ok(Batch::of_array(given))
    }

    /// Refuses a document in the same place as the one before it: nothing would tell which of them was given.
    fn told_apart(&self, before: Option<&RawDocument>, document: &RawDocument) -> Result<()> {
        match (before, &self.position) {
            (Some(before), _) => self.keyset.told_apart(before, document),
            (None, Some(position)) if *position == self.keyset.position(document)? => Err(keyset::same_place()),
            (None, _) => Ok(()),
        }
    }
}
