//! The replacement of the client: one at a time, by generation; the only place that builds clients.

use std::sync::{Arc, atomic::Ordering};

use bson::{RawDocumentBuf, raw::cstr};
use mongodb::{
    Client,
    options::{Acknowledgment, ClientOptions, DriverInfo, ReadConcern, WriteConcern},
};
use tokio::runtime::Handle;

use super::{
    EngineEvent, classify,
    generation::{Defaults, Generation, Phase},
    observe,
    state::{State, disposed},
};
use crate::error::{Error, ErrorKind, Result};

/// The current generation; the first call builds it.
pub(super) async fn current(state: &Arc<State>) -> Result<Arc<Generation>> {
    match state.current.load_full() {
        Some(generation) => Ok(generation),
        None => Box::pin(replace(state, 0)).await,
    }
}

/// A generation after number `seen`: the one that somebody else built meanwhile, or a new one.
///
/// # Errors
/// What the connection string's resolution or the driver's options say; the old generation stays then.
pub(super) async fn replace(state: &Arc<State>, seen: u64) -> Result<Arc<Generation>> {
    let _building = state.building.lock().await;
    if state.is_disposed() {
        return Err(disposed());
    }
    match state.current.load_full().filter(|current| current.number > seen) {
        Some(current) => Ok(current),
        None => install(state).await,
    }
}

/// A new generation, also for an engine that was disposed.
///
/// # Errors
/// As [`replace`]; a disposed engine stays so.
pub(super) async fn revive(state: &Arc<State>) -> Result<()> {
    let _building = state.building.lock().await;
    install(state).await?;
    state.set_disposed(false);
    Ok(())
}

async fn install(state: &Arc<State>) -> Result<Arc<Generation>> {
    let old = state.current.load_full();
    let silenced = Silenced::new(old.clone());
    let generation = Arc::new(build(state).await?);
    silenced.for_good();
    state.current.store(Some(Arc::clone(&generation)));
    if let Some(old) = old {
        let event = EngineEvent::ClientRebuilt { generation: generation.number };
        state.observer.tell(&event, &generation.runtime);
        put_away(state, old);
    }
    Ok(generation)
}

/// A client whose events hooks do not hear while its successor is built: two that tell of the topology could tell of one
/// switch forth and back. It is heard again unless the successor came to be.
struct Silenced(Option<Arc<Generation>>);

impl Silenced {
    fn new(generation: Option<Arc<Generation>>) -> Self {
        if let Some(generation) = &generation {
            generation.view.retire();
        }
        Self(generation)
    }

    fn for_good(mut self) {
        self.0 = None;
    }
}

impl Drop for Silenced {
    fn drop(&mut self) {
        if let Some(generation) = &self.0 {
            generation.view.serve();
        }
    }
}

/// A replaced client in the engine's list; it leaves the list when its shutdown is over, or will never run because its
/// runtime has ended.
struct PutAway {
    state: Arc<State>,
    generation: Arc<Generation>,
}

impl Drop for PutAway {
    fn drop(&mut self) {
        self.state.forget(&self.generation);
    }
}

/// Shuts a replaced generation down, but lets its calls and cursors go on for the time of grace, and a write that may
/// have run until it is settled: no other client can ask for it.
fn put_away(state: &Arc<State>, old: Arc<Generation>) {
    state.put_away(&old);
    let grace = state.settings.grace;
    let put_away = PutAway { state: Arc::clone(state), generation: Arc::clone(&old) };
    old.runtime.clone().spawn(async move {
        let _put_away = put_away;
        let let_go = async {
            let _ = tokio::time::timeout(grace, std::future::pending::<()>()).await;
            old.sessions.all_done().await;
        };
        tokio::select! {
            () = let_go => {}
            // The engine is disposed meanwhile, and sees to it.
            () = old.closing() => {}
        }
        Arc::clone(&old).shut_down(Phase::Replaced).await;
    });
}

async fn build(state: &State) -> Result<Generation> {
    let runtime = runtime()?;
    let mut options = state.target.resolve().await.map_err(|error| classify::error(error, false))?;
    for configure in &state.settings.configure {
        configure(&mut options);
    }
    let defaults = defaults(&options)?;
    let public_options = options.clone();
    options.server_selection_timeout = Some(defaults.selection_slice());
    // The attempts are the engine's to count, also those at an overloaded server.
    options.max_adaptive_retries = Some(0);
    let view = observe::handlers(&mut options, &state.observer, &runtime);
    let client = client(options)?;
    let number = state.generations.fetch_add(1, Ordering::Relaxed) + 1;
    tracing::debug!(generation = number, "client built");
    Ok(Generation::new(number, client, runtime, view, defaults, public_options))
}

/// The runtime that this is called on.
pub(super) fn runtime() -> Result<Handle> {
    Handle::try_current()
        .map_err(|_| Error::new(ErrorKind::Unavailable, "a call needs a tokio runtime; there is none around it"))
}

/// A client whose handshake names this crate.
#[expect(clippy::disallowed_methods, reason = "the one place that builds clients")]
pub(super) fn client(options: ClientOptions) -> Result<Client> {
    let client = Client::with_options(options).map_err(|error| classify::error(error, false))?;
    let info =
        DriverInfo::builder().name(env!("CARGO_PKG_NAME")).version(Some(env!("CARGO_PKG_VERSION").to_owned())).build();
    client.append_metadata(info).map_err(|error| classify::error(error, false))?;
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

fn write_concern(concern: &WriteConcern) -> Result<RawDocumentBuf> {
    let mut document = RawDocumentBuf::new();
    match &concern.w {
        Some(Acknowledgment::Nodes(0)) => {
            return Err(Error::invalid_argument("`w: 0` gives no answer, so no write could be told from a lost one"));
        }
        Some(Acknowledgment::Nodes(nodes)) => document.append(cstr!("w"), i64::from(*nodes)),
        Some(Acknowledgment::Custom(tag)) => document.append(cstr!("w"), tag.as_str()),
        Some(_) | None => document.append(cstr!("w"), "majority"),
    }
    if let Some(journal) = concern.journal {
        document.append(cstr!("j"), journal);
    }
    if let Some(limit) = concern.w_timeout {
        document.append(cstr!("wtimeout"), i64::try_from(limit.as_millis()).unwrap_or(i64::MAX));
    }
    Ok(document)
}

fn read_concern(concern: &ReadConcern) -> Result<RawDocumentBuf> {
    bson::serialize_to_raw_document_buf(concern)
        .map_err(|_| Error::invalid_argument("the read concern has no BSON form"))
}
