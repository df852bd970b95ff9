//! The kit's own connections: one client for one server, made for a call and shut down with it.

use std::time::Duration;

use mongodb::bson::{Document, doc};
use mongodb::error::ErrorKind;
use mongodb::options::ClientOptions;
use mongodb::{Client, Database};

use crate::access::Access;
use crate::error::{Kind, Result};

/// A direct connection to one server. A client belongs to the runtime that made it, so this never outlives a call.
pub(crate) struct Connection {
    client: Client,
    address: String,
}

impl Connection {
    pub(crate) fn open(access: &Access, address: &str) -> Result<Self> {
        let client = access.direct(address).and_then(client);
        let client = client.map_err(|source| Kind::Connect { address: address.to_owned(), source })?;
        Ok(Self { client, address: address.to_owned() })
    }

    /// Runs a command on the `admin` database.
    pub(crate) async fn run(&self, command: Document) -> Result<Document> {
        let name = command.keys().next().cloned().unwrap_or_default();
        self.admin()
            .run_command(command)
            .await
            .map_err(|source| Kind::Command { address: self.address.clone(), command: name, source }.into())
    }

    /// The server's `hello`, or nothing when it does not answer in time.
    pub(crate) async fn hello(&self, limit: Duration) -> Option<Document> {
        let hello = self.run(doc! { "hello": 1 });
        tokio::time::timeout(limit, hello).await.ok()?.ok()
    }

    fn admin(&self) -> Database {
        self.client.database("admin")
    }

    pub(crate) async fn close(self) {
        self.client.shutdown().immediate(true).await;
    }
}

/// Runs one command over a connection of its own.
pub(crate) async fn run(access: &Access, address: &str, command: Document) -> Result<Document> {
    let connection = Connection::open(access, address)?;
    let answer = connection.run(command).await;
    connection.close().await;
    answer
}

#[expect(clippy::disallowed_methods, reason = "the kit's clients are made here and nowhere else")]
pub(crate) fn client(options: ClientOptions) -> mongodb::error::Result<Client> {
    Client::with_options(options)
}

/// The code with which a server refused.
pub(crate) fn server_code(error: &mongodb::error::Error) -> Option<i32> {
    match &*error.kind {
        ErrorKind::Command(refusal) => Some(refusal.code),
        _ => None,
    }
}
