//! How an engine is set up.

use std::{fmt, time::Duration};

use mongodb::options::{ClientOptions, Credential};

use super::{ConnectTo, Engine, ProviderError, options::Settings, provider::Provider};
#[cfg(any(feature = "zstd-compression", feature = "snappy-compression", feature = "zlib-compression"))]
use crate::options::Compressor;
use crate::{
    error::{Error, Result},
    options::WriteConcern,
};

/// Sets up an [`Engine`].
///
/// # Default
/// | setting | default |
/// |---|---|
/// | [`deadline`](Self::deadline) | [`DEFAULT_DEADLINE`](super::DEFAULT_DEADLINE), 60 s |
/// | [`grace`](Self::grace) | [`DEFAULT_GRACE`](super::DEFAULT_GRACE), 5 s |
/// | [`credentials`](Self::credentials) | what the connection string says |
/// | [`ask_every`](Self::ask_every) | never |
/// | [`exactly_once_writes`](Self::exactly_once_writes) | false |
/// | [`write_concern`](Self::write_concern) | what the connection string says, else `majority` |
/// | everything else | what the connection string says, else the driver's default |
///
/// There is no default server, user or password.
///
/// ```
/// use std::time::Duration;
/// use mongomancy::Engine;
///
/// # fn main() -> mongomancy::Result<()> {
/// let engine = Engine::builder("mongodb://a,b,c/?replicaSet=rs0")
///     .deadline(Duration::from_secs(20))
///     .app_name("game")
///     .max_pool_size(50)
///     .configure(|options| options.retry_reads = Some(true))
///     .build()?;
/// # drop(engine);
/// # Ok(())
/// # }
/// ```
#[must_use = "a builder does nothing until `build`"]
pub struct EngineBuilder {
    target: ConnectTo,
    settings: Settings,
}

impl EngineBuilder {
    pub(super) fn new(target: ConnectTo) -> Self {
        Self { target, settings: Settings::default() }
    }

    /// How long each call may take, retries included; an `insert_many` with all the messages that it needs.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.deadline = deadline;
        self
    }

    /// How long [`Engine::dispose`] lets the calls in flight go on.
    pub fn grace(mut self, grace: Duration) -> Self {
        self.settings.grace = grace;
        self
    }

    /// Whether every `update_many` and `delete_many` runs in a transaction of its own, as if it said
    /// [`exactly_once`](crate::action::UpdateMany::exactly_once). Where a transaction cannot be had, on a standalone server
    /// or a capped collection, they fail then; and with `w: 0` or `w: 1`, be it of the engine, the connection string or the
    /// call, each is refused with [`InvalidArgument`](crate::ErrorKind::InvalidArgument) when it is made, not when the engine
    /// is built. All other writes are as they were: `aggregate` with `$out` or `$merge` among them, which runs in no
    /// transaction and is not repeated once it may have run.
    ///
    /// ```
    /// # fn main() -> mongomancy::Result<()> {
    /// let engine = mongomancy::Engine::builder("mongodb://a,b,c/?replicaSet=rs0").exactly_once_writes(true).build()?;
    /// # drop(engine);
    /// # Ok(())
    /// # }
    /// ```
    pub fn exactly_once_writes(mut self, exactly_once: bool) -> Self {
        self.settings.exactly_once_writes = exactly_once;
        self
    }

    /// The application's name, as the server's logs show it.
    pub fn app_name(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.configure(move |options| options.app_name = Some(name.clone()))
    }

    /// The most connections to each server, at least 1. The driver's default is 10. 0 is refused at the first call.
    pub fn max_pool_size(self, connections: u32) -> Self {
        self.configure(move |options| options.max_pool_size = Some(connections))
    }

    /// The connections to each server that are kept open. The driver's default is 0.
    pub fn min_pool_size(self, connections: u32) -> Self {
        self.configure(move |options| options.min_pool_size = Some(connections))
    }

    /// The compressors to offer to the server, best first.
    #[cfg(any(feature = "zstd-compression", feature = "snappy-compression", feature = "zlib-compression"))]
    pub fn compressors(self, compressors: impl IntoIterator<Item = Compressor>) -> Self {
        let compressors: Vec<Compressor> = compressors.into_iter().collect();
        self.configure(move |options| options.compressors = Some(compressors.clone()))
    }

    /// When a write counts as done. With less than `majority` an acknowledged write can be lost when the primary
    /// switches. `w: 0` is refused at the first call.
    pub fn write_concern(self, concern: WriteConcern) -> Self {
        self.configure(move |options| options.write_concern = Some(concern.clone()))
    }

    /// Asks `provider` for the user and the password, as a secret manager knows them, whenever the engine connects anew.
    /// What the credential leaves open, such as the database that knows the user, is taken from the connection string.
    ///
    /// It is also asked when a server does not take the credentials any more, and a client with the new ones takes the
    /// place of the old one. So a password can be changed while calls run; [`ConnectTo::provider`] says when else it is
    /// asked, and what is done where it fails.
    ///
    /// Where the servers took its answers before and do not take the present one, it is asked again at growing intervals
    /// for 5 s. A call that is not let in by then ends with [`Authentication`](crate::ErrorKind::Authentication) when the
    /// servers next refuse it, which takes up to one heartbeat of the driver, 10 s by default; or at its deadline, if that
    /// is sooner. Where they never took one, it ends as soon as the provider has nothing new to say.
    ///
    /// Connections that are open stay so when a password changes, and nobody notices until a new one is needed. If that
    /// is when the primary dies, a write that may have run on it can only be asked for by the old client, which is let in
    /// no more: it ends with [`maybe_applied`](crate::Error::maybe_applied). [`ask_every`](Self::ask_every), or a
    /// [`reconnect`](Engine::reconnect) when the password changes, keeps that time short.
    ///
    /// ```
    /// use mongomancy::{Engine, options::Credential};
    ///
    /// # async fn read_secret(_: &str) -> std::io::Result<String> { Ok(String::new()) }
    /// # fn main() -> mongomancy::Result<()> {
    /// let engine = Engine::builder("mongodb://a,b,c/?replicaSet=rs0")
    ///     .credentials(|| async {
    ///         let password = read_secret("mongodb").await?;
    ///         Ok(Credential::builder().username("game".to_owned()).password(password).build())
    ///     })
    ///     .build()?;
    /// # drop(engine);
    /// # Ok(())
    /// # }
    /// ```
    pub fn credentials<F, Fut>(mut self, provider: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Credential, ProviderError>> + Send + 'static,
    {
        self.settings.credentials = Some(Provider::new(provider, "credentials"));
        self
    }

    /// How often the providers of credentials and of hosts are asked although nothing failed, and the names of a
    /// `mongodb+srv://` are resolved; the client is built anew when they say something new. Default: only when a call
    /// finds no server or is not let in. New credentials that the servers refuse leave the old client in place.
    pub fn ask_every(mut self, interval: Duration) -> Self {
        self.settings.ask_every = Some(interval);
        self
    }

    /// Changes the driver's options before a client is built: whenever the engine connects anew, in the order of these
    /// calls.
    pub fn configure(mut self, change: impl Fn(&mut ClientOptions) + Send + Sync + 'static) -> Self {
        self.settings.configure.push(Box::new(change));
        self
    }

    /// The engine. Nothing is sent: it connects with the first call.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for a connection string that cannot be read, which the
    /// message does not quote, and for asking every 0 s.
    pub fn build(self) -> Result<Engine, Error> {
        if self.settings.ask_every == Some(Duration::ZERO) {
            return Err(Error::invalid_argument("providers cannot be asked every 0 s"));
        }
        let default_database = self.target.check()?;
        Ok(Engine::new(self.target, self.settings, default_database))
    }
}

impl fmt::Debug for EngineBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EngineBuilder").field("deadline", &self.settings.deadline).finish_non_exhaustive()
    }
}
