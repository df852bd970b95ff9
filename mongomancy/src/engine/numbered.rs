//! Sessions whose transaction numbers are ours.
//!
//! The server applies a write once for each pair of session and transaction number, however often it is sent. The
//! driver uses that for one retry; with numbers of our own a write can be sent until an answer comes.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use mongodb::{Client, ClientSession};
use tokio::sync::{MappedMutexGuard, Mutex as AsyncMutex, MutexGuard};

/// Far above every number that a driver's own counter reaches: the session may have served it before.
const FIRST_NUMBER: i64 = 1 << 40;
/// How many idle sessions are kept.
const MAX_IDLE: usize = 1024;
/// After this time an idle session is given up; servers forget one after 30 minutes.
const MAX_IDLE_TIME: Duration = Duration::from_secs(20 * 60);

/// A number that no other statement of this process has; later ones are larger, whatever session they are sent in.
fn next_number() -> i64 {
    static NEXT: AtomicI64 = AtomicI64::new(FIRST_NUMBER);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// The idle sessions of one client.
///
/// They must not meet the driver's own retryable writes, whose numbers are lower: this client runs none, and
/// [`Engine::client`](crate::Engine::client) hands out another one.
#[derive(Default)]
pub(super) struct Sessions {
    idle: Mutex<Idle>,
}

#[derive(Default)]
struct Idle {
    sessions: VecDeque<(ClientSession, Instant)>,
    closed: bool,
}

impl Sessions {
    async fn take(&self, client: &Client) -> mongodb::error::Result<ClientSession> {
        let idle = self.lock().take();
        match idle {
            Some(session) => Ok(session),
            None => client.start_session().causal_consistency(false).await,
        }
    }

    /// Gives all idle sessions up, and every one that comes back.
    pub(super) fn close(&self) {
        let sessions = {
            let mut idle = self.lock();
            idle.closed = true;
            std::mem::take(&mut idle.sessions)
        };
        drop(sessions);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Idle {
    /// The session used last; those that waited too long are given up.
    fn take(&mut self) -> Option<ClientSession> {
        while self.sessions.front().is_some_and(|(_, since)| since.elapsed() > MAX_IDLE_TIME) {
            self.sessions.pop_front();
        }
        self.sessions.pop_back().map(|(session, _)| session)
    }
}

/// A session and the number of one write.
///
/// The session sits in a slot, not in the attempt's task: an attempt that is abandoned must not take it along. It goes
/// back to the idle ones when the last holder is gone, an attempt that nobody waits for included.
pub(super) struct Statement {
    session: AsyncMutex<Option<ClientSession>>,
    pub(super) number: i64,
    home: Arc<Sessions>,
}

impl Statement {
    /// A write that is not yet sent, under a new number.
    pub(super) fn new(home: &Arc<Sessions>) -> Self {
        Self { session: AsyncMutex::new(None), number: next_number(), home: Arc::clone(home) }
    }

    /// The statement's session, to hold while it is sent; the first time an idle one is taken, or a new one.
    pub(super) async fn session(&self, client: &Client) -> mongodb::error::Result<MappedMutexGuard<'_, ClientSession>> {
        let mut slot = self.session.lock().await;
        let session = match slot.take() {
            Some(session) => session,
            None => self.home.take(client).await?,
        };
        Ok(MutexGuard::map(slot, |slot| slot.insert(session)))
    }
}

impl Drop for Statement {
    fn drop(&mut self) {
        if let Some(session) = self.session.get_mut().take() {
            let mut idle = self.home.lock();
            if !idle.closed && idle.sessions.len() < MAX_IDLE {
                idle.sessions.push_back((session, Instant::now()));
            }
        }
    }
}
