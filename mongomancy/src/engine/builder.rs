//! How an engine is set up.

use std::{fmt, time::Duration};

use mongodb::options::{ClientOptions, ConnectionString};

use super::{Engine, classify, options::Settings};
#[cfg(any(feature = "zstd-compression", feature = "snappy-compression", feature = "zlib-compression"))]
use crate::options::Compressor;
use crate::{
    error::{Error, Result},
    options::WriteConcern,
};

/// Where an engine connects to: a connection string, or the driver's options.
#[derive(Clone)]
pub struct ConnectTo(Target);

#[derive(Clone)]
enum Target {
    Uri(String),
    Options(Box<ClientOptions>),
}

impl ConnectTo {
    /// Refuses a connection string that cannot be read, without any I/O; gives the default database's name.
    fn check(&self) -> Result<Option<String>> {
        match &self.0 {
            Target::Options(options) => Ok(options.default_database.clone()),
            // The driver's message may quote the string, password included.
            Target::Uri(uri) => ConnectionString::parse(uri).map(|parsed| parsed.default_database).map_err(|error| {
                classify::error(error, false)
                    .with_message("the connection string is not valid; the driver's error says why")
            }),
        }
    }

    /// The driver's options; a connection string is read and its names are resolved at each call.
    pub(super) async fn resolve(&self) -> mongodb::error::Result<ClientOptions> {
        match &self.0 {
            Target::Uri(uri) => ClientOptions::parse(uri).await,
            Target::Options(options) => Ok((**options).clone()),
        }
    }
}

impl From<&str> for ConnectTo {
    fn from(uri: &str) -> Self {
        Self(Target::Uri(uri.to_owned()))
    }
}

impl From<String> for ConnectTo {
    fn from(uri: String) -> Self {
        Self(Target::Uri(uri))
    }
}

impl From<&String> for ConnectTo {
    fn from(uri: &String) -> Self {
        Self::from(uri.as_str())
    }
}

impl From<ClientOptions> for ConnectTo {
    fn from(options: ClientOptions) -> Self {
        Self(Target::Options(Box::new(options)))
    }
}

impl fmt::Debug for ConnectTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConnectTo(..)")
    }
}

/// Sets up an [`Engine`].
///
/// # Default
/// | setting | default |
/// |---|---|
/// | [`deadline`](Self::deadline) | [`DEFAULT_DEADLINE`](super::DEFAULT_DEADLINE), 60 s |
/// | [`grace`](Self::grace) | [`DEFAULT_GRACE`](super::DEFAULT_GRACE), 5 s |
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

    /// How long each call may take, retries included.
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
    /// or a capped collection, they fail then. All other writes are as they were.
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

    /// The most connections to each server. The driver's default is 10.
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

    /// Changes the driver's options before a client is built: whenever the engine connects anew, in the order of these
    /// calls.
    pub fn configure(mut self, change: impl Fn(&mut ClientOptions) + Send + Sync + 'static) -> Self {
        self.settings.configure.push(Box::new(change));
        self
    }

    /// The engine. Nothing is sent: it connects with the first call.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for a connection string that cannot be read. The
    /// message does not quote it.
    pub fn build(self) -> Result<Engine, Error> {
        let default_database = self.target.check()?;
        Ok(Engine::new(self.target, self.settings, default_database))
    }
}

impl fmt::Debug for EngineBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EngineBuilder").field("deadline", &self.settings.deadline).finish_non_exhaustive()
    }
}
