//! Sessions whose transaction numbers are ours.
//!
//! The server applies a write once for each pair of session and transaction number, however often it is sent. The
//! driver uses that for one retry; with numbers of our own a write can be sent until an answer comes.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use bson::Document;
use mongodb::{Client, ClientSession, action::RunCommand};
use tokio::sync::{MappedMutexGuard, Mutex as AsyncMutex, MutexGuard, Notify};

use super::{
    idle::Idle,
    member::{self, MemberSlot},
    transaction::Progress,
};

/// Far above every number that a driver's own counter reaches: the session may have served it before.
const FIRST_NUMBER: i64 = 1 << 40;
/// After this time an idle session is given up; servers forget one after 30 minutes, unless they are told otherwise.
const MAX_IDLE_TIME: Duration = Duration::from_secs(20 * 60);
/// How long before the server's own limit a session is given up, at least and at most: a call that begins with it goes
/// on for a while.
const MARGIN: (Duration, Duration) = (Duration::from_secs(60), Duration::from_secs(10 * 60));

/// A number that no other statement of this process has. Later ones are larger, so that a session which is had by one
/// statement at a time meets them in order; it must be drawn when the session is had, not before.
fn next_number() -> i64 {
    static NEXT: AtomicI64 = AtomicI64::new(FIRST_NUMBER);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// The sessions of one client. Numbered writes have them, and reads of a single batch, which need one all the same.
///
/// They must not meet the driver's own retryable writes, whose numbers are lower: this client runs none, and
/// [`Engine::client`](crate::Engine::client) hands out another one.
#[derive(Default)]
pub(super) struct Sessions {
    /// Boxed, as they are handed on several times for each write.
    idle: Mutex<Idle<Box<ClientSession>>>,
    /// How many statements are on their way.
    open: AtomicUsize,
    all_done: Notify,
    server_limit: SessionLimit,
}

/// After how many idle minutes servers forget a session, as far as they said it; zero where none did.
#[derive(Clone, Default)]
pub(super) struct SessionLimit(Arc<AtomicI64>);

impl SessionLimit {
    /// Notes what a server says of itself; the least of several counts.
    pub(super) fn note(&self, minutes: i64) {
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |least| {
            (minutes > 0 && (least == 0 || minutes < least)).then_some(minutes)
        });
    }

    /// How long a session may be idle.
    fn max_idle_time(&self) -> Duration {
        match u64::try_from(self.0.load(Ordering::Relaxed)) {
            Ok(minutes) if minutes > 0 => {
                let limit = Duration::from_secs(minutes.saturating_mul(60));
                MAX_IDLE_TIME.min(limit.saturating_sub((limit / 2).clamp(MARGIN.0, MARGIN.1)))
            }
            _ => MAX_IDLE_TIME,
        }
    }
}

impl Sessions {
    pub(super) fn new(server_limit: SessionLimit) -> Self {
        Self { server_limit, ..Self::default() }
    }

    /// A session that nobody else has: an idle one, or a new one.
    pub(super) async fn take(&self, client: &Client) -> mongodb::error::Result<Box<ClientSession>> {
        let idle = self.lock().take(self.server_limit.max_idle_time());
        match idle {
            Some(session) => Ok(session),
            None => client.start_session().causal_consistency(false).await.map(Box::new),
        }
    }

    /// Keeps a session for the next one who asks.
    pub(super) fn give_back(&self, session: Box<ClientSession>) {
        self.lock().give_back(session, false);
    }

    /// Waits until no statement is on its way: what may have run can be asked for in its own session alone.
    pub(super) async fn all_done(&self) {
        loop {
            let notified = self.all_done.notified();
            if self.open.load(Ordering::SeqCst) == 0 {
                return;
            }
            notified.await;
        }
    }

    /// Gives all idle sessions up, and every one that comes back.
    pub(super) fn close(&self) {
        let sessions = self.lock().close();
        drop(sessions);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Idle<Box<ClientSession>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One write's session and number, both had from the first time that it is sent.
pub(super) struct Numbered {
    session: Box<ClientSession>,
    pub(super) number: i64,
    /// What a transaction's statement was answered.
    pub(super) reply: Option<Document>,
    /// Whether a server may still run what was sent: no answer came.
    is_busy: bool,
}

impl Numbered {
    /// Sends a command in the session.
    pub(super) async fn send(&mut self, command: RunCommand<'_>) -> mongodb::error::Result<Document> {
        let mut sending = Sending::of(&mut self.is_busy);
        let answer = command.session(&mut *self.session).await;
        sending.is_answered = answer.as_ref().map_or_else(|error| error.server_response().is_some(), |_| true);
        answer
    }

    pub(super) fn session_id(&self) -> &Document {
        self.session.id()
    }

    /// Draws the next number, for a transaction that begins anew.
    pub(super) fn renew(&mut self) {
        self.number = next_number();
    }
}

/// A command on its way, which may be given up there.
struct Sending<'a> {
    is_busy: &'a mut bool,
    is_answered: bool,
    /// Of the attempt, and how many connections it had before; none outside of attempts.
    slot: Option<(MemberSlot, u32)>,
}

impl<'a> Sending<'a> {
    fn of(is_busy: &'a mut bool) -> Self {
        let slot = member::current().map(|slot| {
            let before = slot.connections();
            (slot, before)
        });
        Self { is_busy, is_answered: false, slot }
    }
}

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        let is_sent = self.slot.as_ref().is_none_or(|(slot, before)| slot.connections() != *before);
        if is_sent {
            *self.is_busy = !self.is_answered;
        }
    }
}

/// A write that is sent any number of times and applied once.
///
/// The session sits in a slot, not in the attempt's task: an attempt that is abandoned must not take it along. It goes
/// back to the idle ones when the last holder is gone, an attempt that nobody waits for included.
pub(super) struct Statement {
    numbered: AsyncMutex<Option<Numbered>>,
    home: Arc<Sessions>,
    /// How far it is, where it is a transaction.
    pub(super) progress: Progress,
}

impl Statement {
    /// A write that is not yet sent.
    pub(super) fn new(home: &Arc<Sessions>) -> Self {
        home.open.fetch_add(1, Ordering::SeqCst);
        Self { numbered: AsyncMutex::new(None), home: Arc::clone(home), progress: Progress::default() }
    }

    /// The write's session and number, to hold while it is sent.
    pub(super) async fn numbered(&self, client: &Client) -> mongodb::error::Result<MappedMutexGuard<'_, Numbered>> {
        let mut slot = self.numbered.lock().await;
        let numbered = if let Some(numbered) = slot.take() {
            numbered
        } else {
            let session = self.home.take(client).await?;
            Numbered { session, number: next_number(), reply: None, is_busy: false }
        };
        Ok(MutexGuard::map(slot, |slot| slot.insert(numbered)))
    }

    /// The same once no attempt holds them; nothing where none had them.
    pub(super) async fn sent(&self) -> Option<MappedMutexGuard<'_, Numbered>> {
        MutexGuard::try_map(self.numbered.lock().await, Option::as_mut).ok()
    }
}

impl Drop for Statement {
    fn drop(&mut self) {
        if let Some(Numbered { session, is_busy, .. }) = self.numbered.get_mut().take() {
            self.home.lock().give_back(session, is_busy);
        }
        if self.home.open.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.home.all_done.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_given_up_before_servers_forget_it() {
        let minutes = |told: &[i64]| {
            let limit = SessionLimit::default();
            for minutes in told {
                limit.note(*minutes);
            }
            limit.max_idle_time().as_secs() / 60
        };
        for (told, expected) in [
            (&[][..], 20),
            (&[30], 20),
            (&[60, 30, 600], 20),
            (&[25], 15),
            (&[30, 12], 6),
            (&[2], 1),
            (&[1], 0),
            (&[0, -5], 20),
            (&[i64::MAX], 20),
        ] {
            assert_eq!(minutes(told), expected, "{told:?}");
        }
    }
}
