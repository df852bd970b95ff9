//! Connections that were given back to the driver's pool and that nobody has taken since, as its events tell it.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use mongodb::{event::cmap::CmapEvent, options::ServerAddress};
use tokio::sync::Notify;

/// The connections to the members that are watched.
#[derive(Default)]
pub(super) struct GivenBack {
    /// Whether any is: all that it costs where none is.
    is_watching: AtomicBool,
    members: Mutex<HashMap<ServerAddress, Member>>,
}

#[derive(Default)]
struct Member {
    idle: HashSet<u32>,
    changed: Arc<Notify>,
}

impl GivenBack {
    /// Watches the connections to `member` until the watch is dropped, or there is a newer one.
    pub(super) fn watch<'a>(&'a self, member: &'a ServerAddress) -> Watch<'a> {
        let watched = Member::default();
        let changed = Arc::clone(&watched.changed);
        let mut members = self.lock();
        members.insert(member.clone(), watched);
        self.is_watching.store(true, Ordering::Relaxed);
        Watch { given_back: self, member, changed }
    }

    pub(super) fn observe(&self, event: &CmapEvent) {
        if !self.is_watching.load(Ordering::Relaxed) {
            return;
        }
        match event {
            CmapEvent::ConnectionCheckedIn(given) => self.put(&given.address, given.connection_id),
            CmapEvent::ConnectionCheckedOut(taken) => self.take(&taken.address, taken.connection_id),
            CmapEvent::ConnectionClosed(closed) => self.take(&closed.address, closed.connection_id),
            _ => {}
        }
    }

    fn put(&self, member: &ServerAddress, connection: u32) {
        if let Some(member) = self.lock().get_mut(member) {
            member.idle.insert(connection);
            member.changed.notify_one();
        }
    }

    fn take(&self, member: &ServerAddress, connection: u32) {
        if let Some(member) = self.lock().get_mut(member) {
            member.idle.remove(&connection);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ServerAddress, Member>> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One member's connections, from now on.
pub(super) struct Watch<'a> {
    given_back: &'a GivenBack,
    member: &'a ServerAddress,
    changed: Arc<Notify>,
}

impl Watch<'_> {
    /// Ends when a connection was given back since this was last asked.
    pub(super) async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Whether there is one that nobody took.
    pub(super) fn has_idle(&self) -> bool {
        self.given_back.lock().get(self.member).is_some_and(|member| !member.idle.is_empty())
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        let mut members = self.given_back.lock();
        // The member may be watched anew already.
        if members.get(self.member).is_some_and(|member| Arc::ptr_eq(&member.changed, &self.changed)) {
            members.remove(self.member);
        }
        self.given_back.is_watching.store(!members.is_empty(), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn only_what_is_given_back_to_a_watched_member_and_not_taken_is_idle() {
        let [watched, other] = ["a:1", "b:2"].map(|address| ServerAddress::parse(address).unwrap());
        let given_back = GivenBack::default();
        let watch = given_back.watch(&watched);
        given_back.put(&other, 1);
        assert!(!watch.has_idle());
        assert!(watch.changed().now_or_never().is_none());
        given_back.put(&watched, 1);
        given_back.put(&watched, 2);
        assert!(watch.changed().now_or_never().is_some());
        assert!(watch.changed().now_or_never().is_none());
        given_back.take(&watched, 1);
        assert!(watch.has_idle());
        given_back.take(&watched, 2);
        assert!(!watch.has_idle());
        let newer = given_back.watch(&watched);
        drop(watch);
        given_back.put(&watched, 3);
        assert!(newer.has_idle());
    }
}
