//! Where an engine connects to: said once, or asked for whenever it connects anew.

use std::{fmt, time::Duration};

use mongodb::options::{ClientOptions, ConnectionString, HostInfo};

use super::{
    classify, connection_string,
    provider::{Provider, ProviderError},
};
use crate::error::{Error, ErrorKind, Result};

/// Where an engine connects to: a connection string, the driver's options, or a closure that gives one of both.
///
/// ```
/// use mongomancy::{ConnectTo, Engine};
///
/// # async fn seed_list() -> std::io::Result<String> { Ok("a,b,c".to_owned()) }
/// # fn main() -> mongomancy::Result<()> {
/// let discovered = ConnectTo::provider(|| async {
///     let hosts = seed_list().await?;
///     Ok(format!("mongodb://{hosts}/?replicaSet=rs0"))
/// });
/// let engine = Engine::builder(discovered).build()?;
/// # drop(engine);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ConnectTo(Target);

#[derive(Clone)]
enum Target {
    Uri(String),
    Options(Box<ClientOptions>),
    Provider(Provider<ConnectTo>),
}

impl ConnectTo {
    /// Asks `provider` where to connect to: a service discovery for the seed list, say, or a secret manager for a whole
    /// connection string. For a user and a password alone there is
    /// [`EngineBuilder::credentials`](crate::EngineBuilder::credentials).
    ///
    /// It is asked when the engine first connects, by [`reconnect`](crate::Engine::reconnect) and before any other
    /// rebuild, as often as [`ask_every`](crate::EngineBuilder::ask_every) says; and, while calls find no server or the credentials are not taken any more, at growing intervals of up to
    /// 10 s. Then the client is built anew when other hosts, credentials, TLS options or another replica set are said.
    /// One call of it runs at a time, for at most 5 s where there is a client already.
    ///
    /// While it fails the old client stays, and it is asked again; calls that wait for the first client wait on, until
    /// their deadline. Its error is not shown, for it may quote secrets: log it within the closure.
    pub fn provider<F, Fut, C>(provider: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<C, ProviderError>> + Send + 'static,
        C: Into<Self>,
    {
        Self(Target::Provider(Provider::new(provider, "where to connect to")))
    }

    /// Refuses a connection string that cannot be read, without any I/O; gives the default database's name.
    pub(super) fn check(&self) -> Result<Option<String>> {
        match &self.0 {
            Target::Provider(_) => Ok(None),
            Target::Options(options) => Ok(options.default_database.clone()),
            // The driver's message may quote the string, password included.
            Target::Uri(uri) => ConnectionString::parse(uri).map(|parsed| parsed.default_database).map_err(|error| {
                let message = match connection_string::fault(uri) {
                    Some(fault) => format!("the connection string is not valid: {fault}"),
                    None => "the connection string is not valid; `Error::driver()` says why".to_owned(),
                };
                classify::error(error, false).with_message(message)
            }),
        }
    }

    /// The driver's options; a provider is asked, and a connection string is read and its names are resolved, at each
    /// call.
    pub(super) async fn resolve(&self) -> Result<ClientOptions> {
        let given;
        let target = match &self.0 {
            Target::Provider(provider) => {
                given = provider.ask().await?;
                given.check()?;
                &given.0
            }
            target => target,
        };
        match target {
            Target::Options(options) => Ok((**options).clone()),
            Target::Uri(uri) => ClientOptions::parse(uri).await.map_err(|error| unresolved(uri, error)),
            Target::Provider(_) => Err(Error::invalid_argument("a provider gave another provider")),
        }
    }

    /// What is said of a provider that did not answer in time.
    pub(super) fn silence(&self) -> Option<String> {
        match &self.0 {
            Target::Provider(provider) => provider.silence(),
            Target::Uri(_) | Target::Options(_) => None,
        }
    }

    /// Whether it is asked of a provider.
    pub(super) fn is_provided(&self) -> bool {
        matches!(self.0, Target::Provider(_))
    }

    /// Whether it may say something else the next time.
    pub(super) fn may_change(&self) -> bool {
        match &self.0 {
            Target::Provider(_) => true,
            Target::Uri(uri) => uri.starts_with("mongodb+srv://"),
            Target::Options(_) => false,
        }
    }

    /// How long no server may be found, as far as that is known before names are resolved.
    pub(super) fn selection_limit(&self) -> Option<Duration> {
        match &self.0 {
            Target::Uri(uri) => ConnectionString::parse(uri).ok()?.server_selection_timeout,
            Target::Options(options) => options.server_selection_timeout,
            Target::Provider(_) => None,
        }
    }

    /// The hosts, without user and password, where they are known before names are resolved.
    pub(super) fn hosts(&self) -> Option<String> {
        match &self.0 {
            Target::Uri(uri) => hosts_of(uri),
            Target::Options(_) | Target::Provider(_) => None,
        }
    }
}

fn hosts_of(uri: &str) -> Option<String> {
    match ConnectionString::parse(uri).ok()?.host_info {
        HostInfo::DnsRecord(name) => Some(name),
        HostInfo::HostIdentifiers(hosts) => {
            Some(hosts.iter().map(ToString::to_string).collect::<Vec<String>>().join(", "))
        }
        _ => None,
    }
}

fn unresolved(uri: &str, error: mongodb::error::Error) -> Error {
    let error = classify::error(error, false);
    match hosts_of(uri) {
        Some(hosts) if error.kind() == &ErrorKind::Unavailable => {
            error.with_message(format!("{hosts} (the name does not resolve)"))
        }
        _ => error,
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
