//! Rebuilds that make the new index before the old one goes: each is written down meanwhile, so that whoever comes after
//! a crash knows that the old one is no longer wanted.
//!
//! One document in the lock's collection: `{ _id: { replaced: <old index>, of: <collection> } }`.

use bson::{Document, doc};

use super::{caller::Caller, creation_lock::COLLECTION};
use crate::error::Result;

/// The collections with a rebuild that was broken off, and the indexes that were to go.
pub(super) async fn read(caller: &Caller) -> Result<Vec<(String, String)>> {
    let command = doc! { "find": COLLECTION, "filter": { "_id.replaced": { "$exists": true } } };
    let found = caller.read(&command).await?;
    let read = |document: Document| {
        let id = document.get_document("_id").ok()?;
        Some((id.get_str("of").ok()?.to_owned(), id.get_str("replaced").ok()?.to_owned()))
    };
    Ok(found.into_iter().filter_map(read).collect())
}

/// Writes down that the index `old` goes once another one is there.
pub(super) async fn begin(caller: &Caller, collection: &str, old: &str) -> Result<()> {
    let id = id(collection, old);
    let update = doc! { "q": { "_id": &id }, "u": { "$setOnInsert": { "_id": &id } }, "upsert": true };
    caller
        .change(&doc! { "update": COLLECTION, "updates": [update], "writeConcern": { "w": "majority" } }, None)
        .await?;
    Ok(())
}

pub(super) async fn end(caller: &Caller, collection: &str, old: &str) -> Result<()> {
    let delete = doc! { "q": { "_id": id(collection, old) }, "limit": 1 };
    caller
        .change(&doc! { "delete": COLLECTION, "deletes": [delete], "writeConcern": { "w": "majority" } }, None)
        .await?;
    Ok(())
}

fn id(collection: &str, old: &str) -> Document {
    doc! { "replaced": old, "of": collection }
}
