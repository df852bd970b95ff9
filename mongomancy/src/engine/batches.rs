//! A driver's cursor in a task of its own, which hands its batches out.

use std::{sync::Arc, task::Poll};

use futures_util::{StreamExt, ready, stream};
use mongodb::raw_batch_cursor::{RawBatch, RawBatchCursor};
use tokio::sync::{mpsc, watch};

use super::{
    attempt::replaced,
    classify::{self, Class},
    generation::{Generation, Phase},
    member::MemberSlot,
    state::disposed,
};
use crate::{
    error::{Error, ErrorKind, Result},
    operation::Effect,
    reply::{Batch, Batches},
};

/// The cursor's batches. The next one is fetched while the last one is read.
///
/// A driver's cursor can be advanced again after an error and then goes on without the batch that was lost, so after
/// any error it is thrown away.
pub(super) async fn batches(
    generation: &Arc<Generation>,
    mut cursor: Box<RawBatchCursor>,
    slot: MemberSlot,
) -> Batches {
    // The first batch came with the cursor; where it is the only one, no task is needed.
    let first = match cursor.next().await {
        Some(Ok(first)) if is_last(&first) => return stream::iter([Batch::from_driver(first)]).boxed(),
        Some(first) => first.map_err(|error| lost(error, Phase::Open)).and_then(Batch::from_driver),
        None => return stream::empty().boxed(),
    };
    let (sender, mut receiver) = mpsc::channel(1);
    generation.runtime.spawn(feed(cursor, first, sender, Arc::clone(generation), slot));
    let mut is_over = false;
    stream::poll_fn(move |context| {
        if is_over {
            return Poll::Ready(None);
        }
        let next = ready!(receiver.poll_recv(context));
        is_over = !matches!(next, Some(Some(Ok(_))));
        // Without the mark of the end it was the task that ended: with its runtime, or by a panic.
        Poll::Ready(next.unwrap_or_else(|| Some(Err(lost_with("the runtime that it lived on has ended")))))
    })
    .boxed()
}

/// The batches of a cursor that is closed with its first.
pub(super) fn only(batch: Option<RawBatch>) -> Batches {
    stream::iter(batch.map(Batch::from_driver)).boxed()
}

async fn feed(
    mut cursor: Box<RawBatchCursor>,
    first: Result<Batch>,
    sender: mpsc::Sender<Option<Result<Batch>>>,
    generation: Arc<Generation>,
    slot: MemberSlot,
) {
    let mut phase = generation.phase();
    let topology = generation.view.topology.clone();
    // The clients must be free to end while a cursor is idle.
    drop(generation);
    let mut next = Some(first);
    while let Some(batch) = next {
        let failed = batch.is_err();
        if sender.send(Some(batch)).await.is_err() || failed {
            return;
        }
        next = tokio::select! {
            biased;
            () = sender.closed() => return,
            Ok(phase) = ended(&mut phase) => Some(Err(gone(phase))),
            batch = slot.note(cursor.next()) => batch.map(|batch| {
                batch.map_err(|error| lost(error, *phase.borrow())).and_then(Batch::from_driver)
            }),
            () = replaced(topology.clone(), &slot, false) => {
                Some(Err(lost_with("the member that had it was replaced")))
            }
        };
    }
    let _ = sender.send(None).await;
}

/// Whether the server says that nothing follows.
fn is_last(batch: &RawBatch) -> bool {
    let cursor = batch.as_raw_document().get_document("cursor");
    cursor.is_ok_and(|cursor| cursor.get_i64("id").is_ok_and(|id| id == 0))
}

/// Waits for the end of the client; an error where the engine was dropped, whose cursors go on.
async fn ended(phase: &mut watch::Receiver<Phase>) -> Result<Phase, watch::error::RecvError> {
    phase.wait_for(|phase| *phase != Phase::Open).await.map(|phase| *phase)
}

/// The error of a cursor that cannot go on.
fn lost(error: mongodb::error::Error, phase: Phase) -> Error {
    let class = classify::class(&error, true, Effect::Read);
    match class {
        Class::ClientGone => gone(phase),
        Class::Surface => classify::error(error, true),
        _ => classify::error(error, true).with_kind(ErrorKind::CursorLost { documents: 0 }),
    }
}

/// The error of a cursor whose client was shut down.
fn gone(phase: Phase) -> Error {
    match phase {
        Phase::Disposed => disposed(),
        Phase::Open | Phase::Replaced => lost_with("the client that had it was replaced"),
    }
}

fn lost_with(why: &'static str) -> Error {
    Error::new(ErrorKind::CursorLost { documents: 0 }, why)
}
