//! The replacement of the client: one at a time, by generation; the only place that builds clients.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use mongodb::{
    Client,
    options::{ClientOptions, DriverInfo},
};
use tokio::{
    runtime::Handle,
    time::{Instant, timeout},
};

use super::{
    EngineEvent,
    candidate::Candidate,
    classify,
    defaults::Defaults,
    execute::pause,
    generation::{Generation, Phase},
    observe,
    pace::Pace,
    provider::{Origin, Provider, completed},
    renewal::{self, ANSWER_LIMIT},
    state::{State, disposed},
};
use crate::error::{Error, ErrorKind, Result};

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
    install(state, &mut building, For::Call).await
}

/// A new generation that servers let in, also for an engine that was disposed.
///
/// # Errors
/// As [`replace`], and where servers refuse the credentials; a disposed engine stays so.
pub(super) async fn revive(state: &Arc<State>) -> Result<()> {
    runtime()?;
    let (was_disposed, started) = (state.is_disposed(), Instant::now());
    let mut building = state.building.lock().await;
    let installed = install(state, &mut building, For::Reconnect { was_disposed }).await;
    installed.map_err(|error| {
        let attempts = u32::from(error.kind() == &ErrorKind::Authentication);
        error.with_attempts(attempts, started.elapsed())
    })?;
    state.set_disposed(false);
    Ok(())
}

pub(super) fn newer(state: &State, seen: u64) -> Option<Arc<Generation>> {
    state.current.load_full().filter(|current| current.number > seen)
}

/// Nobody said in time what to build a client from.
pub(super) fn unanswered(state: &State) -> Error {
    Error::new(ErrorKind::Unavailable, what_is_missing(state))
}

/// Who did not answer, where there is no client in time.
pub(super) fn what_is_missing(state: &State) -> String {
    let silence = state.target.silence();
    let silence = silence.or_else(|| state.settings.credentials.as_ref().and_then(Provider::silence));
    let hosts = || state.target.hosts().map(|hosts| format!("no connection was set up to {hosts}"));
    silence.or_else(hosts).unwrap_or_else(|| "no connection was set up".to_owned())
}

/// The driver's options, with the credentials of the provider.
pub(super) async fn resolve(state: &State) -> Result<ClientOptions> {
    let mut options = state.target.resolve().await?;
    if let Some(provider) = &state.settings.credentials {
        options.credential = Some(completed(provider.ask().await?, options.credential.as_ref()));
    }
    Ok(options)
}

/// What a client is built for.
#[derive(Clone, Copy)]
enum For {
    /// A call that has none, or whose client is of no use.
    Call,
    /// Whoever said so, of an engine that was disposed or was not: a later `dispose` ends that.
    Reconnect { was_disposed: bool },
}

/// Builds a client and lets it serve.
async fn install(state: &Arc<State>, building: &mut Building, what_for: For) -> Result<Arc<Generation>> {
    let disposing = state.disposing.notified();
    if state.is_disposed() && !matches!(what_for, For::Reconnect { was_disposed: true }) {
        return Err(disposed());
    }
    // A provider that never answers must not hold up who waits for the lock, above all not a `dispose`.
    let prepared = tokio::select! {
        biased;
        () = disposing => Err(disposed()),
        prepared = prepare(state, what_for) => prepared,
    };
    building.failed = prepared.as_ref().err().cloned();
    let (candidate, origin) = prepared?;
    Ok(serve(state, building, candidate, origin))
}

/// A client, and what it was built from.
async fn prepare(state: &Arc<State>, what_for: For) -> Result<(Candidate, Origin)> {
    let (started, limit) = (Instant::now(), state.settings.deadline);
    let left = |most: Duration| limit.saturating_sub(started.elapsed()).min(most);
    let patience = if state.current.load().is_some() { ANSWER_LIMIT } else { Duration::MAX };
    let options = timeout(left(patience), resolve(state)).await.unwrap_or_else(|_| Err(unanswered(state)))?;
    let origin = Origin::of(&options);
    let candidate = built(state, options)?;
    if matches!(what_for, For::Reconnect { .. }) {
        candidate.prove(left(ANSWER_LIMIT)).await?;
    }
    Ok((candidate, origin))
}

/// A client that does not serve yet.
pub(super) fn built(state: &State, options: ClientOptions) -> Result<Candidate> {
    build(state, options).map(Candidate::new)
}

/// Lets a client serve in the place of the one that is there.
pub(super) fn serve(
    state: &Arc<State>,
    building: &mut Building,
    candidate: Candidate,
    origin: Origin,
) -> Arc<Generation> {
    let generation = candidate.chosen();
    *building = Building { origin: Some(origin), ..Building::default() };
    let old = state.current.load_full();
    if let Some(old) = &old {
        state.let_in.fetch_or(old.is_known_to_authenticate(), Ordering::Relaxed);
        old.view.retire();
    }
    state.current.store(Some(Arc::clone(&generation)));
    generation.view.serve(&state.observer, &generation.runtime);
    renewal::keep_asking(state, &generation);
    if let Some(old) = old {
        let event = EngineEvent::ClientRebuilt { generation: generation.number };
        state.observer.tell(&event, &generation.runtime);
        put_away(state, old);
    }
    generation
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
            pause(grace).await;
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
