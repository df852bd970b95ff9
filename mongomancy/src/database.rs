//! The handle of one database: its registered definitions and its collections.

mod apply;
mod caller;
mod carry_out;
mod check;
mod collation;
mod compare;
mod create_all;
mod creation_lock;
mod declared;
mod default_documents;
mod diagram;
mod events;
mod finished;
mod found;
mod index_shape;
mod joined_options;
mod lease;
mod measure;
mod permission;
mod plan;
mod registry;
mod report;
mod rights;
mod setup;
mod unfinished;

#[cfg(test)]
mod tests;

use std::{fmt, sync::Arc, time::Duration};

use bson::Document;

use self::registry::Registry;
pub use self::{
    apply::Apply,
    create_all::{CreateAll, DEFAULT_LOCK_TIMEOUT},
    events::{ApplyEvent, ApplyEvents},
    plan::{Change, ChangeKind, ColoredPlan, Plan, PlannedChange, Planning},
    report::{ChangeSubject, CreateAllReport, ReportEntry, ReportOutcome},
    setup::DEFAULT_CONCURRENCY,
};
use crate::{
    collection::{Collection, page::PageSecret, written::Written},
    cursor::Cursor,
    definition::CollectionDefinition,
    engine::{Engine, Executor},
    error::Result,
    into_executor::IntoExecutor,
    model::MongoCollection,
    namespace::{self, Namespace},
    operation::Operation,
    reply::Reply,
};

/// A database, and the definitions of the collections that it should have.
///
/// Clones share one registry of definitions. Two calls of [`Engine::database`](crate::Engine::database) give two
/// handles with an empty registry each: keep one in your application's state.
#[derive(Clone)]
pub struct Database {
    executor: Arc<dyn Executor>,
    name: Arc<str>,
    registry: Arc<Registry>,
    deadline: Option<Duration>,
    page_secret: Option<PageSecret>,
}

impl Database {
    /// The database `name`, its calls run by `executor`.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use mongomancy::{BoxFuture, Database, Error, ErrorKind, Executor, Operation, Reply, Result};
    /// struct Down;
    ///
    /// impl Executor for Down {
    ///     fn execute(&self, _: Operation) -> BoxFuture<'_, Result<Reply>> {
    ///         Box::pin(async { Err(Error::for_test(ErrorKind::Unavailable, None, [])) })
    ///     }
    /// }
    ///
    /// let down = Arc::new(Down);
    /// let game = Database::new(down.clone(), "game");
    /// ```
    pub fn new(executor: impl IntoExecutor, name: impl Into<Arc<str>>) -> Self {
        Self {
            executor: executor.into_executor(),
            name: name.into(),
            registry: Arc::default(),
            deadline: None,
            page_secret: None,
        }
    }

    /// The database's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same database, registry included, with a deadline for each of its calls. Default: the engine's.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// The same database, registry included, with a secret that signs the tokens of its collections'
    /// [pages](crate::action::Find::page): see [`page_secret`](crate::action::FindPage::page_secret). Default: none.
    pub fn with_page_secret(mut self, secret: impl AsRef<[u8]>) -> Self {
        self.page_secret = Some(PageSecret::new(secret));
        self
    }

    /// Registers the definition of `T`'s collection, for [`create_all`](Self::create_all).
    ///
    /// A type without a collection of its own does not compile:
    ///
    /// ```compile_fail,E0080
    /// # fn example(game: mongomancy::Database) {
    /// game.register::<mongomancy::Document>();
    /// # }
    /// # let _ = example as fn(_);
    /// ```
    pub fn register<T: MongoCollection>(&self) -> &Self {
        const {
            assert!(
                !T::NAME.is_empty(),
                "this type has no collection of its own: give its definition to `add_collection`, as in \
                 `add_collection(CollectionDefinition::new(\"name\"))`",
            );
        }
        self.add_collection(T::definition())
    }

    /// Registers a definition made by hand.
    ///
    /// Several definitions of one collection are joined; when they contradict each other,
    /// [`create_all`](Self::create_all) says so.
    pub fn add_collection(&self, definition: CollectionDefinition) -> &Self {
        self.registry.add(definition);
        self
    }

    /// Registers several definitions.
    pub fn extend(&self, definitions: impl IntoIterator<Item = CollectionDefinition>) -> &Self {
        definitions.into_iter().for_each(|definition| self.registry.add(definition));
        self
    }

    /// The registered definitions, in the order of their registration.
    pub fn definitions(&self) -> Vec<CollectionDefinition> {
        self.registry.definitions()
    }

    /// Whether a collection of this name is registered.
    pub fn contains(&self, name: &str) -> bool {
        self.registry.contains(name)
    }

    /// `T`'s own collection. It needs no registration and cannot fail. Its calls have the read and write concern and the
    /// read preference that `T` declares.
    pub fn collection<T: MongoCollection>(&self) -> Collection<T> {
        const {
            assert!(
                !T::NAME.is_empty(),
                "this type has no collection of its own: name one, as in `collection_named::<Document>(\"name\")`",
            );
        }
        self.collection_named(T::NAME)
    }

    /// The collection `name` with documents of the type `T`, registered or not. Its calls have the concerns that `T`
    /// declares, as those of `T`'s own.
    pub fn collection_named<T: MongoCollection>(&self, name: impl Into<Arc<str>>) -> Collection<T> {
        let namespace = Namespace::new(Arc::clone(&self.name), name);
        Collection::of_database(Arc::clone(&self.executor), namespace, self.deadline, self.page_secret.clone())
    }

    /// The registered collection `name`, untyped.
    ///
    /// # Errors
    /// [`NotRegistered`](crate::ErrorKind::NotRegistered), listing the names that are registered.
    pub fn get_collection(&self, name: &str) -> Result<Collection<Document>> {
        self.registry.find(name)?;
        Ok(self.collection_named(name))
    }

    /// Asks a server for a sign of life.
    ///
    /// # Errors
    /// [`Unavailable`](crate::ErrorKind::Unavailable) or [`DeadlineExceeded`](crate::ErrorKind::DeadlineExceeded)
    /// where no server answers.
    ///
    /// # Retries
    /// As a read: until the deadline.
    pub async fn ping(&self) -> Result<()> {
        self.run(&bson::doc! { "ping": 1 }).await.map(drop)
    }

    /// The names of the collections and views that the server has, sorted; registered or not.
    ///
    /// ```no_run
    /// # async fn example(game: mongomancy::Database) -> mongomancy::Result<()> {
    /// for name in game.list_collection_names().await? {
    ///     println!("{name}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the server answers. A database that does not exist has no collections, and is no error.
    ///
    /// # Retries
    /// As a read: repeated until the deadline.
    ///
    /// # Cancellation
    /// Safe: nothing is changed.
    pub async fn list_collection_names(&self) -> Result<Vec<String>> {
        let command = bson::doc! { "listCollections": 1, "nameOnly": true, "authorizedCollections": true };
        let batches = self.run(&command).await?.into_batches()?;
        let listed: Vec<Document> = Cursor::new(batches, &*self.name).try_collect().await?;
        let mut names: Vec<String> =
            listed.iter().filter_map(|one| one.get_str("name").ok()).map(str::to_owned).collect();
        names.sort();
        Ok(names)
    }

    /// Drops the database: all of its collections, also those that are not registered. One that does not exist is no
    /// error.
    ///
    /// ```no_run
    /// # async fn example(game: mongomancy::Database) -> mongomancy::Result<()> {
    /// game.drop().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the server answers.
    ///
    /// # Retries
    /// Repeated until the deadline: a second time finds nothing to drop. What another client created in between goes
    /// with it.
    ///
    /// # Cancellation
    /// Dropping the future takes nothing back: what was sent may still be done.
    pub async fn drop(&self) -> Result<()> {
        let reply = self.run(&bson::doc! { "dropDatabase": 1 }).await?;
        Written::read(reply, Duration::ZERO)?.check().map(drop)
    }

    /// Runs a command on this database.
    pub(crate) async fn run(&self, command: &Document) -> Result<Reply> {
        namespace::check_database(&self.name)?;
        let operation = Operation::new(Arc::clone(&self.name), command)?.with_deadline(self.deadline);
        self.executor.execute(operation).await
    }
}

impl Engine {
    /// The database `name`, with an empty registry of definitions: keep one in your application's state.
    pub fn database(&self, name: impl Into<Arc<str>>) -> Database {
        Database::new(self, name)
    }

    /// The database that the connection string names: `mongodb://host/game`.
    pub fn default_database(&self) -> Option<Database> {
        self.default_database_name().map(|name| self.database(name))
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("name", &self.name).finish_non_exhaustive()
    }
}
