//! The lock that lets one starter create at a time: a lease in the database itself.
//!
//! Whether a lease has ended is decided by the server, by its own clock, in the same update that takes the lock. A
//! holder measures with its own clock only how long it has not heard of its lease, in order to stop in time.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use bson::{Document, doc, oid::ObjectId};
use tokio::time::Instant;

use super::{
    caller::Caller,
    lease::{self, LEASE, Standing},
};
use crate::error::{Error, ErrorKind, Result};

/// The collection that has the lock's document.
pub(super) const COLLECTION: &str = "mongomancy_lock";
/// The lock's document.
const ID: &str = "master";
/// When a lease is renewed, counted from its beginning.
const RENEW_AFTER: Duration = Duration::from_secs(LEASE.as_secs() / 3);
/// How long a renewal that failed waits for the next try.
const RENEW_AGAIN_AFTER: Duration = Duration::from_secs(1);
/// How long the first look at a lock that is held waits; then it doubles up to the longest.
const FIRST_POLL: Duration = Duration::from_millis(20);
const LONGEST_POLL: Duration = Duration::from_millis(640);
/// How long a release may take: the lease runs out without it too.
const RELEASE_LIMIT: Duration = Duration::from_secs(10);

/// One who would have the lock.
pub(super) struct CreationLock {
    caller: Caller,
    owner: ObjectId,
    /// When waiting is over, and how long that was.
    until: Option<Instant>,
    limit: Duration,
    standing: Standing,
    polls: u32,
    /// Whether an acquire failed in a way that may have taken the lock, or may yet.
    in_doubt: bool,
}

impl CreationLock {
    pub(super) fn new(caller: Caller, limit: Duration) -> Self {
        let until = Instant::now().checked_add(limit);
        let standing = Standing::Free;
        Self { caller, owner: ObjectId::new(), until, limit, standing, polls: 0, in_doubt: false }
    }

    /// Takes the lock if it is free.
    pub(super) async fn try_acquire(&mut self) -> Result<Option<Held>> {
        let began = Instant::now();
        let command = doc! {
            "findAndModify": COLLECTION,
            "query": { "_id": ID },
            "update": lease::acquire(self.owner),
            "upsert": true,
            "new": true,
            "writeConcern": { "w": "majority" },
        };
        self.standing = match self.caller.change(&command, None).await {
            Ok(answer) => lease::standing(answer.document.get_document("value").ok(), self.owner),
            // Two that made the document at once: the other one has it.
            Err(error) if error.is_duplicate_key() => Standing::Nameless,
            Err(error) if error.maybe_applied() => {
                self.in_doubt = true;
                self.look().await.map_err(|_| error.within("taking the creation lock"))?
            }
            Err(error) => return Err(error.within("taking the creation lock")),
        };
        if self.standing != Standing::Ours {
            return Ok(None);
        }
        self.in_doubt = false;
        Ok(Some(Held { caller: self.caller.clone(), owner: self.owner, confirmed: Mutex::new(began) }))
    }

    /// Waits until the lock can be had.
    ///
    /// # Errors
    /// [`LockTimeout`](ErrorKind::LockTimeout) when that takes too long.
    pub(super) async fn wait(&mut self) -> Result<()> {
        loop {
            let left = self.until.map(|until| until.saturating_duration_since(Instant::now()));
            if left == Some(Duration::ZERO) {
                return Err(self.timed_out());
            }
            let longest = FIRST_POLL.saturating_mul(1 << self.polls.min(10)).min(LONGEST_POLL);
            self.polls += 1;
            let delay = rand::random_range(longest / 2..=longest);
            pause(delay.min(left.unwrap_or(delay)).min(self.caller.left()?.unwrap_or(delay))).await;
            self.standing = self.look().await?;
            match self.standing {
                // Without a name it must be stamped, and the stamp watched: the acquire does both.
                Standing::Free | Standing::Ours | Standing::Nameless => return Ok(()),
                Standing::Held { .. } => {}
            }
        }
    }

    /// Gives back what an acquire in doubt may have taken.
    pub(super) async fn leave(self) {
        if self.in_doubt
            && let Err(error) = release(&self.caller, self.owner).await
        {
            tracing::warn!(%error, "the creation lock may be held for a minute more");
        }
    }

    async fn look(&self) -> Result<Standing> {
        let command = doc! {
            "aggregate": COLLECTION,
            "pipeline": [{ "$match": { "_id": ID } }, { "$set": { "now": "$$NOW" } }],
            "cursor": {},
            "readConcern": { "level": "majority" },
        };
        let found = self.caller.read(&command).await.map_err(|error| error.within("looking at the creation lock"))?;
        Ok(lease::standing(found.first(), self.owner))
    }

    fn timed_out(&self) -> Error {
        let holder = match &self.standing {
            Standing::Held { by } => format!("held by {by}"),
            _ => "held by a program that leaves no name, or whose clock is wrong".to_owned(),
        };
        let message = format!("waited {} ms for {COLLECTION} of `{}`", self.limit.as_millis(), self.caller.database());
        Error::new(ErrorKind::LockTimeout, format!("{message}, {holder}"))
    }
}

/// The lock while we have it.
pub(super) struct Held {
    caller: Caller,
    owner: ObjectId,
    /// The lease lasts for `LEASE` from here at least.
    confirmed: Mutex<Instant>,
}

impl Held {
    /// Does `work` while the lease is renewed, and frees the lock then, whatever came of the work. A lease that is lost
    /// stops the work.
    ///
    /// Answers also what is to be told of the release, if it failed.
    pub(super) async fn during<T>(&self, work: impl Future<Output = Result<T>>) -> (Result<T>, Option<String>) {
        let outcome = tokio::select! {
            biased;
            error = self.keep() => Err(error),
            outcome = work => outcome,
        };
        let released = release(&self.caller, self.owner).await;
        let note = released.err().map(|error| {
            tracing::warn!(%error, "the creation lock could not be released");
            format!("the creation lock could not be released and runs out within {} s: {error}", LEASE.as_secs())
        });
        (outcome, note)
    }

    /// To be asked before each change.
    ///
    /// # Errors
    /// [`LockTimeout`](ErrorKind::LockTimeout) where the lease may have run out.
    pub(super) fn check(&self) -> Result<()> {
        if self.confirmed().elapsed() < LEASE { Ok(()) } else { Err(lost("it was not renewed in time")) }
    }

    /// Renews the lease for as long as it can be; answers why it cannot any more.
    async fn keep(&self) -> Error {
        loop {
            pause(RENEW_AFTER.saturating_sub(self.confirmed().elapsed())).await;
            while let Err(error) = self.renew().await {
                if *error.kind() == ErrorKind::LockTimeout {
                    return error;
                }
                if let Err(lost) = self.check() {
                    return lost;
                }
                tracing::warn!(%error, "the creation lock could not be renewed yet");
                pause(RENEW_AGAIN_AFTER).await;
            }
        }
    }

    async fn renew(&self) -> Result<()> {
        let began = Instant::now();
        let left = LEASE.saturating_sub(self.confirmed().elapsed());
        if left.is_zero() {
            return Err(lost("it was not renewed in time"));
        }
        let query = doc! { "_id": ID, "owner": self.owner, "locked": true };
        let answer = self.caller.change_past_deadline(&update(query, lease::renew()), left).await;
        let answer = answer.map_err(|error| error.within("renewing the creation lock"))?;
        if !has_matched(&answer.document) {
            return Err(lost("somebody else took it or freed it"));
        }
        *self.confirmed.lock().unwrap_or_else(PoisonError::into_inner) = began;
        Ok(())
    }

    fn confirmed(&self) -> Instant {
        *self.confirmed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Frees the lock if it is `owner`'s. A standalone server takes no numbers, so the engine does not repeat this by itself;
/// done twice, it is the same.
async fn release(caller: &Caller, owner: ObjectId) -> Result<()> {
    let command = update(doc! { "_id": ID, "owner": owner }, lease::release());
    match caller.change_past_deadline(&command, RELEASE_LIMIT).await {
        Err(error) if error.maybe_applied() => caller.change_past_deadline(&command, RELEASE_LIMIT).await.map(drop),
        released => released.map(drop),
    }
}

fn update(query: Document, update: impl Into<bson::Bson>) -> Document {
    doc! {
        "update": COLLECTION,
        "updates": [{ "q": query, "u": update.into() }],
        "writeConcern": { "w": "majority" },
    }
}

fn has_matched(reply: &Document) -> bool {
    crate::collection::written::number(reply, "n") > 0
}

fn lost(why: &str) -> Error {
    Error::new(ErrorKind::LockTimeout, format!("the lease was lost while creating: {why}"))
}

#[expect(clippy::disallowed_methods, reason = "the pause between two looks at the lock, and between two renewals")]
async fn pause(delay: Duration) {
    tokio::time::sleep(delay).await;
}
