//! A driver's cursor in a task of its own, which hands its batches out.

use std::{task::Poll, time::Duration};

use futures_util::{StreamExt, ready, stream};
use mongodb::raw_batch_cursor::{RawBatch, RawBatchCursor};
use tokio::{
    sync::{mpsc, watch},
    time::timeout,
};

use super::{
    classify::{self, Class},
    demand::Demand,
    execute::pause,
    generation::{Generation, Phase},
    guard::replaced,
    kill::Kill,
    member::MemberSlot,
    options::PREFETCH,
    state::disposed,
    topology::Topology,
};
use crate::{
    error::{Error, ErrorKind, Result},
    operation::{Effect, Operation},
    reply::{Batch, Batches},
};

/// How long a server holds its answer back at the end of a cursor that awaits documents, unless it is told otherwise.
const AWAIT_TIME: Duration = Duration::from_secs(1);
/// How long the reply of a cursor that was closed meanwhile is waited for: so long its connection is kept.
const TO_ANSWER: Duration = Duration::from_secs(1);
/// How long a member may be unknown before its cursors are given up: after a step-down the driver asks it anew within half
/// a second.
const TO_BE_HEARD_OF: Duration = Duration::from_millis(1500);
/// The server does not have the cursor any more, or has just killed it.
const NOT_THERE: [i32; 2] = [43, 237];

/// The cursor's batches. As many as the operation says are fetched ahead while one is read.
///
/// A driver's cursor can be advanced again after an error and then goes on without the batch that was lost, so after
/// any error it is thrown away.
pub(super) async fn batches(
    generation: &Generation,
    operation: &Operation,
    mut cursor: Box<RawBatchCursor>,
    slot: MemberSlot,
) -> Batches {
    // The first batch came with the cursor; where it is the only one, no task is needed.
    let (kill, first) = match cursor.next().await {
        Some(Ok(first)) => match Kill::of(&generation.client, &first) {
            Some(kill) => match Batch::from_driver(first) {
                Ok(first) => (kill, first),
                Err(error) => {
                    generation.runtime.spawn(async move { kill.send(slot.get()).await });
                    return stream::iter([Err(error)]).boxed();
                }
            },
            None => return stream::iter([Batch::from_driver(first)]).boxed(),
        },
        Some(Err(error)) => return stream::iter([Err(lost(error, Phase::Open))]).boxed(),
        None => return stream::empty().boxed(),
    };
    let demand = Demand::new(operation.prefetch().unwrap_or(PREFETCH));
    let (sender, mut receiver) = mpsc::unbounded_channel();
    let feed = Feed {
        cursor,
        kill,
        phase: generation.phase(),
        topology: generation.view.topology.clone(),
        slot,
        limit: limit(operation),
    };
    generation.runtime.spawn(feed.run(demand.clone(), sender));
    let (mut first, mut is_wanted, mut is_over) = (Some(first), false, false);
    stream::poll_fn(move |context| {
        if is_over {
            return Poll::Ready(None);
        }
        if let Some(first) = first.take() {
            return Poll::Ready(Some(Ok(first)));
        }
        // Once for each batch, however often it is polled for.
        if !is_wanted {
            demand.add();
            is_wanted = true;
        }
        let next = ready!(receiver.poll_recv(context));
        is_wanted = false;
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

/// How long one batch may be waited for: as long as the call that opened the cursor might take.
fn limit(operation: &Operation) -> Duration {
    let limit = operation.deadline().unwrap_or(Duration::MAX);
    if operation.awaits_documents() {
        return limit.saturating_add(operation.max_await_time().unwrap_or(AWAIT_TIME));
    }
    limit
}

/// The task's side of a cursor that the server keeps open. It holds no generation: the clients must be free to end
/// while a cursor is idle.
struct Feed {
    cursor: Box<RawBatchCursor>,
    kill: Kill,
    phase: watch::Receiver<Phase>,
    topology: watch::Receiver<Topology>,
    slot: MemberSlot,
    limit: Duration,
}

/// Unbounded, since the demand bounds what is asked for.
type Sender = mpsc::UnboundedSender<Option<Result<Batch>>>;

impl Feed {
    async fn run(mut self, demand: Demand, sender: Sender) {
        let error = loop {
            tokio::select! {
                biased;
                () = sender.closed() => return self.close_idle().await,
                () = demand.wait() => {}
            }
            let waiting = self.slot.note(self.cursor.next());
            tokio::pin!(waiting);
            let next = tokio::select! {
                biased;
                () = sender.closed() => {
                    // Closed beneath it, the server answers at once, and the connection is kept.
                    self.kill.send(self.slot.get()).await;
                    let _ = timeout(TO_ANSWER, waiting).await;
                    return;
                }
                Ok(phase) = ended(&mut self.phase) => Err(gone(phase)),
                batch = &mut waiting => match batch {
                    Some(Ok(last)) if is_last(&last) => {
                        let _ = sender.send(Some(Batch::from_driver(last)));
                        let _ = sender.send(None);
                        return;
                    }
                    Some(batch) => {
                        batch.map_err(|error| lost(error, *self.phase.borrow())).and_then(Batch::from_driver)
                    }
                    None => {
                        let _ = sender.send(None);
                        return;
                    }
                },
                () = stays_replaced(&self.topology, &self.slot) => {
                    Err(lost_with("the member that had it was replaced"))
                }
                () = pause(self.limit) => {
                    Err(Error::new(ErrorKind::DeadlineExceeded, "the next batch did not come"))
                }
            };
            match next {
                // Where nobody reads any more, that is seen before the next one is asked for.
                Ok(batch) => drop(sender.send(Some(Ok(batch)))),
                Err(error) => break error,
            }
        };
        self.end(error, &sender).await;
    }

    /// Tells the reader of the error, and closes what the server may still hold.
    async fn end(self, error: Error, sender: &Sender) {
        let is_open = !error.code().is_some_and(|code| NOT_THERE.contains(&code));
        let _ = sender.send(Some(Err(error)));
        if is_open {
            self.kill.send(self.slot.get()).await;
        }
    }

    /// Closes a cursor that nobody reads and of which nothing is asked at the moment.
    async fn close_idle(self) {
        // At the primary, dropping it does.
        let member = self.slot.get();
        if !member.as_ref().is_some_and(|member| self.topology.borrow().is_primary(&member.to_string())) {
            self.kill.send(member).await;
        }
    }
}

/// Ends when the member that has the cursor is gone, and not just not heard of for a moment: one that steps down is unknown
/// until it says what it is now, and keeps its cursors.
async fn stays_replaced(topology: &watch::Receiver<Topology>, slot: &MemberSlot) {
    loop {
        replaced(topology.clone(), slot, false).await;
        let mut topology = topology.clone();
        let is_back =
            topology.wait_for(|now| slot.get().is_none_or(|member| !now.has_replaced(&member.to_string(), false)));
        // Where the client is gone nothing will be heard of it either.
        if !matches!(timeout(TO_BE_HEARD_OF, is_back).await, Ok(Ok(_))) {
            return;
        }
    }
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
        // It was opened with these credentials: they were changed since, or the member is going.
        Class::Surface if !classify::is_authentication(&error) => classify::error(error, true),
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
