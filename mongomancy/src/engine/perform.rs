//! One attempt: the operation to the driver, the answer back.

use std::time::Duration;

use bson::{Document, RawDocument};
use futures_util::StreamExt;
use mongodb::{
    Client,
    options::{ReadPreference, SelectionCriteria},
    raw_batch_cursor::{RawBatch, RawBatchCursor},
};

use super::{command, generation::Generation, numbered::Statement, options::BATCH_SIZE, transaction};
use crate::{
    codec::elements::{Element, element},
    operation::{Effect, Operation},
};

/// What a server answered.
pub(super) enum Answer {
    Document(Document),
    Cursor(Box<RawBatchCursor>),
    /// All that a cursor had, which is closed.
    Batch(Option<RawBatch>),
}

/// Sends the operation once. Commands go as they are: the driver's own verbs would retry by themselves, once, and the
/// attempts would not be ours to count and to stop.
pub(super) async fn perform(
    generation: &Generation,
    operation: &Operation,
    effect: Effect,
    statement: Option<&Statement>,
    left: Duration,
) -> mongodb::error::Result<Answer> {
    if let (Effect::Transaction, Some(statement)) = (effect, statement) {
        return transaction::perform(generation, operation, statement, left).await;
    }
    let mut numbered = match statement {
        Some(statement) => Some(statement.numbered(&generation.client).await?),
        None => None,
    };
    let number = numbered.as_ref().map(|numbered| numbered.number);
    let command = command::prepared(operation, effect, &generation.defaults, number, left);
    let database = generation.client.database(operation.database());
    let criteria = criteria(generation, operation, effect);
    if operation.returns_cursor() {
        let mut run = database.run_raw_cursor_command(command);
        if let Some(criteria) = criteria {
            run = run.selection_criteria(criteria);
        }
        if is_single_batch(operation.command()) && generation.has_sessions() {
            // The driver makes and puts away a session for each read by a task of its own; ours are at hand. One whose
            // read failed or was given up goes to the driver's pool, unless its connection broke, and may be had from
            // there again, by a write too: a read has no number, so a server has nobody wait for it.
            let mut session = generation.sessions.take(&generation.client).await?;
            let mut cursor = run.session(&mut *session).batch().await?;
            let batch = cursor.stream(&mut session).next().await.transpose()?;
            generation.sessions.give_back(session);
            return Ok(Answer::Batch(batch));
        }
        run = run.batch_size(batch_size(operation.command()).unwrap_or(BATCH_SIZE));
        if let Some(limit) = operation.max_await_time() {
            run = run.max_time(limit);
        }
        return run.batch().await.map(Box::new).map(Answer::Cursor);
    }
    let mut run = database.run_raw_command(command);
    if let Some(criteria) = criteria {
        run = run.selection_criteria(criteria);
    }
    match numbered.as_mut() {
        Some(numbered) => numbered.send(run).await.map(Answer::Document),
        None => run.await.map(Answer::Document),
    }
}

/// Which members may take the operation; none means the primary.
pub(super) fn criteria(generation: &Generation, operation: &Operation, effect: Effect) -> Option<SelectionCriteria> {
    if !command::follows_read_preference(operation, effect) {
        return None;
    }
    match operation.read_preference() {
        Some(preference) => Some(SelectionCriteria::ReadPreference(preference.clone())),
        None => generation.defaults.read_preference.clone(),
    }
}

/// Whether only the primary can take the operation.
pub(super) fn needs_primary(generation: &Generation, operation: &Operation, effect: Effect) -> bool {
    if !command::follows_read_preference(operation, effect) {
        return true;
    }
    match (operation.read_preference(), &generation.defaults.read_preference) {
        (Some(preference), _) | (None, Some(SelectionCriteria::ReadPreference(preference))) => {
            *preference == ReadPreference::Primary
        }
        (None, preference) => preference.is_none(),
    }
}

/// Whether the server closes the cursor with its first batch.
fn is_single_batch(command: &RawDocument) -> bool {
    element(command, b"singleBatch").is_some_and(Element::is_truthy)
}

/// The size of later batches, where the command says it: it is meant for the first only.
fn batch_size(command: &RawDocument) -> Option<u32> {
    let size = command.iter_elements().flatten().find_map(|element| match element.key().as_str() {
        "batchSize" => element.value().ok(),
        "cursor" => element.value().ok()?.as_document()?.get("batchSize").ok()?,
        _ => None,
    })?;
    let size = size.as_i64().or_else(|| size.as_i32().map(i64::from))?;
    u32::try_from(size).ok().filter(|size| *size > 0)
}

/// The client for the driver's own API: another one than the attempts', so that the driver's numbers and ours never
/// meet in one session.
pub(super) async fn public_client(generation: &Generation) -> crate::error::Result<Client> {
    let make = || async { super::reconnect::client(generation.public_options.clone()) };
    generation.public.get_or_try_init(make).await.cloned()
}
