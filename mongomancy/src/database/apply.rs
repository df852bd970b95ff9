//! `apply`: a plan, carried out.

use std::{fmt, sync::Arc, time::Duration};

use super::{
    Database,
    create_all::DEFAULT_LOCK_TIMEOUT,
    events::{ApplyEvents, Telling},
    permission::Permission,
    plan::{Change, ChangeKind, Plan},
    report::CreateAllReport,
    setup::{Goal, Setup, Survey},
};
use crate::{
    engine::BoxFuture,
    error::{Error, Result},
};

impl Database {
    /// Carries out what `plan` says, and nothing else.
    ///
    /// - A change that [needs](crate::PlannedChange::needs) something is done only if that is
    ///   [allowed](Apply::allow); otherwise nothing at all is changed.
    /// - A plan that is stale, because the server or the definitions changed since, is refused: make a new one. Where
    ///   another process has done all of it, nothing is left to do.
    /// - It works under the lock of [`create_all`](Self::create_all), on several collections at a time. What was done
    ///   before an error, or before the process died, stays; a new plan goes on from there, also in the middle of a change
    ///   of several steps.
    /// - A unique index that cannot be had, since documents share a key, leaves all as it was: what was prepared is taken
    ///   back, and an index that was dropped for it is made again.
    ///
    /// ```no_run
    /// use futures_util::StreamExt;
    /// use mongomancy::Change;
    ///
    /// # async fn example(game: mongomancy::Database) -> mongomancy::Result<()> {
    /// let plan = game.plan().await?;
    /// println!("{}", plan.for_terminal());
    /// let mut apply = game.apply(plan).allow(Change::TimeToLive);
    /// let events = apply.events().for_each(async |event| println!("{event:?} {:?}", event.percent()));
    /// let (report, ()) = tokio::join!(apply, events);
    /// println!("{}", report?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// - [`Conflict`](crate::ErrorKind::Conflict) for a plan with changes that are blocked or not allowed, listing them,
    ///   for a stale one, and where documents that share a key stand in the way of a unique index.
    /// - [`Unauthorized`](crate::ErrorKind::Unauthorized), naming the action and the resource that are missing.
    /// - [`LockTimeout`](crate::ErrorKind::LockTimeout) and what the server answers, as for
    ///   [`create_all`](Self::create_all).
    ///
    /// # Retries
    /// Each step is repeated until its deadline, none is done twice.
    ///
    /// # Cancellation
    /// As for [`create_all`](Self::create_all): dropping the future only stops listening.
    pub fn apply(&self, plan: Plan) -> Apply {
        Apply {
            database: self.clone(),
            plan,
            skip_blocked: false,
            survey: Survey::default(),
            lock_timeout: DEFAULT_LOCK_TIMEOUT,
            permission: Permission::default(),
            telling: Telling::default(),
        }
    }
}

/// An [`apply`](Database::apply) in the making.
#[must_use = "it changes nothing unless it is awaited"]
pub struct Apply {
    database: Database,
    plan: Plan,
    skip_blocked: bool,
    survey: Survey,
    lock_timeout: Duration,
    permission: Permission,
    telling: Telling,
}

impl Apply {
    /// Also does what is not safe, of this kind.
    pub fn allow(mut self, change: Change) -> Self {
        self.permission.allow(change);
        self
    }

    /// Leaves out what is [blocked](Plan::blocked), instead of changing nothing. Default: off.
    pub fn skip_blocked(mut self) -> Self {
        self.skip_blocked = true;
        self
    }

    /// What happens, as it happens: changes that begin and end, and how far the server has come with building indexes.
    ///
    /// The stream ends when the work does. It need not be polled; another one takes its place.
    pub fn events(&mut self) -> ApplyEvents {
        self.telling.listened()
    }

    /// How many collections are changed at a time. Default: [`DEFAULT_CONCURRENCY`](crate::DEFAULT_CONCURRENCY).
    pub fn concurrency(mut self, collections: usize) -> Self {
        self.survey.concurrency = collections;
        self
    }

    /// How long to wait for the lock while another process works. Default:
    /// [`DEFAULT_LOCK_TIMEOUT`](crate::DEFAULT_LOCK_TIMEOUT).
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

    async fn run(self) -> Result<CreateAllReport> {
        if self.plan.database() != self.database.name() {
            let (of, to) = (self.plan.database(), self.database.name());
            return Err(Error::invalid_argument(format!("the plan is of the database `{of}`, not of `{to}`")));
        }
        let left = self.plan.changes().iter();
        let left = left.filter(|change| !(self.skip_blocked && change.kind() == ChangeKind::Blocked));
        self.permission.check(left)?;
        let goal = Goal::Apply { plan: Arc::new(self.plan), skip_blocked: self.skip_blocked };
        let setup = Setup::new(self.survey, &self.database, goal, self.permission, self.telling)?;
        setup.run(self.lock_timeout).await
    }
}

impl IntoFuture for Apply {
    type Output = Result<CreateAllReport>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for Apply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Apply").field("plan", &self.plan).finish_non_exhaustive()
    }
}
