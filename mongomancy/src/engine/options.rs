//! Every default of the engine, and the settings that a builder gathers.

use std::time::Duration;

use mongodb::options::{ClientOptions, Credential};

use super::provider::Provider;

/// How long a call may take, retries included.
pub const DEFAULT_DEADLINE: Duration = Duration::from_secs(60);
/// How long `dispose` lets the calls in flight go on.
pub const DEFAULT_GRACE: Duration = Duration::from_secs(5);
/// How many batches of a cursor are fetched ahead while one is read.
pub(super) const PREFETCH: usize = 1;
/// How many documents a batch after the first has at most, unless the call says it. Of small ones the 16 MiB that a server
/// fills would be few batches: nothing to read while the next one comes, and much memory for it.
pub(super) const BATCH_SIZE: u32 = 16_384;
/// How long the driver looks for a server at a time: selection cannot be given a limit for one call, so it is asked
/// in slices, and the call's deadline is looked at in between.
pub(super) const SELECTION_SLICE: Duration = Duration::from_secs(2);
/// After this time without any suitable server the client is built anew, with names resolved afresh.
pub(super) const REBUILD_AFTER: Duration = Duration::from_secs(30);

/// Changes the driver's options before a client is built.
pub(super) type Configure = Box<dyn Fn(&mut ClientOptions) + Send + Sync>;

/// What a builder gathered.
pub(super) struct Settings {
    pub(super) deadline: Duration,
    pub(super) grace: Duration,
    /// Whether writes of many documents run in transactions unless they say otherwise.
    pub(super) exactly_once_writes: bool,
    /// Applied in order, on every build of a client.
    pub(super) configure: Vec<Configure>,
    /// Asked before every build of a client.
    pub(super) credentials: Option<Provider<Credential>>,
    /// How often providers are asked although nothing failed.
    pub(super) ask_every: Option<Duration>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            deadline: DEFAULT_DEADLINE,
            grace: DEFAULT_GRACE,
            exactly_once_writes: false,
            configure: Vec::new(),
            credentials: None,
            ask_every: None,
        }
    }
}
