//! What the tests say to the proxies, and the connections look up.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mongodb::bson::RawDocument;
use tokio::sync::watch;

use super::origin::Origin;
use super::rules::{Network, Rules};
use crate::intercept::{Act, Active, Command};

/// Shared by a set, its guards, and all connections through its proxies; belongs to no runtime.
pub(crate) struct Control {
    /// Where the servers themselves listen.
    servers: Vec<SocketAddr>,
    rules: watch::Sender<Rules>,
    intercepts: Mutex<Vec<Arc<Active>>>,
}

impl Control {
    pub(super) fn new(servers: Vec<SocketAddr>) -> Self {
        let rules = watch::Sender::new(Rules::open(servers.len()));
        Self { servers, rules, intercepts: Mutex::default() }
    }

    pub(super) fn server(&self, member: usize) -> SocketAddr {
        self.servers[member]
    }

    pub(super) fn ports(&self) -> Vec<u16> {
        self.servers.iter().map(SocketAddr::port).collect()
    }

    pub(super) fn rules(&self) -> watch::Receiver<Rules> {
        self.rules.subscribe()
    }

    /// Changes the network around a member, for the connections there are and for new ones.
    pub(crate) fn change(&self, member: usize, change: impl FnOnce(&mut Network)) {
        self.rules.send_modify(|rules| change(rules.network(member)));
    }

    pub(crate) fn add(&self, intercept: Arc<Active>) {
        self.intercepts().push(intercept);
    }

    pub(crate) fn remove(&self, intercept: &Arc<Active>) {
        self.intercepts().retain(|other| !Arc::ptr_eq(other, intercept));
    }

    /// What is to be done to a client's command: the first that is meant for it has it.
    pub(super) fn intercept(
        &self,
        origin: &Origin,
        member: usize,
        command: Option<(&RawDocument, bool)>,
    ) -> Option<(Arc<Active>, Act)> {
        let Origin::Client { app_name } = origin else { return None };
        let intercepts = self.intercepts();
        if intercepts.is_empty() {
            return None;
        }
        let (body, answered) = command?;
        let command = Command { member, app_name: app_name.as_deref(), body, answered };
        intercepts.iter().find_map(|intercept| Some((Arc::clone(intercept), intercept.meets(&command)?)))
    }

    fn intercepts(&self) -> MutexGuard<'_, Vec<Arc<Active>>> {
        self.intercepts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
