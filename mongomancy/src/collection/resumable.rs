//! A find that goes on after the death of the server that it reads from.

mod order;
mod position;
mod projection;

use bson::{
    Bson, Document, RawArrayBuf, RawBson, RawBsonRef, RawDocument, RawDocumentBuf,
    raw::{CStr, cstr},
};
use futures_util::{StreamExt, stream};

use self::{order::Order, position::Position, projection::Projection};
use super::{call::Call, find::find_command};
use crate::{
    codec::MongoDocument,
    error::{Error, ErrorKind, Result},
    reply::{Batch, Batches, Reply},
};

/// How many cursors in a row may be lost before they give a document.
const MAX_FRUITLESS: u32 = 8;
/// What makes no sense beside `resumable`, and why.
const REFUSED: [(&CStr, &str); 4] = [
    (cstr!("tailable"), "a tailable cursor has no order to go on in"),
    (cstr!("singleBatch"), "a negative `limit` asks for a single batch, which leaves nothing to go on with"),
    (cstr!("returnKey"), "`return_key` gives no documents"),
    (cstr!("showRecordId"), "`show_record_id` shows what differs from member to member"),
];

/// The command that opens the find, the first time.
pub(super) fn first_command(call: &mut Call, filter: RawDocumentBuf) -> Result<RawDocumentBuf> {
    arrange(call)?;
    Ok(find_command(call, filter))
}

/// Sees to the total order, and that the sort keys are given.
fn arrange(call: &mut Call) -> Result<(Order, Projection)> {
    check(call)?;
    let order = Order::of(call.option(cstr!("sort")))?;
    let given = match call.option(cstr!("projection")) {
        Some(RawBson::Document(given)) => Some(decoded(given)?),
        _ => None,
    };
    let (projection, shape) = Projection::of(given, &order)?;
    call.set_document(cstr!("sort"), &order.sort());
    match projection {
        Some(projection) => call.set_document(cstr!("projection"), &projection),
        None => call.unset(cstr!("projection")),
    }
    Ok((order, shape))
}

/// Opens the find; the batches of the answer go on until all are given.
pub(super) async fn open(mut call: Call, filter: RawDocumentBuf) -> Result<Reply> {
    let (order, shape) = arrange(&mut call)?;
    let left = match call.option(cstr!("limit")) {
        Some(RawBson::Int64(limit)) => u64::try_from(*limit).ok().filter(|limit| *limit > 0),
        _ => None,
    };
    let is_collated = match call.option(cstr!("collation")) {
        Some(RawBson::Document(collation)) => collation.get_str("locale").is_ok_and(|locale| locale != "simple"),
        _ => false,
    };
    let reply = call.send(find_command(&call, filter.clone())).await?;
    let attempts = reply.attempts();
    let scan = Scan {
        call,
        filter,
        order,
        shape,
        position: None,
        left,
        fruitless: 0,
        batches: Some(reply.into_batches()?),
        failed: None,
        collated: is_collated,
    };
    let batches = stream::unfold(scan, |mut scan| async move { scan.next().await.map(|batch| (batch, scan)) });
    Ok(Reply::batches(batches.boxed()).after(attempts, false))
}

fn check(call: &Call) -> Result<()> {
    for (option, why) in REFUSED {
        if matches!(call.option(option), Some(RawBson::Boolean(true))) {
            return Err(Error::invalid_argument(format!("a find cannot be resumable: {why}")));
        }
    }
    Ok(())
}

/// A resumable find on its way.
struct Scan {
    call: Call,
    filter: RawDocumentBuf,
    order: Order,
    shape: Projection,
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
    /// Whether strings are compared by the call's own rules, under which two `_id`s may be the same.
    collated: bool,
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
            filter = both(&self.filter, &position.after(&self.order))?;
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
            match self.checked(document).and_then(|stripped| self.told_apart(last, document).map(|()| stripped)) {
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
            self.position = Some(self.position(last)?);
            self.fruitless = 0;
            self.left = self.left.map(|left| left.saturating_sub(count));
        }
        if self.failed.is_none() && self.shape == Projection::Whole {
            return Ok(batch);
        }
        if self.shape == Projection::Whole {
            let before = usize::try_from(count).unwrap_or(usize::MAX);
            batch.unread().take(before).for_each(|document| given.push(document.to_owned()));
        }
        Ok(Batch::of_array(given))
    }

    /// Checks the document's sort keys, and gives what is to be given in its place, if anything is.
    fn checked(&self, document: &RawDocument) -> Result<Option<RawDocumentBuf>> {
        for (number, key) in self.order.keys().iter().enumerate() {
            let value = self.shape.key(document, (number, key))?;
            if self.collated && key.is_id() && value.is_some_and(holds_string) {
                return Err(Error::invalid_argument(
                    "a resumable find with a collation needs `_id`s without strings: two may be the same under it",
                ));
            }
        }
        self.shape.strip(document)
    }

    /// Refuses a document in the same place as the one before it: nothing would tell which of them was given.
    fn told_apart(&self, before: Option<&RawDocument>, document: &RawDocument) -> Result<()> {
        let is_same = match (before, &self.position) {
            (Some(before), _) => {
                self.id(before)? == self.id(document)? && self.position(before)? == self.position(document)?
            }
            (None, Some(position)) => *position == self.position(document)?,
            (None, None) => false,
        };
        if is_same {
            return Err(Error::invalid_argument("a find cannot be resumable where two documents have the same `_id`"));
        }
        Ok(())
    }

    fn id<'a>(&self, document: &'a RawDocument) -> Result<Option<RawBsonRef<'a>>> {
        let id = self.order.keys().iter().enumerate().find(|(_, key)| key.is_id());
        id.map_or(Ok(None), |key| self.shape.key(document, key))
    }

    fn position(&self, document: &RawDocument) -> Result<Position> {
        let keys = self.order.keys().iter().enumerate().map(|key| match self.shape.key(document, key)? {
            Some(value) => Bson::try_from(value).map_err(|_| undecodable()),
            None => Ok(Bson::Null),
        });
        keys.collect::<Result<_>>().map(Position)
    }
}

/// Whether strings are compared where the value is.
fn holds_string(value: RawBsonRef<'_>) -> bool {
    match value {
        RawBsonRef::String(_) | RawBsonRef::Symbol(_) => true,
        RawBsonRef::Document(inner) => inner.iter().flatten().any(|(_, value)| holds_string(value)),
        RawBsonRef::Array(inner) => inner.into_iter().flatten().any(holds_string),
        _ => false,
    }
}

/// What matches the caller's filter and comes after the position.
fn both(filter: &RawDocumentBuf, after: &Document) -> Result<RawDocumentBuf> {
    if filter.is_empty() {
        return after.encode();
    }
    let mut filters = RawArrayBuf::new();
    filters.push(filter.clone());
    filters.push(after.encode()?);
    let mut both = RawDocumentBuf::new();
    both.append(cstr!("$and"), filters);
    Ok(both)
}

fn decoded(document: &RawDocument) -> Result<Document> {
    Document::try_from(document).map_err(|_| Error::new(ErrorKind::Encode, "the projection"))
}

fn undecodable() -> Error {
    Error::new(ErrorKind::Other, "a document has a sort key that cannot be sent back")
}
