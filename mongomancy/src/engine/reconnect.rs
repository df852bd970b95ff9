//! The replacement of the client: one at a time, by generation; the only place that builds clients.

use std::sync::{Arc, atomic::Ordering};

use bson::Document;
use mongodb::{
    Client,
    options::{Acknowledgment, ClientOptions, DriverInfo, ReadConcern, WriteConcern},
};
use tokio::runtime::Handle;

use super::{
    EngineEvent, classify,
    generation::{Defaults, Generation},
    observe,
    options::SELECTION_SLICE,
    state::{State, disposed},
};
use crate::error::{Error, ErrorKind, Result};

/// The current generation; the first call builds it.
pub(super) async fn current(state: &Arc<State>) -> Result<Arc<Generation>> {
    match state.current.load_full() {
        Some(generation) => Ok(generation),
        None => replace(state, 0).await,
    }
}

/// A generation after number `seen`: the one that somebody else built meanwhile, or a new one.
///
/// # Errors
/// What the connection string's resolution or the driver's options say; the old generation stays then.
pub(super) async fn replace(state: &Arc<State>, seen: u64) -> Result<Arc<Generation>> {
    let building = state.building.lock().await;
    if state.is_disposed() {
        return Err(disposed());
    }
    if let Some(current) = state.current.load_full().filter(|current| current.number > seen) {
        return Ok(current);
    }
    let generation = Arc::new(build(state).await?);
    let old = state.current.swap(Some(Arc::clone(&generation)));
    drop(building);
    if let Some(old) = old {
        state.observer.tell(&EngineEvent::ClientRebuilt { generation: generation.number }, &generation.runtime);
        put_away(state, old, &generation.runtime);
    }
    Ok(generation)
}

/// Shuts a replaced generation down, but lets its calls and cursors go on for the time of grace.
fn put_away(state: &State, old: Arc<Generation>, runtime: &Handle) {
    old.view.retire();
    let grace = state.settings.grace;
    runtime.spawn(async move {
        let _ = tokio::time::timeout(grace, std::future::pending::<()>()).await;
        old.shut_down().await;
    });
}

async fn build(state: &State) -> Result<Generation> {
    let runtime = Handle::try_current()
        .map_err(|_| Error::new(ErrorKind::Unavailable, "a client needs a tokio runtime; call from within one"))?;
    let mut options = state.target.resolve().await.map_err(classify::error)?;
    for configure in &state.settings.configure {
        configure(&mut options);
    }
    let defaults = defaults(&options)?;
    let public_options = options.clone();
    let slice = defaults.selection_limit.map_or(SELECTION_SLICE, |limit| limit.min(SELECTION_SLICE));
    options.server_selection_timeout = Some(slice);
    let view = observe::handlers(&mut options, &state.observer, &runtime);
    let client = client(options)?;
    let number = state.generations.fetch_add(1, Ordering::Relaxed) + 1;
    tracing::debug!(generation = number, "client built");
    Ok(Generation::new(number, client, runtime, view, defaults, public_options))
}

/// A client whose handshake names this crate.
#[expect(clippy::disallowed_methods, reason = "the one place that builds clients")]
pub(super) fn client(options: ClientOptions) -> Result<Client> {
    let client = Client::with_options(options).map_err(classify::error)?;
    let info =
        DriverInfo::builder().name(env!("CARGO_PKG_NAME")).version(Some(env!("CARGO_PKG_VERSION").to_owned())).build();
    client.append_metadata(info).map_err(classify::error)?;
    Ok(client)
}

fn defaults(options: &ClientOptions) -> Result<Defaults> {
    let majority = WriteConcern::builder().w(Acknowledgment::Majority).build();
    Ok(Defaults {
        write_concern: write_concern(options.write_concern.as_ref().unwrap_or(&majority))?,
        read_concern: options.read_concern.as_ref().map(read_concern).transpose()?,
        read_preference: options.selection_criteria.clone(),
        selection_limit: options.server_selection_timeout,
    })
}

fn write_concern(concern: &WriteConcern) -> Result<Document> {
    let mut document = Document::new();
    match &concern.w {
        Some(Acknowledgment::Nodes(0)) => {
            return Err(Error::invalid_argument("`w: 0` gives no answer, so no write could be told from a lost one"));
        }
        Some(Acknowledgment::Nodes(nodes)) => {
            document.insert("w", i64::from(*nodes));
        }
        Some(Acknowledgment::Custom(tag)) => {
            document.insert("w", tag);
        }
        Some(_) | None => {
            document.insert("w", "majority");
        }
    }
    if let Some(journal) = concern.journal {
        document.insert("j", journal);
    }
    if let Some(limit) = concern.w_timeout {
        document.insert("wtimeout", i64::try_from(limit.as_millis()).unwrap_or(i64::MAX));
    }
    Ok(document)
}

fn read_concern(concern: &ReadConcern) -> Result<Document> {
    bson::serialize_to_document(concern).map_err(|_| Error::invalid_argument("the read concern has no BSON form"))
}
