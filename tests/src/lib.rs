//! What the integration tests share: engines on the shared server, recorded commands, and waiting with a limit.

mod commands;
mod counted;
mod cursors;
mod events;
pub mod load;
pub mod scenario;

use std::time::Duration;

use mongomancy::{Document, Engine, Error, Executor, Operation, Result};
use mongomancy_testkit::{Server, TestDatabase};

pub use self::{
    commands::{Commands, Sent},
    counted::Counted,
    cursors::open_cursors,
    events::Events,
    load::Load,
};

/// No wait of a test is longer.
pub const LIMIT: Duration = Duration::from_secs(30);

/// The connection string of the server that all tests share.
///
/// # Panics
/// Where no server can be had.
pub async fn shared_uri() -> &'static str {
    Server::shared().await.expect("a server for tests").uri()
}

/// An engine of its own on the shared server.
///
/// # Panics
/// Where no server can be had.
pub async fn engine() -> Engine {
    Engine::connect(shared_uri().await).await.expect("a connection")
}

/// A database that no other test uses, on an engine of its own.
///
/// # Panics
/// Where no server can be had.
pub async fn database() -> TestDatabase {
    Server::shared().await.expect("a server for tests").test_database()
}

/// Runs a command on the database of this name and gives the reply.
///
/// # Errors
/// What the engine says.
pub async fn run(executor: &dyn Executor, database: &str, command: Document) -> Result<Document> {
    executor.execute(Operation::new(database, &command)?).await?.into_document()
}

/// All that an error prints: itself and its causes, in every form.
pub fn printed(error: &Error) -> String {
    let mut all = vec![format!("{error} {error:?} {error:#?}")];
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        all.push(format!("{cause} {cause:?} {cause:#?}"));
        source = cause.source();
    }
    all.join("\n")
}
