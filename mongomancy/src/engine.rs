//! The reconnecting engine.

mod attempt;
mod backoff;
mod batches;
mod bind;
mod broken_rules;
mod budget;
mod builder;
mod candidate;
mod classify;
mod clearing;
mod code_name;
mod command;
mod connect_to;
mod connection_string;
mod course;
mod defaults;
mod demand;
mod dispose;
mod event;
mod exactly_once;
mod execute;
mod executor;
mod generation;
mod given_back;
mod guard;
mod history;
mod hook;
mod idle;
mod judge;
mod keeper;
mod kill;
mod member;
mod metrics;
mod numbered;
mod observe;
mod options;
mod pace;
mod perform;
mod ping;
mod place;
mod provider;
mod reconnect;
mod reinsert;
mod renewal;
mod server_error;
mod span;
mod state;
mod topology;
mod transaction;
mod trouble;
mod turned_away;
mod waiting;

use std::{fmt, sync::Arc, time::Duration};

pub(crate) use self::server_error::{Refusal, labels};
pub use self::{
    builder::EngineBuilder,
    connect_to::ConnectTo,
    dispose::Dispose,
    event::EngineEvent,
    executor::{BoxFuture, Executor},
    hook::{Hook, HookId},
    metrics::Metrics,
    options::{DEFAULT_DEADLINE, DEFAULT_GRACE},
    ping::Ping,
    provider::ProviderError,
};
use self::{options::Settings, state::State};
use crate::{error::Result, operation::Operation, reply::Reply};

/// A client that keeps going when the primary of its replica set switches.
///
/// # Behaviour
/// - Every call has one deadline, [`DEFAULT_DEADLINE`] unless said otherwise, and is repeated within it as long as that
///   is safe: reads, and inserts and single-document writes, which carry a number under which the server applies them
///   once, however often they are sent. `update_many` and `delete_many` are repeated only where that leaves the same
///   state; otherwise the error says so by [`maybe_applied`](crate::Error::maybe_applied). With
///   [`exactly_once`](crate::action::UpdateMany::exactly_once) they run in a transaction of their own: once or not at all.
/// - A transaction whose call ended before its commit was asked for is not committed; it is aborted at once.
/// - A standalone server takes no numbers. There an insert that is repeated is held against what is stored, and a write
///   of one document by `_id` is repeated where that leaves the same state. Time-series collections have no unique
///   `_id`: an insert into one may be stored twice there.
/// - Writes wait for a majority of the members unless the connection string or an option says otherwise. With less, an
///   acknowledged write can be lost in a switch.
/// - Delays between attempts grow with jitter, and all calls of an engine share one budget of repeats.
/// - An attempt whose member was replaced before it answered is given up and repeated.
/// - An `update_many` or `delete_many` that is repeated may run while its first run, on a connection that broke, still
///   goes on: until the reply of a later call shows otherwise, what is written in between may be changed by it.
/// - Attempts run on the runtime that the client was made on: for a moment in the task of their caller, then in tasks of
///   their own. Dropping a call's future only stops listening, and a write that was sent may still be applied. As with the
///   driver, a task that blocks its thread right after it made a call can hold up the calls of others.
/// - Credentials that were never right are told at once as [`Authentication`](crate::ErrorKind::Authentication); the
///   servers are asked again after the driver's next heartbeat. Where they, or those that a provider gave before, were
///   right, a call goes on for 5 s of refusals and until the next answer, or to its deadline.
/// - The client beneath is replaced by [`reconnect`](Self::reconnect), when no server was found for 30 s, and when
///   [`ConnectTo::provider`] or [`EngineBuilder::credentials`] say something new. The old one is kept for the time of grace, and until no write is left that may have run: no other could ask for it.
/// - Hooks are observers: a panic in one, or one that never returns, harms nobody.
/// - `tracing` gets a span `call` for each call, at level `DEBUG` under the target `mongomancy::call`, with `namespace`,
///   `operation` and, at its end, `attempts` and `generation`; and in it an event for each attempt. No filter, no document
///   and no credential is in them. [`metrics`](Self::metrics) counts.
///
/// A clone is cheap, and all clones are one engine. One in a `static` works from any runtime while the one that it
/// connected on lives; when that has ended, calls say so, and [`reconnect`](Self::reconnect) from another one revives it.
///
/// ```no_run
/// use mongomancy::Engine;
///
/// # async fn example() -> mongomancy::Result<()> {
/// let engine = Engine::connect("mongodb://a,b,c/?replicaSet=rs0").await?;
/// engine.register_hook(|event| async move { println!("{event}") });
/// let game = engine.database("game");
/// game.ping().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Engine(Arc<State>);

impl Engine {
    /// An engine that has reached a server: names are resolved and a `ping` is answered, within the default deadline. A
    /// name that does not resolve may do so a moment later: it is asked for until then.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for a connection string that cannot be read,
    /// [`Authentication`](crate::ErrorKind::Authentication) at once for credentials that the server does not accept,
    /// [`DeadlineExceeded`](crate::ErrorKind::DeadlineExceeded) or [`Unavailable`](crate::ErrorKind::Unavailable) where
    /// no primary is found.
    ///
    /// # Retries
    /// As a read: until the deadline, or the `serverSelectionTimeoutMS` of the connection string.
    ///
    /// # Cancellation
    /// Nothing is left behind.
    pub async fn connect(to: impl Into<ConnectTo>) -> Result<Self> {
        let engine = Self::builder(to).build()?;
        engine.ping().await?;
        Ok(engine)
    }

    /// Sets up an engine by a connection string or by the driver's own
    /// [`ClientOptions`](mongodb::options::ClientOptions).
    pub fn builder(to: impl Into<ConnectTo>) -> EngineBuilder {
        EngineBuilder::new(to.into())
    }

    fn new(target: ConnectTo, settings: Settings, default_database: Option<String>) -> Self {
        Self(Arc::new(State::new(target, settings, default_database)))
    }

    /// The name of the database that the connection string names.
    pub(crate) fn default_database_name(&self) -> Option<&str> {
        self.0.default_database.as_deref()
    }

    /// Registers an observer; it is told of [`EngineEvent`]s in their order, in a task of its own.
    ///
    /// ```
    /// # fn example(engine: &mongomancy::Engine) {
    /// let id = engine.register_hook(|event| async move { println!("{event}") });
    /// engine.unregister_hook(id);
    /// # }
    /// ```
    pub fn register_hook<F, Fut>(&self, hook: F) -> HookId
    where
        F: Fn(EngineEvent) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        Executor::register_hook(self, Arc::new(hook))
    }

    /// Registers a plain closure as an observer.
    ///
    /// It runs within an asynchronous task, so it must not block.
    ///
    /// ```
    /// # fn example(engine: &mongomancy::Engine) {
    /// engine.register_hook_fn(|event| println!("{event}"));
    /// # }
    /// ```
    pub fn register_hook_fn(&self, hook: impl Fn(EngineEvent) + Send + Sync + 'static) -> HookId {
        self.register_hook(move |event| {
            hook(event);
            std::future::ready(())
        })
    }

    /// Takes an observer out; false where it was not registered. Events that wait for it are still told.
    pub fn unregister_hook(&self, id: HookId) -> bool {
        Executor::unregister_hook(self, id)
    }

    /// Replaces the client beneath: names are resolved and credentials are read afresh, on the current runtime. Calls
    /// and cursors in flight go on with the old client for the time of grace. It also revives a disposed engine.
    ///
    /// The new client takes the place of the old one when a member has answered it. Where none is reached it does so all
    /// the same, after 2 s, or 5 s where one was reached and does not answer: the old client would be no better off.
    ///
    /// # Errors
    /// [`Authentication`](crate::ErrorKind::Authentication) where the servers refuse the credentials,
    /// [`Unavailable`](crate::ErrorKind::Unavailable) where a provider fails or does not answer in time: in 5 s where
    /// there is a client already, else within the engine's deadline. And what resolving the connection string says. The
    /// old client stays then, and a disposed engine stays disposed.
    ///
    /// # Retries
    /// None.
    ///
    /// # Cancellation
    /// The old client stays, or the new one is there.
    pub async fn reconnect(&self) -> Result<()> {
        Executor::reconnect(self).await
    }

    /// What the engine counted since it was built: calls, attempts, switches, and the time without a primary.
    ///
    /// ```
    /// # fn example(engine: &mongomancy::Engine) {
    /// let metrics = engine.metrics();
    /// println!("{} retries, {:?} without a primary", metrics.retries, metrics.blackout);
    /// # }
    /// ```
    pub fn metrics(&self) -> Metrics {
        let observer = &self.0.observer;
        observer.meter.read(self.0.in_flight(), observer.blackout())
    }

    /// A client for the driver's own API, with the same options.
    ///
    /// It is another one than the engine's own, with connections of its own, so that its retryable writes and
    /// transactions never meet a session that carried the engine's numbers. It ends with
    /// [`dispose`](Self::dispose) and [`reconnect`](Self::reconnect): ask for it again then.
    ///
    /// # Errors
    /// What resolving the connection string says.
    pub async fn client(&self) -> Result<mongodb::Client> {
        let _in_flight = self.0.enter()?;
        let generation = reconnect::current(&self.0).await?;
        perform::public_client(&generation).await
    }
}

impl Executor for Engine {
    fn execute(&self, operation: Operation) -> BoxFuture<'_, Result<Reply>> {
        Box::pin(execute::execute(&self.0, operation))
    }

    fn default_deadline(&self) -> Option<Duration> {
        Some(self.0.settings.deadline)
    }

    fn reconnect(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async { reconnect::revive(&self.0).await })
    }

    fn dispose(&self) -> BoxFuture<'_, ()> {
        Self::dispose(self).into_future()
    }

    fn register_hook(&self, hook: Arc<dyn Hook>) -> HookId {
        self.0.observer.hooks.register(hook)
    }

    fn unregister_hook(&self, id: HookId) -> bool {
        self.0.observer.hooks.unregister(id)
    }
}

impl From<Engine> for Arc<dyn Executor> {
    fn from(engine: Engine) -> Self {
        Arc::new(engine)
    }
}

impl From<&Engine> for Arc<dyn Executor> {
    fn from(engine: &Engine) -> Self {
        Arc::new(engine.clone())
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let generation = self.0.current.load().as_ref().map(|generation| generation.number);
        f.debug_struct("Engine")
            .field("generation", &generation)
            .field("disposed", &self.0.is_disposed())
            .finish_non_exhaustive()
    }
}
