//! `plan`: what would have to change for the server to be as the definitions say, found by reading alone.

mod change;
mod display;
mod step;

use std::{fmt, time::Duration};

use serde::Serialize;

pub(super) use self::step::{DropIndex, Rebuild, Step};
pub use self::{
    change::{Change, ChangeKind, PlannedChange},
    display::ColoredPlan,
};
use super::{Database, setup::Survey};
use crate::{engine::BoxFuture, error::Result};

impl Database {
    /// Compares the server with the registered definitions, and says what would have to change. It only reads.
    ///
    /// ```no_run
    /// # async fn example(game: mongomancy::Database) -> mongomancy::Result<()> {
    /// let plan = game.plan().await?;
    /// if !plan.is_empty() && !plan.is_destructive() {
    ///     println!("{}", plan.for_terminal());
    ///     game.apply(plan).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Compared are the collections with their options and validators, the indexes, and the default documents, for each
    /// collection by all of its definitions. A server's own way to write things makes no difference: versions, expanded
    /// collations, types of numbers, weights of a text index. An index with the declared keys and options counts as found
    /// under whatever name. What no definition declares is [`unmanaged`](Plan::unmanaged), and left alone unless
    /// [`drop_undeclared`](Planning::drop_undeclared) asks for it.
    ///
    /// For what is not safe, the documents concerned are counted: that may take a look at each document.
    ///
    /// # Errors
    /// - Before anything is sent: [`InvalidDefinition`](crate::ErrorKind::InvalidDefinition) and
    ///   [`InvalidArgument`](crate::ErrorKind::InvalidArgument), as for [`create_all`](Self::create_all).
    /// - [`Unauthorized`](crate::ErrorKind::Unauthorized), naming the action and the resource that are missing.
    /// - What the server answers otherwise.
    ///
    /// # Retries
    /// As reads: until the deadline.
    ///
    /// # Cancellation
    /// Safe: nothing is changed.
    pub fn plan(&self) -> Planning {
        Planning { database: self.clone(), drop_undeclared: false, survey: Survey::default() }
    }
}

/// A [`plan`](Database::plan) in the making.
#[must_use = "it reads nothing unless it is awaited"]
pub struct Planning {
    database: Database,
    drop_undeclared: bool,
    survey: Survey,
}

impl Planning {
    /// Also plans to drop what no definition declares in the registered collections: indexes, validators, images and
    /// times to live. Collections that are not registered are never dropped. Default: off.
    pub fn drop_undeclared(mut self) -> Self {
        self.drop_undeclared = true;
        self
    }

    /// How many collections are read at a time. Default: [`DEFAULT_CONCURRENCY`](crate::DEFAULT_CONCURRENCY).
    pub fn concurrency(mut self, collections: usize) -> Self {
        self.survey.concurrency = collections;
        self
    }

    /// How long the whole may take. Default: the handle's; where it has none, each read has the engine's own deadline.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.survey.deadline = Some(deadline);
        self
    }

    async fn run(self) -> Result<Plan> {
        self.survey.plan(&self.database, self.drop_undeclared).await
    }
}

impl IntoFuture for Planning {
    type Output = Result<Plan>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for Planning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Planning").field("database", &self.database).finish_non_exhaustive()
    }
}

/// What would have to change for the server to be as the definitions say.
///
/// Its `Display` is a diff, one line for each change, marked `+` create or insert, `~` modify in place, `*` rebuild,
/// `-` drop, `!` blocked and `?` for what is there and not declared. It shows no values of documents:
///
/// ```text
/// game: 1 to create, 2 to modify, 1 blocked
/// player
///   + index              ix__player__guild_score { guild: 1, score: -1 }
///   ~ index              ix__player__seen on the server its expireAfterSeconds is 7776000, declared is 2592000
///                        12 documents concerned, only under `allow(Change::TimeToLive)`
///   ! index              ux__player__email { email: 1 } unique; 2 values are shared by documents
///                        5 documents concerned, only under `allow(Change::Unique)`
///   ? index              name_1 { name: 1 }
/// ```
///
/// With serde it is written, for a log or a pull request; it is applied only where it was made.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Plan {
    database: String,
    changes: Vec<PlannedChange>,
    unmanaged: Vec<PlannedChange>,
    notes: Vec<String>,
    #[serde(skip)]
    drop_undeclared: bool,
}

impl Plan {
    pub(super) fn new(
        database: &str,
        changes: Vec<PlannedChange>,
        unmanaged: Vec<PlannedChange>,
        notes: Vec<String>,
        drop_undeclared: bool,
    ) -> Self {
        Self { database: database.to_owned(), changes, unmanaged, notes, drop_undeclared }
    }

    /// The database's name.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// The changes, collection by collection in the order of their registration.
    pub fn changes(&self) -> &[PlannedChange] {
        &self.changes
    }

    /// The changes that cannot be done as things are.
    pub fn blocked(&self) -> impl Iterator<Item = &PlannedChange> {
        self.changes.iter().filter(|change| change.kind == ChangeKind::Blocked)
    }

    /// The changes that can delete documents, refuse writes that passed before, or take away what is there.
    pub fn destructive(&self) -> impl Iterator<Item = &PlannedChange> {
        self.changes.iter().filter(|change| change.is_destructive())
    }

    /// What the registered collections have and no definition declares: the changes that would drop it.
    pub fn unmanaged(&self) -> &[PlannedChange] {
        &self.unmanaged
    }

    /// What is worth knowing besides, in words.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Whether the server is as the definitions say. What is not declared counts for nothing.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Whether a change can delete documents, refuse writes that passed before, or takes away what is there.
    pub fn is_destructive(&self) -> bool {
        self.destructive().next().is_some()
    }

    pub(super) fn drops_undeclared(&self) -> bool {
        self.drop_undeclared
    }

    /// Whether both come to the same changes, whatever was counted.
    pub(super) fn is_same(&self, changes: &[PlannedChange]) -> bool {
        self.changes.len() == changes.len() && self.changes.iter().zip(changes).all(|(one, other)| one.is_same(other))
    }
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan")
            .field("database", &self.database)
            .field("changes", &self.changes)
            .field("unmanaged", &self.unmanaged)
            .field("notes", &self.notes)
            .finish_non_exhaustive()
    }
}
