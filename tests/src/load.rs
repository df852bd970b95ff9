//! A load of every kind of call, whose answers are held against what is stored in the end.

use std::{
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
    },
};

use mongomancy::{
    Collection, Database, Engine, Error, MongoCollection, Result, doc,
    options::{ReturnDocument, WriteConcern},
};
use mongomancy_testkit::{unique_database_name, wait_until};
use serde::{Deserialize, Serialize};
use tokio::task::JoinHandle;

use crate::LIMIT;

/// One document of the load: `_id` says which kind made it, `n` counts.
#[derive(Debug, Clone, Serialize, Deserialize, MongoCollection)]
#[collection(name = "load")]
pub struct Counted {
    /// `<kind>-<number>`.
    #[serde(rename = "_id")]
    pub id: String,
    /// The kind that works on it.
    pub kind: String,
    /// What the kind counts.
    pub n: i64,
}

/// The kinds of calls that a load makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `find_one`.
    Find,
    /// `count_documents`.
    Count,
    /// `insert_one` of a new document.
    Insert,
    /// `insert_many` of three new documents.
    InsertMany,
    /// `update_one` with `$inc`.
    Increment,
    /// `find_one_and_update` with `$inc`.
    FindAndIncrement,
    /// `replace_one`.
    Replace,
    /// `delete_one` of a document that is there.
    DeleteOne,
    /// `update_many` with `$set`.
    SetMany,
    /// `delete_many`.
    DeleteMany,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Find,
        Self::Count,
        Self::Insert,
        Self::InsertMany,
        Self::Increment,
        Self::FindAndIncrement,
        Self::Replace,
        Self::DeleteOne,
        Self::SetMany,
        Self::DeleteMany,
    ];

    fn name(self) -> String {
        format!("{self:?}")
    }
}

/// A load that runs until it is stopped: one task for each kind.
pub struct Load {
    shared: Arc<Shared>,
    tasks: Vec<JoinHandle<()>>,
}

struct Shared {
    documents: Collection<Counted>,
    acknowledged: [AtomicU64; Kind::ALL.len()],
    errors: Mutex<Vec<(Kind, Error)>>,
    wrong: Mutex<Vec<String>>,
    stop: AtomicBool,
    /// The last value that `SetMany` wrote.
    last_set: AtomicI64,
}

impl Load {
    /// Starts the load in a database of its own.
    ///
    /// # Errors
    /// What preparing the documents says.
    pub async fn start(engine: &Engine) -> Result<Self> {
        let database: Database = engine.database(unique_database_name());
        let documents = database.collection::<Counted>();
        for kind in Kind::ALL {
            let count = if kind == Kind::SetMany { 5 } else { 1 };
            for number in 0..count {
                documents.insert_one(counted(kind, number)).await?;
            }
        }
        let shared = Arc::new(Shared {
            documents,
            acknowledged: Default::default(),
            errors: Mutex::default(),
            wrong: Mutex::default(),
            stop: AtomicBool::new(false),
            last_set: AtomicI64::new(0),
        });
        let tasks = Kind::ALL.map(|kind| tokio::spawn(Arc::clone(&shared).work(kind)));
        Ok(Self { shared, tasks: tasks.into() })
    }

    /// Waits until each kind has had `more` further acknowledged calls.
    ///
    /// # Panics
    /// When that takes too long, telling how far each kind came.
    pub async fn run_on(&self, more: u64) {
        let goals = self.counts().map(|count| count + more);
        let reached = async || self.counts().iter().zip(goals).all(|(count, goal)| *count >= goal).then_some(());
        let waited = wait_until(LIMIT, "the load", reached).await;
        assert!(waited.is_ok(), "acknowledged {:?}, errors {:?}", self.counts(), self.errors());
    }

    /// The errors that reached a caller so far.
    pub fn errors(&self) -> Vec<(Kind, Error)> {
        self.shared.errors.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn counts(&self) -> [u64; Kind::ALL.len()] {
        std::array::from_fn(|kind| self.shared.acknowledged[kind].load(Ordering::SeqCst))
    }

    /// Stops the load and holds what was answered against what is stored: the differences, none being all right.
    ///
    /// # Errors
    /// What reading the documents says.
    pub async fn stop(self) -> Result<Vec<String>> {
        self.shared.stop.store(true, Ordering::SeqCst);
        for task in self.tasks {
            if let Err(panic) = task.await {
                std::panic::resume_unwind(panic.into_panic());
            }
        }
        let errors = self.shared.errors.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut wrong = self.shared.wrong.lock().unwrap_or_else(PoisonError::into_inner).clone();
        wrong.extend(errors.iter().map(|(kind, error)| format!("{kind:?} failed: {error:?}")));
        let acknowledged = |kind: Kind| self.shared.acknowledged[kind as usize].load(Ordering::SeqCst);
        let stored = self.shared.documents.find(doc! {}).try_collect().await?;
        for kind in Kind::ALL {
            let of_kind: Vec<&Counted> = stored.iter().filter(|one| one.kind == kind.name()).collect();
            let calls = acknowledged(kind);
            let as_count = |n: i64| u64::try_from(n).unwrap_or(u64::MAX);
            let (is, should) = match kind {
                // The first two store nothing, and each call of the others deletes what it stored before.
                Kind::Find | Kind::Count | Kind::DeleteOne | Kind::DeleteMany => (of_kind.len() as u64, 1),
                Kind::Insert => (of_kind.len() as u64, 1 + calls),
                Kind::InsertMany => (of_kind.len() as u64, 1 + 3 * calls),
                Kind::Increment | Kind::FindAndIncrement | Kind::Replace => (as_count(of_kind[0].n), calls),
                Kind::SetMany => {
                    let last = self.shared.last_set.load(Ordering::SeqCst);
                    (of_kind.iter().filter(|one| one.n == last).count() as u64, 5)
                }
            };
            if is != should {
                wrong.push(format!("{kind:?}: {is} stored, {should} expected after {calls} acknowledged calls"));
            }
        }
        Ok(wrong)
    }
}

impl Shared {
    async fn work(self: Arc<Self>, kind: Kind) {
        let mut number = 1;
        while !self.stop.load(Ordering::SeqCst) {
            match self.call(kind, number).await {
                Ok(true) => {
                    self.acknowledged[kind as usize].fetch_add(1, Ordering::SeqCst);
                }
                Ok(false) => self.wrong(format!("{kind:?}: call {number} was answered wrongly")),
                Err(error) => self.errors.lock().unwrap_or_else(PoisonError::into_inner).push((kind, error)),
            }
            number += 1;
        }
    }

    /// One call; whether its answer is the one that a server without faults gives.
    async fn call(&self, kind: Kind, number: i64) -> Result<bool> {
        let documents = &self.documents;
        let own = doc! { "_id": counted(kind, 0).id };
        Ok(match kind {
            Kind::Find => documents.find_one(own).await?.is_some_and(|found| found.n == 0),
            Kind::Count => documents.count_documents(own).await? == 1,
            Kind::Insert => *documents.insert_one(counted(kind, number)).await?.id() == counted(kind, number).id,
            Kind::InsertMany => {
                let three = (0..3).map(|part| counted(kind, 3 * number + part));
                documents.insert_many(three).await?.ids().len() == 3
            }
            Kind::Increment => documents.update_one(own, doc! { "$inc": { "n": 1_i64 } }).await?.modified_count == 1,
            Kind::FindAndIncrement => {
                let found = documents
                    .find_one_and_update(own, doc! { "$inc": { "n": 1_i64 } })
                    .return_document(ReturnDocument::After)
                    .await?;
                found.is_some_and(|found| found.n == number)
            }
            Kind::Replace => {
                let next = Counted { n: number, ..counted(kind, 0) };
                documents.replace_one(own, next).await?.modified_count == 1
            }
            Kind::DeleteOne => {
                let id = documents.insert_one(counted(kind, number)).await?.into_id();
                documents.delete_one(doc! { "_id": id }).await?.deleted_count == 1
            }
            Kind::SetMany => {
                self.last_set.store(number, Ordering::SeqCst);
                let of_kind = doc! { "kind": kind.name() };
                documents.update_many(of_kind, doc! { "$set": { "n": number } }).await?.matched_count == 5
            }
            Kind::DeleteMany => {
                let id = documents.insert_one(counted(kind, number)).await?.into_id();
                let deleted = documents.delete_many(doc! { "_id": id }).write_concern(WriteConcern::majority()).await?;
                deleted.deleted_count == 1 || deleted.replayed()
            }
        })
    }

    fn wrong(&self, what: String) {
        self.wrong.lock().unwrap_or_else(PoisonError::into_inner).push(what);
    }
}

fn counted(kind: Kind, number: i64) -> Counted {
    Counted { id: format!("{kind:?}-{number}"), kind: kind.name(), n: 0 }
}

impl fmt::Debug for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Load").field("acknowledged", &self.counts()).finish_non_exhaustive()
    }
}
