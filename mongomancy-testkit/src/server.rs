//! The server of the tests that need no faults.

mod machine;

use std::env;
use std::fmt;

use tokio::sync::OnceCell;

use crate::error::Result;
use crate::replica_set::ReplicaSet;

/// A server for tests that give it no faults: what it is, and who ends it, is not theirs to know.
///
/// Which one it is:
/// - where `MONGODB_URI` is set, the server it names. The kit never ends it and leaves its other databases alone;
/// - under a process-per-test runner (cargo-nextest says so in `NEXTEST`), one set for all processes of this user on this
///   machine; it ends within half a second after the last of them;
/// - else the set of this process, [`ReplicaSet::shared`].
///
/// Tests that share a server take a database each: [`unique_database_name`](crate::unique_database_name).
///
/// ```no_run
/// # async fn example() -> mongomancy_testkit::Result<()> {
/// let server = mongomancy_testkit::Server::shared().await?;
/// let uri = server.uri();
/// # Ok(()) }
/// ```
pub struct Server {
    uri: String,
    external: bool,
}

impl Server {
    /// The server, started if there is none yet.
    ///
    /// # Errors
    /// As [`ReplicaSetBuilder::start`](crate::ReplicaSetBuilder::start); the next to ask then tries again.
    pub async fn shared() -> Result<&'static Self> {
        static SHARED: OnceCell<Server> = OnceCell::const_new();
        SHARED.get_or_try_init(Self::find).await
    }

    /// The URI to connect with. It may hold a password; the `Debug` of this does not.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// Whether this is a server that the kit has not started: the one of `MONGODB_URI`.
    pub fn is_external(&self) -> bool {
        self.external
    }

    async fn find() -> Result<Self> {
        if let Some(uri) = env::var("MONGODB_URI").ok().filter(|uri| !uri.is_empty()) {
            return Ok(Self { uri, external: true });
        }
        let uri = match env::var_os("NEXTEST") {
            Some(_) => machine::uri().await?,
            None => ReplicaSet::shared().await?.uri(),
        };
        Ok(Self { uri, external: false })
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("external", &self.external).finish_non_exhaustive()
    }
}
