//! How database set-up speaks with the server: through the executor, to the primary, within one deadline.

use std::{sync::Arc, time::Duration};

use bson::Document;
use tokio::time::Instant;

use super::{Database, rights};
use crate::{
    collection::written::Written,
    cursor::Cursor,
    engine::Executor,
    error::{Error, ErrorKind, Result},
    operation::Operation,
    options::ReadPreference,
};

/// Runs the commands of one `create_all`. A clone shares the deadline.
#[derive(Clone)]
pub(super) struct Caller {
    executor: Arc<dyn Executor>,
    database: Arc<str>,
    until: Option<Instant>,
}

/// A server's answer to a command that changes something.
pub(super) struct Answer {
    pub(super) document: Document,
    /// An earlier sending may have done what this answer found done.
    pub(super) sent_again: bool,
}

impl Caller {
    pub(super) fn new(database: &Database, deadline: Option<Duration>) -> Self {
        Self {
            executor: Arc::clone(&database.executor),
            database: Arc::clone(&database.name),
            until: deadline.and_then(|deadline| Instant::now().checked_add(deadline)),
        }
    }

    pub(super) fn database(&self) -> &Arc<str> {
        &self.database
    }

    /// All documents of a command that answers a cursor.
    pub(super) async fn read(&self, command: &Document) -> Result<Vec<Document>> {
        let operation = self.operation(command, None)?.with_read_preference(ReadPreference::Primary);
        let explained = |error| rights::explained(error, command, &self.database);
        let batches = self.executor.execute(operation).await.map_err(explained)?.into_batches()?;
        Cursor::new(batches, Arc::clone(&self.database)).try_collect().await
    }

    /// Asks the database `admin`, and gives the answer as it is.
    pub(super) async fn ask_admin(&self, command: &Document, limit: Duration) -> Result<Document> {
        let operation = Operation::new("admin", command)?.with_deadline(limit);
        self.executor.execute(operation).await?.into_document()
    }

    /// Runs a command that changes something; `limit` is for one that may take longer, or less long, than others.
    pub(super) async fn change(&self, command: &Document, limit: Option<Duration>) -> Result<Answer> {
        let operation = self.operation(command, limit)?;
        let answered = async { Self::answer(self.executor.execute(operation).await?) };
        answered.await.map_err(|error| rights::explained(error, command, &self.database))
    }

    /// The same past the deadline: what is begun must be put in order.
    pub(super) async fn change_past_deadline(&self, command: &Document, limit: Duration) -> Result<Answer> {
        let operation = Operation::new(Arc::clone(&self.database), command)?.with_deadline(limit);
        Self::answer(self.executor.execute(operation).await?)
    }

    /// How long until the deadline.
    ///
    /// # Errors
    /// [`DeadlineExceeded`](ErrorKind::DeadlineExceeded) when it has passed.
    pub(super) fn left(&self) -> Result<Option<Duration>> {
        let left = self.until.map(|until| until.saturating_duration_since(Instant::now()));
        if left == Some(Duration::ZERO) {
            return Err(Error::new(ErrorKind::DeadlineExceeded, "the time for `create_all` is over"));
        }
        Ok(left)
    }

    fn operation(&self, command: &Document, limit: Option<Duration>) -> Result<Operation> {
        let left = self.left()?;
        let deadline = match (left, limit) {
            (Some(left), Some(limit)) => Some(left.min(limit)),
            (left, limit) => left.or(limit),
        };
        Ok(Operation::new(Arc::clone(&self.database), command)?.with_deadline(deadline))
    }

    fn answer(reply: crate::reply::Reply) -> Result<Answer> {
        let sent_again = reply.is_replayed() || reply.attempts() > 1;
        let document = reply.into_document()?;
        let reply = crate::reply::Reply::document(document.clone());
        Written::read(reply, Duration::ZERO)?.check()?;
        Ok(Answer { document, sent_again })
    }
}
