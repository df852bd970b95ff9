//! The connections that clients made.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use mongomancy::mongodb::{
    event::{EventHandler, cmap::CmapEvent},
    options::{ClientOptions, ServerAddress},
};

/// The connections to one server so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ToServer {
    /// How many were made.
    pub created: usize,
    /// How many of them are closed.
    pub closed: usize,
    /// How many are in use.
    pub in_use: usize,
}

/// Records the connections of clients, by the address of the server. A clone is the same record.
#[derive(Debug, Clone, Default)]
pub struct Connections(Arc<Mutex<BTreeMap<String, ToServer>>>);

impl Connections {
    /// Has the client of these options recorded.
    pub fn record(&self, options: &mut ClientOptions) {
        let record = self.clone();
        options.cmap_event_handler = Some(EventHandler::callback(move |event| record.note(&event)));
    }

    fn note(&self, event: &CmapEvent) {
        let mut servers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut of = |address: &ServerAddress, change: fn(&mut ToServer)| {
            change(servers.entry(address.to_string()).or_default());
        };
        match event {
            CmapEvent::ConnectionCreated(event) => of(&event.address, |server| server.created += 1),
            CmapEvent::ConnectionClosed(event) => of(&event.address, |server| server.closed += 1),
            CmapEvent::ConnectionCheckedOut(event) => of(&event.address, |server| server.in_use += 1),
            CmapEvent::ConnectionCheckedIn(event) => {
                of(&event.address, |server| server.in_use = server.in_use.saturating_sub(1));
            }
            _ => {}
        }
    }

    /// What there was so far, by the address of the server.
    pub fn all(&self) -> BTreeMap<String, ToServer> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
