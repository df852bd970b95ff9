//! One server of a deployment.

mod control;

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::access::Access;
use crate::home::Home;
use crate::process::{Launch, Process};

pub(crate) use control::HELLO_LIMIT;

/// One server: a handle, cheap to clone. It does not keep the server alive, which ends with its set.
///
/// The address is the one that clients and the other members use; it stays the same over a kill and a restart. In a
/// [proxied](crate::ReplicaSetBuilder::proxied) set it is that of the member's proxy. A
/// [`relocate`](crate::ReplicaSet::relocate) makes other members of the set.
///
/// ```no_run
/// # async fn example() -> mongomancy_testkit::Result<()> {
/// let set = mongomancy_testkit::ReplicaSet::start().await?;
/// for member in set.members() {
///     println!("{} (process {:?})", member.address(), member.pid());
/// }
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Member(Arc<Inner>);

struct Inner {
    server_address: String,
    proxy_address: OnceLock<String>,
    launch: Launch,
    access: Access,
    home: Arc<Home>,
    state: Mutex<State>,
}

struct State {
    process: Option<Process>,
    frozen: bool,
}

impl Member {
    pub(crate) fn new(server_address: String, launch: Launch, access: Access, home: Arc<Home>) -> Self {
        let state = Mutex::new(State { process: None, frozen: false });
        Self(Arc::new(Inner { server_address, proxy_address: OnceLock::new(), launch, access, home, state }))
    }

    /// Gives the member a proxy, whose address is the member's from then on.
    pub(crate) fn put_behind(&self, proxy_address: String) {
        let _ = self.0.proxy_address.set(proxy_address);
    }

    /// The same server, data and all, on another port; it is not started.
    pub(crate) fn at_port(&self, port: u16) -> Self {
        let mut launch = self.0.launch.clone();
        launch.set_port(port);
        Self::new(format!("127.0.0.1:{port}"), launch, self.0.access.clone(), Arc::clone(&self.0.home))
    }

    /// Host and port, as in `127.0.0.1:27017`.
    pub fn address(&self) -> &str {
        self.0.proxy_address.get().unwrap_or(&self.0.server_address)
    }

    /// Host and port on which the server itself listens. In a proxied set this is the way past the proxy and its faults,
    /// which the kit's own commands take; else it is [`address`](Self::address).
    pub fn server_address(&self) -> &str {
        &self.0.server_address
    }

    /// A URI for this server alone, whatever its part in the set is: `directConnection=true`, with credentials and TLS
    /// options where the set has them.
    pub fn direct_uri(&self) -> String {
        self.0.access.uri(&[self.address()], ("directConnection", "true"))
    }

    /// Whether the server's process exists; a frozen one does.
    pub fn is_running(&self) -> bool {
        self.state().process.as_ref().is_some_and(Process::is_running)
    }

    /// Whether the server has been frozen and not thawed.
    pub fn is_frozen(&self) -> bool {
        let state = self.state();
        state.frozen && state.process.as_ref().is_some_and(Process::is_running)
    }

    /// The server's process id while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.state().process.as_ref().filter(|process| process.is_running()).map(Process::pid)
    }

    /// The server's log, in the set's folder.
    pub fn log(&self) -> &Path {
        &self.0.launch.log
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PartialEq for Member {
    /// The same server of the same set.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Member {}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Member")
            .field("address", &self.address())
            .field("running", &self.is_running())
            .field("frozen", &self.is_frozen())
            .finish_non_exhaustive()
    }
}
