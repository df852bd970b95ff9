//! One server that is in no set.

use std::fmt;

use crate::deployment::Deployment;
use crate::error::Result;
use crate::finder::Finder;
use crate::home::Home;
use crate::member::Member;
use crate::replica_set::create_root;
use crate::settings::Settings;

/// A running server outside of any replica set: no transactions, no change streams, no retryable writes.
///
/// It ends, with everything it wrote, when this is dropped or when the process ends.
///
/// ```no_run
/// # async fn example() -> mongomancy_testkit::Result<()> {
/// let server = mongomancy_testkit::Standalone::start().await?;
/// println!("{}", server.uri());
/// # Ok(()) }
/// ```
pub struct Standalone {
    deployment: Deployment,
}

impl Standalone {
    /// Starts a server without authentication and TLS.
    ///
    /// # Errors
    /// As [`StandaloneBuilder::start`].
    pub async fn start() -> Result<Self> {
        Self::builder().start().await
    }

    /// A server that is unlike the default one.
    pub fn builder() -> StandaloneBuilder {
        StandaloneBuilder { settings: Settings::default() }
    }

    /// The server's URI, with credentials and TLS options where it has them.
    pub fn uri(&self) -> String {
        self.member().direct_uri()
    }

    /// The server.
    pub fn member(&self) -> &Member {
        &self.deployment.members()[0]
    }

    /// Kills the server with SIGKILL and returns when its process is gone. Its data stays.
    ///
    /// # Errors
    /// When it is not running.
    pub async fn kill(&self) -> Result<()> {
        self.member().kill().await
    }

    /// Starts the server again, on its old port and data, and returns when it answers. It is killed first when it runs.
    ///
    /// # Errors
    /// When it ends at its start or does not answer within a minute.
    pub async fn restart(&self) -> Result<()> {
        self.member().restart(|_| true).await
    }

    /// Freezes the server with SIGSTOP: its connections stay open and nothing answers.
    ///
    /// # Errors
    /// When it is not running.
    pub fn freeze(&self) -> Result<()> {
        self.member().freeze()
    }

    /// Lets the frozen server go on.
    ///
    /// # Errors
    /// When it is not running.
    pub fn thaw(&self) -> Result<()> {
        self.member().thaw()
    }
}

impl fmt::Debug for Standalone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Standalone").field("member", self.member()).finish_non_exhaustive()
    }
}

/// Gathers the settings of a [`Standalone`].
///
/// Default: no authentication, no TLS, the mongod that [`Finder::from_env`] finds.
///
/// ```no_run
/// # async fn example() -> mongomancy_testkit::Result<()> {
/// let server = mongomancy_testkit::Standalone::builder().tls(true).start().await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `start`"]
pub struct StandaloneBuilder {
    settings: Settings,
}

impl StandaloneBuilder {
    /// Authentication on, with this user as `root`. The URI carries both, percent-encoded.
    pub fn authentication(mut self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.settings.authenticate(user.into(), password.into());
        self
    }

    /// TLS only, with certificates made for this server. The URI names the authority to trust.
    pub fn tls(mut self, on: bool) -> Self {
        self.settings.tls = on;
        self
    }

    /// A server parameter, as by `--setParameter name=value`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.parameters.push((name.into(), value.into()));
        self
    }

    /// Where to look for mongod.
    pub fn finder(mut self, finder: Finder) -> Self {
        self.settings.finder = Some(finder);
        self
    }

    /// Starts the server and waits until it listens.
    ///
    /// # Errors
    /// When no mongod is found, and when it ends at its start (the error then shows the end of its log).
    pub async fn start(self) -> Result<Standalone> {
        let deployment = Deployment::start(&self.settings, Home::new()?, 1, None).await?;
        if let Some(user) = &self.settings.user {
            deployment.members()[0].run(create_root(user)).await?;
        }
        Ok(Standalone { deployment })
    }
}
