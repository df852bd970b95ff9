//! The replica set that the tests of this binary share, and a database for each of them.

use bson::Document;
use mongomancy::{Database, Engine, Executor, Operation, Reply};
use mongomancy_testkit::{ReplicaSet, unique_database_name};
use tokio::sync::OnceCell;

/// Processes and addresses only: a client belongs to the runtime of one test.
static SET: OnceCell<ReplicaSet> = OnceCell::const_new();

/// One test's own database, and the engine behind it.
pub(crate) struct Fixture {
    pub(crate) engine: Engine,
    pub(crate) database: Database,
}

impl Fixture {
    pub(crate) async fn new() -> Self {
        let set = SET.get_or_try_init(ReplicaSet::start).await.unwrap();
        let engine = Engine::connect(&*set.uri()).await.unwrap();
        let database = engine.database(unique_database_name());
        Self { engine, database }
    }

    /// Runs a command for which there is no verb.
    pub(crate) async fn run(&self, command: Document) -> Reply {
        self.engine.execute(Operation::new(self.database.name(), &command).unwrap()).await.unwrap()
    }
}
