//! Default documents: found by their key, or made; never changed.

use bson::{Document, doc};

use super::{caller::Caller, report::ReportOutcome};
use crate::{definition::DefaultDocument, error::Result};

/// Makes the document unless one with its key is there, in one atomic step.
pub(super) async fn insert(caller: &Caller, collection: &str, document: &DefaultDocument) -> Result<ReportOutcome> {
    let answer = match caller.change(&upsert(collection, document)?, None).await {
        Ok(answer) => answer,
        // Either another one made it at the same time, or another unique index than the key's stands in the way.
        Err(error) if error.is_duplicate_key() => {
            return if is_there(caller, collection, document).await? {
                Ok(ReportOutcome::Found)
            } else {
                Err(error.within("another document has a value that the default document needs for itself"))
            };
        }
        Err(error) => return Err(error),
    };
    Ok(if answer.document.contains_key("upserted") { ReportOutcome::Created } else { ReportOutcome::Found })
}

fn upsert(collection: &str, document: &DefaultDocument) -> Result<Document> {
    let content = document.document()?.clone();
    let update = doc! { "q": document.filter(), "u": { "$setOnInsert": content }, "upsert": true };
    Ok(doc! { "update": collection, "updates": [update] })
}

async fn is_there(caller: &Caller, collection: &str, document: &DefaultDocument) -> Result<bool> {
    let command = doc! { "find": collection, "filter": document.filter(), "projection": { "_id": 1 }, "limit": 1 };
    caller.read(&command).await.map(|found| !found.is_empty())
}
