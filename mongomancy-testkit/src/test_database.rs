//! A database of its own for each test.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use mongomancy::{Database, Engine};

use crate::name::unique_database_name;
use crate::{ReplicaSet, Server, Standalone};

/// How long the drop may take when no server answers.
const LIMIT: Duration = Duration::from_secs(5);

/// A database that no other test has, on an engine of its own; it is dropped from the server at the end.
///
/// It derefs to [`Database`]. Nothing is sent before the first call. The drop blocks until the database is gone, on a
/// runtime of its own, so it works at the end of a test's runtime and in a panic; a server that is down by then is given
/// up after five seconds.
///
/// ```no_run
/// use mongomancy::doc;
/// use mongomancy_testkit::Server;
///
/// #[tokio::test]
/// async fn a_player_is_found_again() {
///     let db = Server::shared().await.unwrap().test_database();
///     let players = db.collection_named::<mongomancy::Document>("player");
///     players.insert_one(doc! { "name": "Ada" }).await.unwrap();
///     assert!(players.exists(doc! { "name": "Ada" }).await.unwrap());
/// }
/// ```
pub struct TestDatabase {
    database: Database,
    engine: Engine,
    _cleanup: Cleanup,
}

/// What drops the database. It is no `Drop` of the test database itself: that would stand before `Database::drop`.
struct Cleanup {
    uri: String,
    name: String,
}

impl TestDatabase {
    fn new(uri: String) -> Self {
        let engine = Engine::builder(&uri).build().expect("the kit's own connection string is valid");
        let name = unique_database_name();
        Self { database: engine.database(name.clone()), engine, _cleanup: Cleanup { uri, name } }
    }

    /// The engine that runs the database's calls.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }
}

impl ReplicaSet {
    /// A database of its own, on an engine of its own.
    pub fn test_database(&self) -> TestDatabase {
        TestDatabase::new(self.uri())
    }
}

impl Standalone {
    /// A database of its own, on an engine of its own.
    pub fn test_database(&self) -> TestDatabase {
        TestDatabase::new(self.uri())
    }
}

impl Server {
    /// A database of its own, on an engine of its own.
    ///
    /// # Panics
    /// Where `MONGODB_URI` is no valid connection string.
    pub fn test_database(&self) -> TestDatabase {
        TestDatabase::new(self.uri().to_owned())
    }
}

impl Deref for TestDatabase {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.database
    }
}

impl Drop for Cleanup {
    fn drop(&mut self) {
        let (uri, name) = (std::mem::take(&mut self.uri), self.name.clone());
        // A thread of its own: one runtime may not be entered inside another, and the test's may be ending.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(async {
                let engine = Engine::builder(uri).deadline(LIMIT).build().ok()?;
                let dropped = engine.database(name).drop().await;
                engine.dispose().await;
                dropped.ok()
            })
        });
        if !matches!(dropped.join(), Ok(Some(()))) {
            eprintln!("the test database {} stays: no server dropped it", self.name);
        }
    }
}

impl fmt::Debug for TestDatabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestDatabase").field("name", &self.database.name()).finish_non_exhaustive()
    }
}
