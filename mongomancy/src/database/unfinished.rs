//! Rebuilds that make the new index before the old one goes: each is written down meanwhile, so that whoever comes after
//! a crash knows that the old one is no longer wanted.
//!
//! One document in the lock's collection:
//! `{ _id: { replaced: <old index>, of: <collection> }, by: <new index>, keys: <the old one's> }`.

use bson::{Document, doc};

use super::{caller::Caller, creation_lock::COLLECTION, plan::Rebuild};
use crate::error::{ErrorKind, Result};

/// An index whose place another one takes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Replaced {
    pub(super) collection: String,
    pub(super) old: String,
    /// The old one's keys: another index may have the name by now.
    pub(super) keys: Document,
    /// The name of the one that takes the place.
    pub(super) new: String,
}

/// The rebuilds that were broken off.
pub(super) async fn read(caller: &Caller) -> Result<Vec<Replaced>> {
    let command = doc! { "find": COLLECTION, "filter": { "_id.replaced": { "$exists": true } } };
    let found = match caller.read(&command).await {
        // Who may not look there has left nothing there.
        Err(error) if *error.kind() == ErrorKind::Unauthorized => return Ok(Vec::new()),
        found => found?,
    };
    let read = |document: Document| {
        let id = document.get_document("_id").ok()?;
        Some(Replaced {
            collection: id.get_str("of").ok()?.to_owned(),
            old: id.get_str("replaced").ok()?.to_owned(),
            keys: document.get_document("keys").ok()?.clone(),
            new: document.get_str("by").ok()?.to_owned(),
        })
    };
    Ok(found.into_iter().filter_map(read).collect())
}

/// Writes down that the old index goes once the new one is there.
pub(super) async fn begin(caller: &Caller, collection: &str, rebuild: &Rebuild) -> Result<()> {
    let id = id(collection, &rebuild.old);
    let keys = rebuild.old_specification.get_document("key").cloned().unwrap_or_default();
    let content = doc! { "by": rebuild.new.name_in(collection), "keys": keys };
    let update = doc! { "q": { "_id": id }, "u": { "$set": content }, "upsert": true };
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
