//! What a replica set can be like.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::{ReplicaSet, initiate};
use crate::deployment::Deployment;
use crate::error::{Error, Result};
use crate::finder::Finder;
use crate::home::Home;
use crate::settings::Settings;

/// A set of the server has at most seven members that vote.
const MEMBERS: RangeInclusive<usize> = 1..=7;

/// How many members a set has unless it is told otherwise.
pub const DEFAULT_MEMBERS: usize = 3;

/// The name of every set.
pub(super) const SET_NAME: &str = "mongomancy";

/// Gathers the settings of a [`ReplicaSet`].
///
/// Default:
/// - three members;
/// - no authentication, no TLS, no proxies;
/// - the server's own election timeout, 10 s;
/// - the mongod that [`Finder::from_env`] finds.
///
/// Beside these the members notice each other's faults sooner than the server's defaults have them, so that a test need
/// not wait:
/// - they send each other heartbeats every tenth of the election timeout, every 200 ms at most and 100 ms at least, not
///   every 2 s (`heartbeatIntervalMillis`);
/// - a new primary catches up for half a second at most, not for as long as a frozen member does not answer
///   (`catchUpTimeoutMillis`);
/// - a secondary leaves a sync source that does not answer after half the election timeout and a second
///   (`oplogNetworkTimeoutBufferSeconds`, `oplogFetcherSteadyStateMaxFetcherRestarts`).
///
/// With the server's defaults writes with `w: majority` went on 8 s after the others had elected a primary in place of a
/// frozen one, and then once every 2 s for as long as it was frozen, half a minute at most. That is also what production
/// must reckon with: an election timeout that is shortened alone, below the heartbeats' interval, makes it worse.
///
/// ```no_run
/// use std::time::Duration;
/// use mongomancy_testkit::ReplicaSet;
///
/// # async fn example() -> mongomancy_testkit::Result<()> {
/// let set = ReplicaSet::builder()
///     .members(3)
///     .election_timeout(Duration::from_secs(1))
///     .authentication("ada", "p@ss:word")
///     .tls(true)
///     .start()
///     .await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `start`"]
pub struct ReplicaSetBuilder {
    members: usize,
    settings: Settings,
}

impl ReplicaSetBuilder {
    pub(super) fn new() -> Self {
        Self { members: DEFAULT_MEMBERS, settings: Settings::default() }
    }

    /// The number of members, 1 to 7; each takes about 130 MB of memory. Default: three.
    pub fn members(mut self, count: usize) -> Self {
        self.members = count;
        self
    }

    /// After how long without a primary the others elect one: `electionTimeoutMillis`. What a kill of the primary costs.
    pub fn election_timeout(mut self, timeout: Duration) -> Self {
        self.settings.election_timeout = Some(timeout);
        self
    }

    /// Authentication on, with this user as `root`. The URIs of the set carry both, percent-encoded.
    pub fn authentication(mut self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.settings.authenticate(user.into(), password.into());
        self
    }

    /// TLS only, with certificates made for this set. The URIs of the set name the authority to trust.
    pub fn tls(mut self, on: bool) -> Self {
        self.settings.tls = on;
        self
    }

    /// A proxy in front of each member, for the faults of a network; see [`ReplicaSet::partition`] and
    /// [`Intercept`](crate::Intercept). Clients and the other members connect to the proxies. Not with TLS, which the
    /// proxies cannot read.
    ///
    /// A killed member's proxy still takes connections, and resets each at its first message.
    pub fn proxied(mut self, on: bool) -> Self {
        self.settings.proxied = on;
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

    /// Starts the members, makes them a set, and waits until the first is a writable primary and all others secondaries.
    ///
    /// # Errors
    /// When a setting cannot be used, when no mongod is found, when one ends at its start (the error then shows the end of
    /// its log), and when they do not become a set in time.
    pub async fn start(self) -> Result<ReplicaSet> {
        self.check()?;
        self.start_in(Home::new()?).await
    }

    pub(crate) async fn start_in(self, home: Home) -> Result<ReplicaSet> {
        let deployment = Deployment::start(&self.settings, home, self.members, Some(SET_NAME)).await?;
        initiate::initiate(deployment.members(), &self.settings).await?;
        Ok(ReplicaSet { deployment })
    }

    fn check(&self) -> Result<()> {
        if !MEMBERS.contains(&self.members) {
            let (least, most) = MEMBERS.into_inner();
            let count = self.members;
            return Err(Error::invalid(format!("a replica set has {least} to {most} members, not {count}")));
        }
        if self.settings.proxied && self.settings.tls {
            return Err(Error::invalid("a proxied set cannot use TLS: its proxies read what passes"));
        }
        // The server refuses less than a millisecond, and counts in 32 bits.
        let timeout = self.settings.election_timeout.map(|timeout| timeout.as_millis());
        if timeout.is_some_and(|millis| millis == 0 || i32::try_from(millis).is_err()) {
            return Err(Error::invalid("an election timeout is at least 1 ms and below 24 days"));
        }
        Ok(())
    }
}
