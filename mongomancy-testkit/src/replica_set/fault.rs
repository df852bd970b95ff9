//! What can be done to a set and its members.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use mongodb::bson::doc;

use super::ReplicaSet;
use super::initiate::{is_primary, is_secondary};
use crate::error::{Error, Kind, Result};
use crate::member::Member;
use crate::wait::wait_until;

/// How long a step-down may take in all. A set that is busy or has just changed may have nobody to take over at once.
const STEP_DOWN_LIMIT: Duration = Duration::from_secs(60);

/// How long the primary waits for a secondary to catch up before it refuses; it is then asked again.
const CATCH_UP_SECONDS: i32 = 5;

/// How long the old primary would stay away from elections. It is let back in as soon as there is a new one.
const AWAY_SECONDS: i32 = 60;

impl ReplicaSet {
    /// Makes the primary step down and waits until **another** member is a writable primary, which it returns.
    ///
    /// The primary hands over to a secondary that has caught up, so no election timeout passes. When there is none yet,
    /// it refuses and is asked again. Afterwards the old primary may be elected again at once, so steps down can follow
    /// each other. No acknowledged write with `w: majority` is lost; all connections to the old primary stay open.
    ///
    /// # Errors
    /// When the set has only one member; when no other member is primary within a minute, such as when the rest of the
    /// set is dead.
    ///
    /// ```no_run
    /// # async fn example(set: mongomancy_testkit::ReplicaSet) -> mongomancy_testkit::Result<()> {
    /// let new = set.step_down().await?;
    /// println!("{} is primary now", new.address());
    /// # Ok(()) }
    /// ```
    pub async fn step_down(&self) -> Result<Member> {
        if self.members().len() < 2 {
            return Err(Error::invalid("a set of one member has nobody to step down for"));
        }
        let start = Instant::now();
        let old = self.wait_for_primary(STEP_DOWN_LIMIT).await?;
        // The last refusal, for the error.
        let refusal = Mutex::new(None);
        let switched = wait_until(STEP_DOWN_LIMIT.saturating_sub(start.elapsed()), "a step-down", || async {
            match self.primary().await {
                Some(primary) if primary != old => return Some(primary),
                Some(_) => {
                    let command = doc! {
                        "replSetStepDown": AWAY_SECONDS,
                        "secondaryCatchUpPeriodSecs": CATCH_UP_SECONDS,
                    };
                    let refused = old.run(command).await.err();
                    *refusal.lock().unwrap_or_else(PoisonError::into_inner) = refused;
                }
                None => {}
            }
            None
        });
        let new = match (switched.await, refusal.into_inner().unwrap_or_else(PoisonError::into_inner)) {
            (Err(error), Some(refusal)) if error.is_timeout() => {
                let detail = format!("; {}", refusal.with_cause());
                return Err(Kind::Timeout { what: "a step-down".to_owned(), limit: STEP_DOWN_LIMIT, detail }.into());
            }
            (outcome, _) => outcome?,
        };
        // Only makes the next step-down quicker, so a refusal is no failure.
        let _ = old.run(doc! { "replSetFreeze": 0 }).await;
        Ok(new)
    }

    /// Kills a member with SIGKILL and returns when its process is gone. Its data stays, for a [`restart`](Self::restart).
    ///
    /// # Errors
    /// When it is not running.
    pub async fn kill(&self, member: &Member) -> Result<()> {
        self.own(member)?;
        member.kill().await
    }

    /// Kills the primary with SIGKILL and returns it. The others elect a new one after the election timeout.
    ///
    /// # Errors
    /// When there is no primary within 30 s.
    pub async fn kill_primary(&self) -> Result<Member> {
        let primary = self.wait_for_primary(Duration::from_secs(30)).await?;
        primary.kill().await?;
        Ok(primary)
    }

    /// Starts a member again, on its old port and data, and returns when it is a primary or a secondary again. A member
    /// that runs is killed first.
    ///
    /// # Errors
    /// When it ends at its start (the error shows the end of its log), or does not rejoin within a minute.
    pub async fn restart(&self, member: &Member) -> Result<()> {
        self.own(member)?;
        member.restart(|hello| is_primary(hello) || is_secondary(hello)).await
    }

    /// Freezes a member with SIGSTOP: its connections stay open and nothing answers.
    ///
    /// # Errors
    /// When it is not running.
    pub fn freeze(&self, member: &Member) -> Result<()> {
        self.own(member)?;
        member.freeze()
    }

    /// Lets a frozen member go on.
    ///
    /// # Errors
    /// When it is not running.
    pub fn thaw(&self, member: &Member) -> Result<()> {
        self.own(member)?;
        member.thaw()
    }

    fn own(&self, member: &Member) -> Result<()> {
        self.index(member).map(drop)
    }

    /// The place of a member among those of this set.
    pub(crate) fn index(&self, member: &Member) -> Result<usize> {
        let index = self.members().iter().position(|own| own == member);
        index.ok_or_else(|| Error::invalid(format!("{} is not a member of this set", member.address())))
    }
}
