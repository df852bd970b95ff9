//! Switching a fail point off, whatever happens.

use std::fmt;
use std::time::Duration;

use mongodb::bson::{Document, doc};

use crate::error::{Error, Kind, Result};
use crate::member::Member;

/// How long switching off may take when the member does not answer.
pub(super) const LIMIT: Duration = Duration::from_secs(10);

/// `MaxTimeMSExpired`: what a wait answers at its limit.
const EXCEEDED_TIME_LIMIT: i32 = 50;

/// A fail point that is on. It is switched off when this is dropped, and is surely off when the drop returns.
///
/// The drop blocks for some milliseconds, on a connection and a small runtime of its own, so that it works when the
/// test's runtime is ending, and in a panic. A frozen member cannot be asked: there it stays on. [`disable`](Self::disable) does not block, and tells of an error.
#[must_use = "the fail point is switched off when the guard is dropped"]
pub struct FailPointGuard {
    member: Member,
    name: String,
    /// The commands that are meant to meet it; empty where none are named.
    commands: String,
    /// The server counts over all uses of a fail point since it started.
    met_before: i64,
    on: bool,
}

impl FailPointGuard {
    pub(super) fn new(member: Member, name: String, commands: String, met_before: i64) -> Self {
        Self { member, name, commands, met_before, on: true }
    }

    /// The member it was switched on at.
    pub fn member(&self) -> &Member {
        &self.member
    }

    /// Waits until the fail point has been met this often since it was switched on: the moment at which a command is
    /// known to wait in it, and the member can be killed under it.
    ///
    /// # Errors
    /// When it has not been within `limit`; the message names the commands.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use mongomancy_testkit::{FailPoint, ReplicaSet};
    /// # async fn example(set: ReplicaSet) -> mongomancy_testkit::Result<()> {
    /// let held = FailPoint::fail_command(["insert"]).block(Duration::from_secs(60)).enable(&set).await?;
    /// // Another task inserts.
    /// held.wait_until_met(1, Duration::from_secs(10)).await?;
    /// set.kill(held.member()).await?;
    /// # Ok(()) }
    /// ```
    pub async fn wait_until_met(&self, times: u32, limit: Duration) -> Result<()> {
        let millis = i64::try_from(limit.as_millis()).unwrap_or(i64::MAX).max(1);
        let wanted = self.met_before + i64::from(times);
        let wait = doc! { "waitForFailPoint": &self.name, "timesEntered": wanted, "maxTimeMS": millis };
        match self.member.run(wait).await {
            Ok(_) => Ok(()),
            Err(error) if error.code() == Some(EXCEEDED_TIME_LIMIT) => {
                let by = if self.commands.is_empty() { String::new() } else { format!(" by {}", self.commands) };
                let what = format!("meeting {} {times} times{by} at {}", self.name, self.member.address());
                Err(Kind::Timeout { what, limit, detail: String::new() }.into())
            }
            Err(error) => Err(error),
        }
    }

    /// Switches it off. Nothing is to be done when the member has been killed meanwhile.
    ///
    /// # Errors
    /// When the member runs and does not do it; the drop that follows does not try again.
    pub async fn disable(mut self) -> Result<()> {
        self.on = false;
        switch_off(&self.member, &self.name).await
    }
}

impl Drop for FailPointGuard {
    fn drop(&mut self) {
        if !self.on || !self.member.is_running() || self.member.is_frozen() {
            return;
        }
        let (member, name) = (self.member.clone(), std::mem::take(&mut self.name));
        // A thread of its own: one runtime may not be entered inside another.
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.map_err(|source| Kind::Spawn { program: "a runtime".to_owned(), source })?;
            runtime.block_on(switch_off(&member, &name))
        });
        let outcome: Result<()> = thread.join().unwrap_or(Ok(()));
        if let Err(error) = outcome {
            eprintln!("a fail point stays on: {}", error.with_cause());
        }
    }
}

async fn switch_off(member: &Member, name: &str) -> Result<()> {
    let off: Document = doc! { "configureFailPoint": name, "mode": "off" };
    match tokio::time::timeout(LIMIT, member.run(off)).await {
        Ok(Ok(_)) => Ok(()),
        _ if !member.is_running() => Ok(()),
        Ok(Err(error)) => Err(error),
        Err(_) => {
            let what = format!("switching {name} off at {}", member.address());
            Err(Error::from(Kind::Timeout { what, limit: LIMIT, detail: String::new() }))
        }
    }
}

impl fmt::Debug for FailPointGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FailPointGuard").field("name", &self.name).field("member", &self.member).finish_non_exhaustive()
    }
}
