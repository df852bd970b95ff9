//! `create_all`: the registered definitions, made true.

use std::{fmt, time::Duration};

use super::{
    Database,
    events::{ApplyEvents, Telling},
    permission::Permission,
    plan::Change,
    report::CreateAllReport,
    setup::{Goal, Setup, Survey},
};
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::{engine::BoxFuture, error::Result};

/// How long the creation lock is waited for: twice as long as one who died can hold it.
pub const DEFAULT_LOCK_TIMEOUT: Duration = Duration::from_secs(120);

impl Database {
    /// Creates what the registered definitions declare and the server lacks, collections, indexes, then default
    /// documents, and changes in place what can be changed safely.
    ///
    /// - Safe is what can neither delete documents nor refuse a write that passed before: a longer time to live, an index
    ///   shown again, a validator that lets more pass, images switched on. Called again, it finds all done and only
    ///   reads.
    /// - An index with the same keys and options counts as found under whatever name. What no definition declares is
    ///   reported as unmanaged, and left alone.
    /// - Every other difference is a conflict, also a time to live that is new on a collection with documents. Then
    ///   nothing is changed and the error lists them all, unless [`allow`](CreateAll::allow) permits that kind of change,
    ///   or [`report_conflicts`](CreateAll::report_conflicts) asks for the rest to be done. Only a unique index that is
    ///   missing is created without a word. [`plan`](Self::plan) shows all of it beforehand.
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
            survey: Survey::default(),
            report_conflicts: false,
            lock_timeout: DEFAULT_LOCK_TIMEOUT,
            permission: Permission::to_create(),
            telling: Telling::default(),
        }
    }
}

/// A [`create_all`](Database::create_all) in the making.
#[must_use = "it creates nothing unless it is awaited"]
pub struct CreateAll {
    database: Database,
    survey: Survey,
    report_conflicts: bool,
    lock_timeout: Duration,
    permission: Permission,
    telling: Telling,
}

impl CreateAll {
    /// Whether collections that exist are left wholly alone, without a look at their indexes and default documents.
    /// Default: false.
    pub fn skip_existing(mut self, skip: bool) -> Self {
        self.survey.skip_existing = skip;
        self
    }

    /// Lists conflicts in the report and creates the rest, instead of failing.
    pub fn report_conflicts(mut self) -> Self {
        self.report_conflicts = true;
        self
    }

    /// How many collections are read or created at a time. Default: [`DEFAULT_CONCURRENCY`](crate::DEFAULT_CONCURRENCY).
    pub fn concurrency(mut self, collections: usize) -> Self {
        self.survey.concurrency = collections;
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
        self.survey.deadline = Some(deadline);
        self
    }

    /// Also does what is not safe, of this kind.
    ///
    /// ```no_run
    /// use mongomancy::Change;
    ///
    /// # async fn example(game: mongomancy::Database) -> mongomancy::Result<()> {
    /// game.create_all().allow(Change::TimeToLive).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn allow(mut self, change: Change) -> Self {
        self.permission.allow(change);
        self
    }

    /// What happens, as it happens: see [`Apply::events`](super::apply::Apply::events).
    pub fn events(&mut self) -> ApplyEvents {
        self.telling.listened()
    }

    async fn run(self) -> Result<CreateAllReport> {
        let goal = Goal::CreateAll { report_conflicts: self.report_conflicts };
        let setup = Setup::new(self.survey, &self.database, goal, self.permission, self.telling)?;
        setup.run(self.lock_timeout).await
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
