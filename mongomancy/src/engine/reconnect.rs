//! The replacement of the client: one at a time, by generation; the only place that builds clients.

use std::sync::{Arc, atomic::Ordering};

use mongodb::{
    Client,
    options::{ClientOptions, DriverInfo},
};
use tokio::{
    runtime::Handle,
    time::{Instant, timeout},
};

use super::{
    EngineEvent, classify,
    defaults::Defaults,
    generation::{Generation, Phase},
    observe,
    pace::Pace,
    provider::{Origin, completed},
    renewal,
    state::{State, disposed},
};
use crate::error::{Error, ErrorKind, Result};

/// Why there are no options to build a client from.
pub(super) const UNANSWERED: &str = "where to connect to was not said in time";

/// What is known of the last build; held while a client is built or put away: one at a time.
#[derive(Default)]
pub(super) struct Building {
    pub(super) origin: Option<Origin>,
    pub(super) pace: Pace,
    /// Why there is no client yet.
    failed: Option<Error>,
}

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
/// What the provider, the connection string's resolution or the driver's options say; the old generation stays then.
/// What failed just now is not tried again for each caller.
pub(super) async fn replace(state: &Arc<State>, seen: u64) -> Result<Arc<Generation>> {
    let mut building = state.building.lock().await;
    if state.is_disposed() {
        return Err(disposed());
    }
    if let Some(current) = newer(state, seen) {
        return Ok(current);
    }
    let now = Instant::now().into_std();
    if let Some(error) = building.failed.clone().filter(|_| !building.pace.may_ask(now)) {
        return Err(error);
    }
    building.pace.ask(now);
    install(state, &mut building, false).await
}

/// A new generation, also for an engine that was disposed.
///
/// # Errors
/// As [`replace`]; a disposed engine stays so.
pub(super) async fn revive(state: &Arc<State>) -> Result<()> {
    runtime()?;
    let was_disposed = state.is_disposed();
    let mut building = state.building.lock().await;
    install(state, &mut building, was_disposed).await?;
    state.set_disposed(false);
    Ok(())
}

pub(super) fn newer(state: &State, seen: u64) -> Option<Arc<Generation>> {
    state.current.load_full().filter(|current| current.number > seen)
}

pub(super) fn unanswered() -> Error {
    Error::new(ErrorKind::Unavailable, UNANSWERED)
}

/// The driver's options, with the credentials of the provider.
pub(super) async fn resolve(state: &State) -> Result<ClientOptions> {
    let mut options = state.target.resolve().await?;
    if let Some(provider) = &state.settings.credentials {
        options.credential = Some(completed(provider.ask().await?, options.credential.as_ref()));
    }
    Ok(options)
}

/// Builds a client for an engine that was disposed, or was not, when somebody asked for it: a later `dispose` ends that.
async fn install(state: &Arc<State>, building: &mut Building, was_disposed: bool) -> Result<Arc<Generation>> {
    let disposing = state.disposing.notified();
    if state.is_disposed() && !was_disposed {
        return Err(disposed());
    }
    // A provider that never answers must not hold up who waits for the lock, above all not a `dispose`.
    let resolved = tokio::select! {
        biased;
        () = disposing => Err(disposed()),
        resolved = timeout(state.settings.deadline, resolve(state)) => resolved.unwrap_or_else(|_| Err(unanswered())),
    };
    let installed = match resolved {
        Ok(options) => install_with(state, building, options),
        Err(error) => Err(error),
    };
    building.failed = installed.as_ref().err().cloned();
    installed
}

pub(super) fn install_with(
    state: &Arc<State>,
    building: &mut Building,
    options: ClientOptions,
) -> Result<Arc<Generation>> {
    let origin = Origin::of(&options);
    let old = state.current.load_full();
    let silenced = Silenced::new(old.clone());
    let generation = Arc::new(build(state, options)?);
    silenced.for_good();
    *building = Building { origin: Some(origin), ..Building::default() };
    state.current.store(Some(Arc::clone(&generation)));
    renewal::keep_asking(state, &generation);
    if let Some(old) = old {
        state.let_in.fetch_or(old.is_known_to_authenticate(), Ordering::Relaxed);
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
            let _ = timeout(grace, std::future::pending::<()>()).await;
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

fn build(state: &State, mut options: ClientOptions) -> Result<Generation> {
    let runtime = runtime()?;
    for configure in &state.settings.configure {
        configure(&mut options);
    }
    let defaults = Defaults::of(&options)?;
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
