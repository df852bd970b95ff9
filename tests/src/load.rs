//! A load of every kind of call, whose answers are held against what is stored in the end.

mod bare;
mod call;
pub mod checker;
pub mod gap;
mod kind;
mod log;
mod ours;
mod side;
mod worker;

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use mongomancy::{Database, Document, Engine, Result, doc, mongodb::Client};
use mongomancy_testkit::{unique_database_name, wait_until};
use tokio::task::JoinHandle;

use crate::{LIMIT, run};

pub use self::{
    bare::Bare,
    call::Call,
    checker::Finding,
    kind::Kind,
    log::{Entry, Log, Scanned},
    ours::Ours,
    side::{Scan, Side},
};
use self::{checker::Stored, worker::Shared};

/// The documents of a scan, the documents in one of its batches, and the stretches that it is logged in.
const SCANNED_DOCUMENTS: i64 = 20_000;
const BATCH: u32 = 50;
const STRETCH: i64 = 100;
/// The collections.
const DOCUMENTS: &str = "load";
const SCANNED: &str = "scanned";

/// A load that runs until it is stopped: some tasks for each kind of call.
pub struct Load {
    database: Database,
    shared: Arc<Shared>,
    tasks: Vec<JoinHandle<()>>,
}

impl Load {
    /// Starts the load through mongomancy, in a database of its own.
    ///
    /// # Errors
    /// What preparing the documents says.
    pub async fn start(engine: &Engine) -> Result<Self> {
        let database = prepare(engine).await?;
        let side = Ours::new(&database);
        Ok(Self::through(&side, database))
    }

    /// Starts the same load through the bare driver, in a database of its own; `engine` only prepares and looks.
    ///
    /// # Errors
    /// What preparing the documents says.
    pub async fn start_bare(engine: &Engine, client: &Client) -> Result<Self> {
        let database = prepare(engine).await?;
        let side = Bare::new(&client.database(database.name()));
        Ok(Self::through(&side, database))
    }

    fn through<S: Side>(side: &S, database: Database) -> Self {
        let shared = Arc::new(Shared::default());
        let tasks =
            workers().map(|(kind, number)| tokio::spawn(worker::work(Arc::clone(&shared), side.clone(), kind, number)));
        Self { database, tasks: tasks.collect(), shared }
    }

    /// Waits until each kind has had `more` further acknowledged calls.
    ///
    /// # Panics
    /// When that takes too long, telling how far each kind came.
    pub async fn run_on(&self, more: u64) {
        // On a busy machine the members that a fault leaves may need a while to follow each other.
        self.run_on_within(more, 3 * LIMIT).await;
    }

    /// As [`run_on`](Self::run_on), with a limit of its own.
    ///
    /// # Panics
    /// When that takes longer, telling how far each kind came.
    pub async fn run_on_within(&self, more: u64, limit: Duration) {
        let goals = self.acknowledged().map(|(kind, count)| (kind, count + more));
        let reached = async || {
            let counts = self.acknowledged();
            counts.iter().zip(&goals).all(|((_, count), (_, goal))| count >= goal).then_some(())
        };
        let waited = wait_until(limit, "the load", reached).await;
        assert!(waited.is_ok(), "acknowledged {:?}, errors {:?}", self.acknowledged(), self.errors());
    }

    /// The errors that reached a caller so far.
    pub fn errors(&self) -> Vec<String> {
        self.shared.with_log(|log| log.errors().map(|(kind, error)| format!("{kind:?}: {error}")).collect())
    }

    /// How many calls of each kind were acknowledged so far.
    pub fn acknowledged(&self) -> [(Kind, u64); Kind::ALL.len()] {
        self.shared.with_log(|log| Kind::ALL.map(|kind| (kind, log.acknowledged(kind))))
    }

    /// Stops the load and holds what was answered against what is stored: the differences, none being all right.
    ///
    /// # Errors
    /// What reading the documents says.
    pub async fn stop(self) -> Result<Vec<String>> {
        let (_, findings) = self.end().await?;
        Ok(findings.iter().map(ToString::to_string).collect())
    }

    /// Stops the load and gives its log, and what is wrong.
    ///
    /// # Errors
    /// What reading the documents says.
    pub async fn end(self) -> Result<(Log, Vec<Finding>)> {
        self.shared.stop.store(true, Ordering::SeqCst);
        for task in self.tasks {
            if let Err(panic) = task.await {
                std::panic::resume_unwind(panic.into_panic());
            }
        }
        let mut stored: Stored = BTreeMap::new();
        for document in self.database.collection_named::<Document>(DOCUMENTS).find(doc! {}).try_collect().await? {
            let name = document.get_str("name").unwrap_or_default().to_owned();
            stored.entry(name).or_default().push(number(&document));
        }
        let log = self.shared.with_log(std::mem::take);
        let findings = checker::check(&log, &stored, SCANNED_DOCUMENTS);
        Ok((log, findings))
    }
}

/// Every worker of a load, by its kind and number.
fn workers() -> impl Iterator<Item = (Kind, usize)> {
    Kind::ALL.into_iter().flat_map(|kind| (0..kind.workers()).map(move |worker| (kind, worker)))
}

/// Stores what a load works on.
async fn prepare(engine: &Engine) -> Result<Database> {
    let database = engine.database(unique_database_name());
    let index = doc! { "key": { "name": 1 }, "name": "name" };
    run(engine, database.name(), doc! { "createIndexes": DOCUMENTS, "indexes": [index] }).await?;
    let stock =
        workers().flat_map(|(kind, worker)| (0..kind.stock()).map(move |_| document(&call::own(kind, worker), 0)));
    database.collection_named::<Document>(DOCUMENTS).insert_many(stock).await?;
    let scanned = (0..SCANNED_DOCUMENTS).map(|n| doc! { "_id": n });
    database.collection_named::<Document>(SCANNED).insert_many(scanned).await?;
    Ok(database)
}

/// A document as a load stores them. It has no `_id`: whoever sends it has to make sure that it is stored once.
fn document(name: &str, number: i64) -> Document {
    doc! { "name": name, "n": number }
}

fn number(document: &Document) -> i64 {
    document.get_i64("n").unwrap_or(-1)
}

impl fmt::Debug for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Load").field("acknowledged", &self.acknowledged()).finish_non_exhaustive()
    }
}
