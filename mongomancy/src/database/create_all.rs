//! `create_all`: the registered definitions, made true.

use std::{fmt, sync::Arc, time::Duration};

use super::{
    Database, apply,
    caller::Caller,
    compare::{self, Difference},
    creation_lock::{CreationLock, Held},
    declared::{self, Declared},
    found::{self, Reading},
    report::{CreateAllReport, ReportEntry},
};
use crate::{
    engine::BoxFuture,
    error::{Error, ErrorKind, Result},
    namespace,
};

/// How many collections are read or created at a time.
pub const DEFAULT_CONCURRENCY: usize = 8;
/// How long the creation lock is waited for: twice as long as one who died can hold it.
pub const DEFAULT_LOCK_TIMEOUT: Duration = Duration::from_secs(120);

impl Database {
    /// Creates what the registered definitions declare and the server lacks: collections, indexes, then default
    /// documents.
    ///
    /// - It never drops or changes anything. Called again, it finds all done and only reads.
    /// - An index with the same keys and options counts as found under whatever name. Indexes that no definition
    ///   declares are reported as unmanaged.
    /// - Every other difference is a conflict. Then nothing is created and the error lists them all, unless
    ///   [`report_conflicts`](CreateAll::report_conflicts) asks for the rest to be created.
    /// - A default document is found by its key and never changed, whatever a user made of it.
    /// - Any number of processes may call it at once. One at a time creates, under a lease of 60 s in the collection
    ///   `mongomancy_lock` that is renewed meanwhile; the others wait, and find all done.
    /// - Where another program sets `locked: true` in the lock's document and leaves no owner, it has the lock until it
    ///   sets `locked: false`, or for 60 s from when it was first seen.
    /// - Collections are created independently of each other: one that fails does not keep the others from being tried.
    ///   What was created before an error stays, and the next call goes on from there.
    ///
    /// ```no_run
    /// use mongomancy::{CollectionDefinition, DefaultDocument, Engine, Index, bson::doc};
    ///
    /// # async fn example(engine: Engine) -> mongomancy::Result<()> {
    /// let game = engine.database("game");
    /// game.add_collection(
    ///     CollectionDefinition::new("player")
    ///         .index(Index::ascending("player_id").unique(true))
    ///         .default_document(DefaultDocument::new(doc! { "player_id": 0, "name": "the house" }).key(["player_id"])),
    /// );
    /// println!("{}", game.create_all().await?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// - Before anything is sent: [`InvalidDefinition`](ErrorKind::InvalidDefinition), also for definitions of one
    ///   collection that contradict each other, and [`InvalidArgument`](ErrorKind::InvalidArgument).
    /// - [`Conflict`](ErrorKind::Conflict) as said above.
    /// - [`DuplicateKey`](ErrorKind::DuplicateKey) where stored documents stand in the way of a unique index, or of a
    ///   default document.
    /// - [`LockTimeout`](ErrorKind::LockTimeout) where somebody else held the lock for longer than
    ///   [`lock_timeout`](CreateAll::lock_timeout), or where the lease was lost while creating.
    /// - What the server answers otherwise. Where several collections fail, it is the first one's error, and its message
    ///   tells the others.
    ///
    /// # Retries
    /// Each step is repeated until its deadline, none is done twice. On a standalone server, which takes no transaction
    /// numbers, a default document that may have been stored is an error; the next call finds it.
    ///
    /// # Cancellation
    /// What takes the lock and creates runs in a task of its own: dropping the future only stops listening, and the task
    /// ends by releasing the lock. Where the runtime ends too, the lease runs out within 60 s.
    pub fn create_all(&self) -> CreateAll {
        CreateAll {
            database: self.clone(),
            skip_existing: false,
            report_conflicts: false,
            concurrency: DEFAULT_CONCURRENCY,
            lock_timeout: DEFAULT_LOCK_TIMEOUT,
            deadline: None,
        }
    }
}

/// A [`create_all`](Database::create_all) in the making.
#[must_use = "it creates nothing unless it is awaited"]
pub struct CreateAll {
    database: Database,
    skip_existing: bool,
    report_conflicts: bool,
    concurrency: usize,
    lock_timeout: Duration,
    deadline: Option<Duration>,
}

impl CreateAll {
    /// Whether collections that exist are left wholly alone, without a look at their indexes and default documents.
    /// Default: false.
    pub fn skip_existing(mut self, skip: bool) -> Self {
        self.skip_existing = skip;
        self
    }

    /// Lists conflicts in the report and creates the rest, instead of failing.
    pub fn report_conflicts(mut self) -> Self {
        self.report_conflicts = true;
        self
    }

    /// How many collections are read or created at a time. Default: [`DEFAULT_CONCURRENCY`].
    pub fn concurrency(mut self, collections: usize) -> Self {
        self.concurrency = collections;
        self
    }

    /// How long to wait for the creation lock while another process creates. Default: [`DEFAULT_LOCK_TIMEOUT`].
    ///
    /// A process that died holds the lock for up to 60 s.
    pub fn lock_timeout(mut self, limit: Duration) -> Self {
        self.lock_timeout = limit;
        self
    }

    /// How long the whole may take, waiting included. Default: the handle's; where it has none, each step has the
    /// engine's own deadline, and an index is given the time that it takes to build, up to a day.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    async fn run(self) -> Result<CreateAllReport> {
        namespace::check_database(&self.database.name)?;
        if self.concurrency == 0 {
            return Err(Error::invalid_argument("a concurrency of 0 would create nothing"));
        }
        let declared = declared::join(&self.database.name, &self.database.definitions())?;
        let caller = Caller::new(&self.database, self.deadline.or(self.database.deadline));
        let setup = Setup {
            declared: declared.into(),
            caller: caller.clone(),
            reading: Reading { concurrency: self.concurrency, names_only: self.skip_existing },
            report_conflicts: self.report_conflicts,
        };
        setup.find_or_create(CreationLock::new(caller, self.lock_timeout)).await
    }
}

impl IntoFuture for CreateAll {
    type Output = Result<CreateAllReport>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for CreateAll {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateAll").field("database", &self.database).finish_non_exhaustive()
    }
}

/// What one `create_all` is to do.
#[derive(Clone)]
struct Setup {
    declared: Arc<[Declared]>,
    caller: Caller,
    reading: Reading,
    report_conflicts: bool,
}

impl Setup {
    /// Reads what is there, and creates only if something is missing: the lock is no business of those who find all
    /// done, be it at once or after another one's work.
    async fn find_or_create(&self, mut lock: CreationLock) -> Result<CreateAllReport> {
        loop {
            let created = match self.differences().await {
                Ok(differences) if differences.iter().all(Difference::is_settled) => {
                    let (entries, notes) = told(differences);
                    Ok(Some(self.report(entries, notes)))
                }
                Ok(_) => {
                    let (back, created) = self.clone().acquire_and_create(lock).await?;
                    lock = back;
                    created
                }
                Err(error) => Err(error),
            };
            let over = match created {
                Ok(None) => lock.wait().await.err().map(Err),
                Ok(Some(report)) => Some(Ok(report)),
                Err(error) => Some(Err(error)),
            };
            if let Some(over) = over {
                lock.leave().await;
                return over;
            }
        }
    }

    /// Creates if the lock can be had, in a task of its own: who drops the future in between must not leave the lock
    /// behind.
    async fn acquire_and_create(
        self,
        mut lock: CreationLock,
    ) -> Result<(CreationLock, Result<Option<CreateAllReport>>)> {
        let task = tokio::spawn(async move {
            let created = match lock.try_acquire().await {
                Ok(Some(held)) => self.create_holding(held).await.map(Some),
                Ok(None) => Ok(None),
                Err(error) => Err(error),
            };
            (lock, created)
        });
        match task.await {
            Ok(done) => Ok(done),
            Err(failure) if failure.is_panic() => std::panic::resume_unwind(failure.into_panic()),
            Err(_) => Err(Error::new(ErrorKind::Unavailable, "the runtime ended while creating")),
        }
    }

    async fn differences(&self) -> Result<Vec<Difference>> {
        let found = found::read(&self.caller, &self.declared, self.reading).await?;
        let compared = self.declared.iter().zip(&found);
        let differences: Vec<Difference> = compared
            .map(|(declared, found)| compare::compare(declared, found.as_ref(), self.reading.names_only))
            .collect();
        let conflicts: Vec<String> =
            differences.iter().flat_map(Difference::conflicts).map(ToString::to_string).collect();
        if conflicts.is_empty() || self.report_conflicts {
            Ok(differences)
        } else {
            Err(Error::new(ErrorKind::Conflict, conflicts.join("; ")))
        }
    }

    async fn create_holding(&self, held: Held) -> Result<CreateAllReport> {
        let held = Arc::new(held);
        let (outcome, note) = held.during(self.create(&held)).await;
        outcome.map(|report| report.with_note(note))
    }

    async fn create(&self, held: &Arc<Held>) -> Result<CreateAllReport> {
        // What was missing before the lock was had may be there now.
        let mut differences = self.differences().await?;
        let notes = differences.iter_mut().flat_map(|difference| std::mem::take(&mut difference.notes)).collect();
        let entries = apply::apply(&self.caller, held, differences, self.reading.concurrency).await?;
        Ok(self.report(entries, notes))
    }

    fn report(&self, entries: Vec<ReportEntry>, notes: Vec<String>) -> CreateAllReport {
        CreateAllReport::new(Arc::clone(self.caller.database()), entries, notes)
    }
}

fn told(differences: Vec<Difference>) -> (Vec<ReportEntry>, Vec<String>) {
    let (mut entries, mut notes) = (Vec::new(), Vec::new());
    for difference in differences {
        entries.extend(difference.entries);
        notes.extend(difference.notes);
    }
    (entries, notes)
}
