//! How far the server has come with the indexes of a collection, told while they are built.

use std::time::Duration;

use bson::{Document, doc};

use crate::{
    collection::written::number,
    database::{
        caller::Caller,
        events::{ApplyEvent, Telling},
    },
    error::Result,
};

/// How often is looked.
const EVERY: Duration = Duration::from_millis(500);
/// How long one look may take.
const LIMIT: Duration = Duration::from_secs(5);

/// Awaits `building`, and tells how far the server has come, if somebody listens and the server tells it.
pub(super) async fn during<T>(
    caller: &Caller,
    telling: &Telling,
    collection: &str,
    building: impl Future<Output = Result<T>>,
) -> Result<T> {
    if !telling.is_heard() {
        return building.await;
    }
    tokio::select! {
        built = building => built,
        never = watch(caller, telling, collection) => match never {},
    }
}

async fn watch(caller: &Caller, telling: &Telling, collection: &str) -> std::convert::Infallible {
    loop {
        pause().await;
        // Users without the right to look are told nothing.
        let Ok(Some((done, total))) = look(caller, collection).await else { continue };
        telling.tell(ApplyEvent::Building { collection: collection.to_owned(), done, total });
    }
}

/// How many steps of how many are done, of the phase that the server is in.
async fn look(caller: &Caller, collection: &str) -> Result<Option<(u64, u64)>> {
    let command = doc! {
        "currentOp": 1,
        // Also a build that waits.
        "$all": true,
        "msg": { "$regex": "^Index Build" },
        "progress.total": { "$gt": 0 },
        "command.createIndexes": collection,
        "command.$db": &**caller.database(),
    };
    let answer = caller.ask_admin(&command, LIMIT).await?;
    let operations = answer.get_array("inprog").into_iter().flatten();
    let progress = operations.filter_map(|one| one.as_document()?.get_document("progress").ok());
    let counted = |progress: &Document| (number(progress, "done"), number(progress, "total"));
    Ok(progress.map(counted).next())
}

#[expect(clippy::disallowed_methods, reason = "the pause between two looks at a build")]
async fn pause() {
    tokio::time::sleep(EVERY).await;
}
