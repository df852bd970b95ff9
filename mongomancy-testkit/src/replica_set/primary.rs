//! Who is primary.

use std::time::Duration;

use tokio::task::JoinSet;

use super::ReplicaSet;
use super::initiate::is_primary;
use crate::error::Result;
use crate::member::Member;
use crate::wait::wait_until;

impl ReplicaSet {
    /// The member that says of itself that it is a writable primary; `None` when there is none at the moment.
    ///
    /// After a thaw two members may say so for a moment: then the one of the later election counts.
    ///
    /// ```no_run
    /// # async fn example(set: mongomancy_testkit::ReplicaSet) {
    /// if let Some(primary) = set.primary().await {
    ///     println!("{}", primary.address());
    /// }
    /// # }
    /// ```
    pub async fn primary(&self) -> Option<Member> {
        let mut answers = JoinSet::new();
        for member in self.members().iter().cloned() {
            answers.spawn(async move { member.hello().await.map(|hello| (member, hello)) });
        }
        let mut primary = None;
        for (member, hello) in answers.join_all().await.into_iter().flatten().filter(|(_, hello)| is_primary(hello)) {
            // Ids of elections grow with the term.
            let election = hello.get_object_id("electionId").ok();
            match &primary {
                Some((_, latest)) if *latest >= election => {}
                _ => primary = Some((member, election)),
            }
        }
        primary.map(|(member, _)| member)
    }

    /// Waits until there is a writable primary, and gives it.
    ///
    /// # Errors
    /// When there is none within `limit`: [`Error::is_timeout`](crate::Error::is_timeout).
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn example(set: mongomancy_testkit::ReplicaSet) -> mongomancy_testkit::Result<()> {
    /// set.kill_primary().await?;
    /// let primary = set.wait_for_primary(Duration::from_secs(30)).await?;
    /// # Ok(()) }
    /// ```
    pub async fn wait_for_primary(&self, limit: Duration) -> Result<Member> {
        wait_until(limit, "a writable primary", || self.primary()).await
    }
}
