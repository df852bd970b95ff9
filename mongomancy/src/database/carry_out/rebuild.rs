//! An index is made anew: where both can be there, the new one comes before the old one goes.

use std::time::Duration;

use bson::{Document, doc};

use super::{INDEX_BUILD_LIMIT, Worker, within};
use crate::{
    database::{plan::Rebuild, unfinished},
    error::Result,
};

/// What a server adds to its list that `createIndexes` does not take.
const LISTED_ONLY: [&str; 2] = ["ns", "prepareUnique"];
/// What servers say that take only one of the two: those before 5.0 tell fewer indexes apart.
const ONE_OF_THEM: [i32; 2] = [85, 86];
/// How long the old index may take to be made again.
const UNDO_LIMIT: Duration = INDEX_BUILD_LIMIT;

impl Worker {
    pub(super) async fn rebuild(&self, collection: &str, rebuild: &Rebuild) -> Result<()> {
        if rebuild.new_first {
            self.new_first(collection, rebuild).await
        } else {
            self.old_first(collection, rebuild).await
        }
    }

    async fn new_first(&self, collection: &str, rebuild: &Rebuild) -> Result<()> {
        let rebuilding = |error| within(error, &format!("rebuilding the index {} of", rebuild.old), collection);
        unfinished::begin(&self.caller, collection, rebuild).await.map_err(rebuilding)?;
        self.held.check()?;
        if let Err(error) = self.indexes(collection, &[&rebuild.new]).await {
            // Nothing has taken the old one's place, unless nobody knows.
            if !error.maybe_applied() {
                let _ = unfinished::end(&self.caller, collection, &rebuild.old).await;
            }
            return if error.code().is_some_and(|code| ONE_OF_THEM.contains(&code)) {
                self.old_first(collection, rebuild).await
            } else {
                Err(error)
            };
        }
        self.held.check()?;
        self.drop_index(collection, &rebuild.old).await?;
        unfinished::end(&self.caller, collection, &rebuild.old).await.map_err(rebuilding)
    }

    /// The old one has the new one's name, or the server takes only one of them. If the new one cannot be made, the old
    /// one is made again.
    async fn old_first(&self, collection: &str, rebuild: &Rebuild) -> Result<()> {
        match self.drop_index(collection, &rebuild.old).await {
            // What may be gone has to be made again if the new one cannot be.
            Err(error) if !error.maybe_applied() => return Err(error),
            _ => {}
        }
        let Err(error) = self.indexes(collection, &[&rebuild.new]).await else { return Ok(()) };
        let old: Document = rebuild
            .old_specification
            .iter()
            .filter(|(name, _)| !LISTED_ONLY.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let command = doc! { "createIndexes": collection, "indexes": [old] };
        let again = self.caller.change_past_deadline(&command, UNDO_LIMIT).await;
        Err(match again {
            Ok(_) => error,
            Err(_) => error.within(format!("the index {} is gone and could not be made again", rebuild.old)),
        })
    }
}
