//! A write of many documents as a transaction of one statement.
//!
//! It goes out as commands with a number of ours, as the driver would send them. The driver's own transactions count
//! from 1 in each session, and would ask for a commit twice at most. For servers a transaction's number is one more in
//! the row of its session's: it is larger than all before, those of numbered writes included, and those after it are
//! larger still. The driver's view of the session stays "no transaction", so it adds no field and no label.

mod judge;
mod meaning;
mod progress;

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use bson::{Document, RawDocumentBuf, doc};
use tokio::{sync::oneshot, time::timeout};

pub(super) use self::progress::Progress;
use super::{
    command,
    generation::Generation,
    member,
    numbered::{Numbered, Statement},
    perform::Answer,
    state::State,
};
use crate::operation::Operation;

/// How long a transaction that nobody waits for is tried to be aborted. Afterwards the server's own limit holds.
const TO_ABORT: Duration = Duration::from_secs(10);

/// Sends what is left to send: the statement unless it was answered, then the commit.
pub(super) async fn perform(
    generation: &Generation,
    operation: &Operation,
    statement: &Statement,
    left: Duration,
) -> mongodb::error::Result<Answer> {
    let progress = &statement.progress;
    let mut numbered = statement.numbered(&generation.client).await?;
    let is_repeated = progress.may_be_committed();
    if !is_repeated {
        // In the same session: a larger number aborts what an earlier attempt may have left open, and waits for it.
        numbered.renew();
        if !progress.open() {
            return Ok(Answer::Document(Document::new()));
        }
        let command = command::first_of_transaction(operation, numbered.number, left);
        let database = generation.client.database(operation.database());
        let reply = numbered.send(database.run_raw_command(command)).await?;
        if meaning::is_refused(&reply) {
            return Ok(Answer::Document(reply));
        }
        numbered.reply = Some(reply);
        if !progress.commit() {
            return Ok(Answer::Document(Document::new()));
        }
    }
    // Where the commit is asked for again, "there is no such transaction" can be trusted only of a primary that a
    // majority follows: it answers after a majority has a write of its own.
    let concern = command::commit_concern(operation, &generation.defaults, is_repeated);
    let command = doc! {
        "commitTransaction": 1, "txnNumber": numbered.number, "autocommit": false, "writeConcern": concern,
    };
    let connections = member::connections();
    let committed = run_on_admin(generation, &command, &mut numbered).await;
    if committed.is_err() && !is_repeated && member::connections() == connections {
        progress.unsent();
    }
    let mut committed = committed?;
    progress.committed();
    let mut reply = numbered.reply.clone().unwrap_or_default();
    for key in ["writeConcernError", "errorLabels"] {
        if let Some(value) = committed.remove(key) {
            reply.insert(key, value);
        }
    }
    Ok(Answer::Document(reply))
}

/// A call that waits for its transaction. When it ends, or is dropped, what is left open is aborted, in a task.
pub(super) struct Waiting {
    statement: Arc<Statement>,
    _until_dropped: oneshot::Sender<()>,
}

impl Waiting {
    pub(super) fn new(state: &Arc<State>, generation: &Arc<Generation>, statement: &Arc<Statement>) -> Self {
        let (until_dropped, dropped) = oneshot::channel();
        let (state, at, of) = (Arc::downgrade(state), Arc::clone(generation), Arc::clone(statement));
        generation.runtime.spawn(async move {
            let _ = dropped.await;
            tokio::select! {
                biased;
                // With the client its sessions end, and with them their transactions.
                () = at.closing() => {}
                () = abort(&state, &at, &of) => {}
            }
        });
        Self { statement: Arc::clone(statement), _until_dropped: until_dropped }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.statement.progress.give_up();
    }
}

/// Waits for the last attempt, and aborts what it left open: its locks would be held for as long as the server lets a
/// transaction live.
async fn abort(state: &Weak<State>, generation: &Generation, statement: &Statement) {
    let Some(mut numbered) = statement.sent().await else { return };
    if !statement.progress.may_be_open() {
        return;
    }
    let current = state.upgrade().and_then(|state| state.current.load_full());
    let aborted = if let Some(current) = current.filter(|current| current.number != generation.number) {
        // The client was replaced, perhaps because it is not let in any more. Another one cannot speak in its session,
        // but can end it.
        timeout(TO_ABORT, kill(&current, numbered.session_id())).await
    } else {
        let command = doc! { "abortTransaction": 1, "txnNumber": numbered.number, "autocommit": false };
        timeout(TO_ABORT, run_on_admin(generation, &command, &mut numbered)).await
    };
    if let Ok(Err(error)) = aborted {
        let error = super::classify::error(error, true);
        tracing::debug!(%error, "a transaction was not aborted; it may have ended by itself");
    }
}

/// Ends what runs in the session of this id. Users may do that to their own sessions.
async fn kill(generation: &Generation, session: &Document) -> mongodb::error::Result<Document> {
    let command = RawDocumentBuf::try_from(&doc! { "killSessions": [session] })?;
    generation.client.database("admin").run_raw_command(command).await
}

async fn run_on_admin(
    generation: &Generation,
    command: &Document,
    numbered: &mut Numbered,
) -> mongodb::error::Result<Document> {
    let command = RawDocumentBuf::try_from(command)?;
    numbered.send(generation.client.database("admin").run_raw_command(command)).await
}
