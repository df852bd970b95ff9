//! What a server keeps for its clients.

use mongomancy::{Engine, Result, doc};
use mongomancy_tests::run;

/// How much of each the server has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept {
    /// Open cursors.
    pub(super) cursors: i64,
    /// Sessions that it has heard of.
    pub(super) sessions: i64,
}

impl Kept {
    pub(super) async fn of(engine: &Engine) -> Result<Self> {
        let status = run(engine, "admin", doc! { "serverStatus": 1 }).await?;
        let cursors = status.get_document("metrics").and_then(|metrics| metrics.get_document("cursor"));
        let open = cursors.and_then(|cursors| cursors.get_document("open")).expect("the figures of cursors");
        let sessions = status.get_document("logicalSessionRecordCache").expect("the figures of sessions");
        Ok(Self {
            cursors: open.get_i64("total").expect("the open cursors"),
            sessions: sessions.get_i32("activeSessionsCount").expect("the sessions").into(),
        })
    }
}
