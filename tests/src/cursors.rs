//! The cursors that a server holds.

use bson::Bson;
use mongomancy::{Document, Executor, Operation, Result, bson, doc};

/// The ids of the cursors that are open on this namespace, on the server that is asked.
///
/// # Errors
/// What the server says.
pub async fn open_cursors(server: &dyn Executor, namespace: &str) -> Result<Vec<Bson>> {
    let pipeline = vec![
        doc! { "$currentOp": { "idleCursors": true, "allUsers": true } },
        doc! { "$match": { "ns": namespace, "cursor.cursorId": { "$exists": true } } },
        doc! { "$project": { "id": "$cursor.cursorId" } },
    ];
    let command = doc! { "aggregate": 1, "pipeline": pipeline, "cursor": {} };
    let reply = server.execute(Operation::new("admin", &command)?).await?;
    let open: Vec<Document> = reply.into_cursor("admin")?.try_collect().await?;
    Ok(open.iter().filter_map(|one| one.get("id").cloned()).collect())
}
