//! A set whose members move to other ports, all at once.

use std::time::Duration;

use mongodb::bson::{Bson, Document, doc};

use super::ReplicaSet;
use super::initiate::{is_primary, is_secondary};
use crate::error::{Error, Result};
use crate::member::Member;
use crate::wait::wait_until;

/// How long the members may take to find each other.
const LIMIT: Duration = Duration::from_secs(60);

impl ReplicaSet {
    /// Kills all members and starts them, with their data, on other ports, as when a whole set is restored elsewhere;
    /// returns when it has a primary again. The handles of the old members are dead; [`members`](Self::members) and
    /// [`uri`](Self::uri) give the new ones.
    ///
    /// # Errors
    /// When a member ends at its start, when the set has no primary within a minute, and when it is proxied: the proxies
    /// stay where they are.
    ///
    /// ```no_run
    /// # async fn example(mut set: mongomancy_testkit::ReplicaSet) -> mongomancy_testkit::Result<()> {
    /// set.relocate().await?;
    /// println!("it is at {} now", set.uri());
    /// # Ok(()) }
    /// ```
    pub async fn relocate(&mut self) -> Result<()> {
        if self.deployment.proxies().is_some() {
            return Err(Error::invalid("a proxied set cannot move away from its proxies"));
        }
        for member in self.members().iter().filter(|member| member.is_running()) {
            member.kill().await?;
        }
        self.deployment.move_all().await?;
        let first = &self.members()[0];
        let config = first.run(doc! { "replSetGetConfig": 1 }).await?;
        let config = config.get_document("config").map_err(|_| Error::invalid("the set has no configuration"))?;
        // None of them finds itself in the old one, so there is no primary to ask.
        first.run(doc! { "replSetReconfig": moved(config.clone(), self.members()), "force": true }).await?;
        for member in self.members() {
            let what = format!("the return of {}", member.address());
            let back = async || member.hello().await.filter(|hello| is_primary(hello) || is_secondary(hello));
            wait_until(LIMIT, &what, back).await?;
        }
        self.wait_for_primary(LIMIT).await.map(drop)
    }
}

/// The configuration with the addresses of `members`.
fn moved(mut config: Document, members: &[Member]) -> Document {
    if let Ok(hosts) = config.get_array_mut("members") {
        for (host, member) in hosts.iter_mut().filter_map(Bson::as_document_mut).zip(members) {
            host.insert("host", member.address());
        }
    }
    config
}
