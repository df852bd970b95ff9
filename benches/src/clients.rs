//! The two ways to the same server.

use mongomancy::{Engine, MongoCollection, Namespace};
use mongomancy_testkit::ReplicaSet;

use crate::Result;

pub(crate) const DATABASE: &str = "benches";

/// The two ways to the same server.
#[derive(Clone)]
pub(crate) struct Clients {
    pub(crate) engine: Engine,
    pub(crate) driver: mongodb::Client,
}

impl Clients {
    /// Both by one connection string, which says what the engine does by itself: majority, and writes that are retried.
    pub(crate) async fn connect(set: &ReplicaSet) -> Result<Self> {
        let uri = uri(set);
        Ok(Self { engine: Engine::connect(&uri).await?, driver: driver(&uri).await? })
    }

    /// Our handle of the collection of this name.
    pub(crate) fn ours<T: MongoCollection>(&self, name: &str) -> mongomancy::Collection<T> {
        mongomancy::Collection::new(&self.engine, Namespace::new(DATABASE, name))
    }

    /// The driver's handle of the collection of this name.
    pub(crate) fn driver<T: Send + Sync>(&self, name: &str) -> mongodb::Collection<T> {
        self.driver.database(DATABASE).collection(name)
    }

    pub(crate) async fn close(self) {
        self.engine.dispose().await;
        self.driver.shutdown().await;
    }
}

/// A server to measure against: one member takes numbered writes like three, without replication on the same processors
/// beside what is measured.
pub(crate) async fn server() -> Result<ReplicaSet> {
    Ok(ReplicaSet::builder().members(1).start().await?)
}

/// How the clients connect.
pub(crate) fn uri(set: &ReplicaSet) -> String {
    format!("{}&w=majority&retryWrites=true", set.uri())
}

#[expect(clippy::disallowed_methods, reason = "the bare driver, to measure against")]
async fn driver(uri: &str) -> Result<mongodb::Client> {
    Ok(mongodb::Client::with_uri_str(uri).await?)
}
