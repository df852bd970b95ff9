//! What can be done to the network of a proxied set.

use std::sync::Arc;
use std::time::Duration;

use super::ReplicaSet;
use crate::error::{Error, Result};
use crate::intercept::{Intercept, InterceptGuard};
use crate::member::Member;
use crate::proxy::{Clients, Control, Network};

/// The faults of a network. They need a [proxied](crate::ReplicaSetBuilder::proxied) set, are there as soon as the call
/// returns, add up, and last until [`heal`](Self::heal), also over a kill and a restart of the member.
///
/// Where nothing passes, connections are neither closed nor refused: bytes wait, as they do when a cable is pulled, and
/// arrive after the healing, whether or not the sender still waits. Only what one member newly opens to another is reset.
/// The kit's own commands and fail points go past.
impl ReplicaSet {
    /// Cuts a member off from the other members: nothing passes between them in either direction. Clients still reach it.
    ///
    /// A primary that is cut off from the majority steps down after the election timeout; the others elect a new one, at
    /// about the same time.
    ///
    /// # Errors
    /// When the set is not proxied.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn example() -> mongomancy_testkit::Result<()> {
    /// let set = mongomancy_testkit::ReplicaSet::builder().proxied(true).start().await?;
    /// let old = set.wait_for_primary(Duration::from_secs(30)).await?;
    /// set.partition(&old)?;
    /// // Two members are left to elect a primary, while clients still talk to the old one.
    /// set.heal(&old)?;
    /// # Ok(()) }
    /// ```
    pub fn partition(&self, member: &Member) -> Result<()> {
        self.change(member, |network| network.partitioned = true)
    }

    /// Cuts clients off from a member: nothing passes on the connections they have and on new ones, which the proxy still
    /// takes. The other members reach it.
    ///
    /// # Errors
    /// When the set is not proxied.
    pub fn cut_client(&self, member: &Member) -> Result<()> {
        self.change(member, |network| network.clients = Clients::Lost)
    }

    /// Resets all connections of clients to a member, and each new one at its first message. The other members reach it.
    ///
    /// # Errors
    /// When the set is not proxied.
    pub fn reset_client(&self, member: &Member) -> Result<()> {
        self.change(member, |network| network.clients = Clients::Reset)
    }

    /// Makes each message of a client to a member arrive this much later, and so its answer. Zero ends it.
    ///
    /// # Errors
    /// When the set is not proxied.
    pub fn latency(&self, member: &Member, latency: Duration) -> Result<()> {
        self.change(member, |network| network.latency = latency)
    }

    /// Ends what [`partition`](Self::partition), [`cut_client`](Self::cut_client), [`reset_client`](Self::reset_client)
    /// and [`latency`](Self::latency) have done to a member. Held bytes go on.
    ///
    /// # Errors
    /// When the set is not proxied.
    pub fn heal(&self, member: &Member) -> Result<()> {
        self.change(member, |network| *network = Network::default())
    }

    /// Resets connections of clients at random until the guard is dropped: one for every `every` commands on average, half
    /// of them before the command reaches the server, half before its reply reaches the client. The guard counts them.
    ///
    /// Which commands it meets is a matter of the seed and of the order of commands alone, over all members. Commands by
    /// which a client connects and watches the members are not counted and not met.
    ///
    /// # Errors
    /// When the set is not proxied, or `every` is 0.
    ///
    /// ```no_run
    /// # async fn example(set: mongomancy_testkit::ReplicaSet) -> mongomancy_testkit::Result<()> {
    /// let resets = set.reset_randomly(42, 500)?;
    /// // A client works for a while.
    /// assert!(resets.hits() > 0);
    /// # Ok(()) }
    /// ```
    pub fn reset_randomly(&self, seed: u64, every: u32) -> Result<InterceptGuard> {
        Intercept::any_command().reset_randomly(seed, every).enable(self)
    }

    fn change(&self, member: &Member, change: impl FnOnce(&mut Network)) -> Result<()> {
        let index = self.index(member)?;
        self.control()?.change(index, change);
        Ok(())
    }

    pub(crate) fn control(&self) -> Result<&Arc<Control>> {
        match self.deployment.proxies() {
            Some(proxies) => Ok(proxies.control()),
            None => Err(Error::invalid("the set has no proxies: it must be built with `proxied(true)`")),
        }
    }
}
