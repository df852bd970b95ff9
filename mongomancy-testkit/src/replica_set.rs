//! A replica set of real servers.

mod builder;
mod fault;
mod initiate;
mod network;
mod primary;
mod relocate;

pub use builder::{DEFAULT_MEMBERS, ReplicaSetBuilder};
pub(crate) use initiate::create_root;

use std::fmt;

use tokio::sync::OnceCell;

use crate::deployment::Deployment;
use crate::error::Result;
use crate::member::Member;

/// A running replica set. It ends, with everything it wrote, when this is dropped or when the process ends, however that
/// ends.
///
/// It holds processes and addresses, no client: it may be shared by tests that each have a runtime of their own.
///
/// # Behaviour
/// - Dropping it blocks until the servers and their folder are gone: some tens of milliseconds.
/// - When the process is killed, SIGKILL included, the servers are killed and the folder is removed within half a second.
/// - The members listen on 127.0.0.1 only, on ports below those that outgoing connections get.
/// - Fail points are on (`enableTestCommands`).
///
/// ```no_run
/// use mongomancy_testkit::ReplicaSet;
///
/// # async fn example() -> mongomancy_testkit::Result<()> {
/// let set = ReplicaSet::start().await?;
/// println!("{}", set.uri());
/// let new_primary = set.step_down().await?;
/// # Ok(()) }
/// ```
pub struct ReplicaSet {
    deployment: Deployment,
}

impl ReplicaSet {
    /// Starts a set of three members with the defaults of [`ReplicaSet::builder`].
    ///
    /// # Errors
    /// As [`ReplicaSetBuilder::start`].
    pub async fn start() -> Result<Self> {
        Self::builder().start().await
    }

    /// The set that all tests of this process share, started by the first that asks. It ends with the process.
    ///
    /// Faults given to it meet all of these tests. Tests that give none are better off with [`Server::shared`], which can
    /// be another server, and which process-per-test runners share as well.
    ///
    /// # Errors
    /// As [`ReplicaSetBuilder::start`]; the next to ask then tries again.
    ///
    /// [`Server::shared`]: crate::Server::shared
    pub async fn shared() -> Result<&'static Self> {
        static SHARED: OnceCell<ReplicaSet> = OnceCell::const_new();
        SHARED.get_or_try_init(Self::start).await
    }

    /// A set that is unlike the default one.
    ///
    /// ```no_run
    /// # async fn example() -> mongomancy_testkit::Result<()> {
    /// let set = mongomancy_testkit::ReplicaSet::builder().members(1).start().await?;
    /// # Ok(()) }
    /// ```
    pub fn builder() -> ReplicaSetBuilder {
        ReplicaSetBuilder::new()
    }

    /// The URI of the set: all members, the set's name, credentials and TLS options where the set has them.
    ///
    /// It shows the password; the `Debug` of the set does not.
    pub fn uri(&self) -> String {
        let addresses: Vec<&str> = self.members().iter().map(Member::address).collect();
        self.deployment.access().uri(&addresses, ("replicaSet", builder::SET_NAME))
    }

    /// All members, in the order of the set's configuration, killed ones too.
    pub fn members(&self) -> &[Member] {
        self.deployment.members()
    }
}

impl fmt::Debug for ReplicaSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplicaSet").field("members", &self.members()).finish_non_exhaustive()
    }
}
