//! The end of a cursor on the server: `killCursors`, at the member that has it.
//!
//! The driver's own, sent when its cursor is dropped, goes to the primary, whichever member has the cursor.

use std::time::Duration;

use bson::{RawDocumentBuf, raw::cstr, rawdoc};
use mongodb::{Client, options::ServerAddress, raw_batch_cursor::RawBatch};

use super::member;

/// How long closing a cursor may take. What is not closed by then, its server closes after 10 idle minutes.
const LIMIT: Duration = Duration::from_secs(5);

/// What it takes to close a cursor.
pub(super) struct Kill {
    client: Client,
    database: String,
    command: RawDocumentBuf,
}

impl Kill {
    /// For the cursor that gave `batch`; none where the server has closed it already.
    pub(super) fn of(client: &Client, batch: &RawBatch) -> Option<Self> {
        let cursor = batch.as_raw_document().get_document("cursor").ok()?;
        let id = cursor.get_i64("id").ok().filter(|id| *id != 0)?;
        let (database, collection) = cursor.get_str("ns").ok()?.split_once('.')?;
        let mut command = rawdoc! { "killCursors": collection };
        command.append(cstr!("cursors"), bson::rawbson!([id]));
        Some(Self { client: client.clone(), database: database.to_owned(), command })
    }

    /// Closes the cursor at `member`. When that fails there is nothing more to do: the server closes it by itself.
    pub(super) async fn send(self, member: Option<ServerAddress>) {
        let Some(member) = member else { return };
        let database = self.client.database(&self.database);
        let kill = database.run_raw_command(self.command).selection_criteria(member::only(member));
        let killed = tokio::time::timeout(LIMIT, kill.into_future()).await;
        if !matches!(killed, Ok(Ok(_))) {
            tracing::debug!("a cursor that nobody reads could not be closed");
        }
    }
}
