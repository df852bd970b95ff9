//! An index is made unique in two steps: it refuses new duplicates first, and is looked through then.
//!
//! By <https://www.mongodb.com/docs/manual/core/index-unique/convert-to-unique/>.

use bson::doc;

use std::time::Duration;

use super::{INDEX_BUILD_LIMIT, Worker, coll_mod, within};
use crate::error::{Error, ErrorKind, Result};

/// How long it may take to take back what was prepared, whatever time is left.
const UNDO_LIMIT: Duration = Duration::from_secs(60);
/// What a server says where documents share a key.
const CANNOT_CONVERT: i32 = 359;

impl Worker {
    /// # Errors
    /// [`Conflict`](ErrorKind::Conflict) where documents share a key. Whatever the error is, the index refuses no
    /// duplicates after it that it took before; where even that fails, the message says so.
    pub(super) async fn make_unique(&self, collection: &str, index: &str) -> Result<()> {
        let prepare = |prepared: bool| doc! { "index": { "name": index, "prepareUnique": prepared } };
        let making = |error| within(error, &format!("making the index {index} unique, of"), collection);
        let converted = match self.modify(collection, &prepare(true)).await {
            Ok(()) => {
                let unique = coll_mod(collection, &doc! { "index": { "name": index, "unique": true } });
                self.caller.change(&unique, Some(INDEX_BUILD_LIMIT)).await.map(drop)
            }
            Err(error) if error.maybe_applied() => Err(error),
            // As by a server that cannot do it at all.
            Err(error) => return Err(making(error)),
        };
        let Err(error) = converted else { return Ok(()) };
        let unprepare = coll_mod(collection, &prepare(false));
        let back = self.caller.change_past_deadline(&unprepare, UNDO_LIMIT).await;
        let error = in_words(error);
        Err(making(match back {
            Ok(_) => error,
            Err(_) => error.within("it may refuse new duplicates from now on, which could not be taken back"),
        }))
    }
}

fn in_words(error: Error) -> Error {
    if error.code() == Some(CANNOT_CONVERT) {
        error.with_kind(ErrorKind::Conflict).within("documents that are there share a key; `plan` counts them")
    } else {
        error
    }
}
