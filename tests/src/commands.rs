//! The commands that a client sent.

use std::sync::{Arc, Mutex, PoisonError};

use mongomancy::{
    Document,
    mongodb::{
        event::{EventHandler, command::CommandEvent},
        options::ClientOptions,
    },
};

/// One command on its way to a server.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The command's name.
    pub name: String,
    /// The command.
    pub command: Document,
    /// The server's address.
    pub server: String,
}

/// Records what clients send. A clone is the same record.
#[derive(Debug, Clone, Default)]
pub struct Commands(Arc<Mutex<Vec<Sent>>>);

impl Commands {
    /// Has the client of these options recorded.
    pub fn record(&self, options: &mut ClientOptions) {
        let record = self.clone();
        options.command_event_handler = Some(EventHandler::callback(move |event| {
            if let CommandEvent::Started(started) = event {
                let sent = Sent {
                    name: started.command_name,
                    command: started.command,
                    server: started.connection.address.to_string(),
                };
                record.0.lock().unwrap_or_else(PoisonError::into_inner).push(sent);
            }
        }));
    }

    /// What was sent so far.
    pub fn all(&self) -> Vec<Sent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What was sent so far under this name.
    pub fn named(&self, name: &str) -> Vec<Document> {
        self.all().into_iter().filter(|sent| sent.name == name).map(|sent| sent.command).collect()
    }
}
