//! Reading, comparing, and carrying out under the lock: what `plan`, `apply` and `create_all` share.

use std::{sync::Arc, time::Duration};

use futures_util::{StreamExt, TryStreamExt, stream};

use super::{
    Database,
    caller::Caller,
    carry_out::{self, NAMESPACE_EXISTS},
    compare::{self, Difference},
    creation_lock::{CreationLock, Held},
    declared::{self, Declared},
    events::Telling,
    finished::finished,
    found::{self, Found, Reading},
    measure,
    permission::Permission,
    plan::{ChangeKind, Plan, PlannedChange, Step},
    report::{CreateAllReport, ReportEntry, ReportOutcome},
    unfinished,
};
use crate::{
    error::{Error, ErrorKind, Result},
    namespace,
};

/// How many collections are read or changed at a time.
pub const DEFAULT_CONCURRENCY: usize = 8;

/// How often a collection that somebody makes at the same time is looked at anew.
const TRIES: u32 = 3;

/// How the server is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Survey {
    pub(super) concurrency: usize,
    pub(super) deadline: Option<Duration>,
    /// Whether collections that exist are left alone.
    pub(super) skip_existing: bool,
}

impl Default for Survey {
    fn default() -> Self {
        Self { concurrency: DEFAULT_CONCURRENCY, deadline: None, skip_existing: false }
    }
}

impl Survey {
    pub(super) async fn plan(self, database: &Database, drop_undeclared: bool) -> Result<Plan> {
        let looking = Looking::new(self, database)?;
        let mut differences = looking.differences(drop_undeclared).await?;
        let counting = differences.iter_mut().zip(looking.declared.iter());
        let counting: Vec<_> = counting.map(|(one, declared)| measure::count(&looking.caller, declared, one)).collect();
        stream::iter(counting).buffered(self.concurrency).try_collect::<()>().await?;
        let (mut changes, mut unmanaged, mut notes) = (Vec::new(), Vec::new(), Vec::new());
        for difference in differences {
            changes.extend(difference.changes);
            unmanaged.extend(difference.unmanaged);
            notes.extend(difference.notes);
        }
        Ok(Plan::new(database.name(), changes, unmanaged, notes, drop_undeclared))
    }
}

/// One look at the server.
#[derive(Clone)]
struct Looking {
    declared: Arc<[Declared]>,
    caller: Caller,
    reading: Reading,
}

impl Looking {
    fn new(survey: Survey, database: &Database) -> Result<Self> {
        namespace::check_database(&database.name)?;
        if survey.concurrency == 0 {
            return Err(Error::invalid_argument("a concurrency of 0 would do nothing"));
        }
        let declared = declared::join(&database.name, &database.definitions())?;
        let caller = Caller::new(database, survey.deadline.or(database.deadline));
        let reading = Reading { concurrency: survey.concurrency, names_only: survey.skip_existing };
        Ok(Self { declared: declared.into(), caller, reading })
    }

    /// Each collection's, in the order of registration; what nobody declares is a change only where it is to be dropped.
    async fn differences(&self, drop_undeclared: bool) -> Result<Vec<Difference>> {
        let mut found = found::read(&self.caller, &self.declared, self.reading).await?;
        let mut differences = self.compare(&found);
        // Only an index that nobody declares can be what a rebuild left behind.
        let is_index = |change: &PlannedChange| matches!(change.step, Step::DropIndex(_));
        if differences.iter().flat_map(|difference| &difference.unmanaged).any(is_index) {
            let replaced = unfinished::read(&self.caller).await?;
            if !replaced.is_empty() {
                for (declared, found) in self.declared.iter().zip(&mut found) {
                    let Some(found) = found else { continue };
                    let of_this = replaced.iter().filter(|one| one.collection == declared.collection);
                    found.replaced = of_this.cloned().collect();
                }
                differences = self.compare(&found);
            }
        }
        if drop_undeclared {
            for difference in &mut differences {
                let step_by_step = std::mem::take(&mut difference.unmanaged);
                let (drops, rest) = step_by_step.into_iter().partition(|change| change.step != Step::Nothing);
                difference.unmanaged = rest;
                difference.drop_first(drops);
            }
        }
        measure::spare_the_empty(&self.caller, &mut differences).await?;
        Ok(differences)
    }

    fn compare(&self, found: &[Option<Found>]) -> Vec<Difference> {
        let skip_existing = self.reading.names_only;
        let compared = self.declared.iter().zip(found);
        compared.map(|(declared, found)| compare::compare(declared, found.as_ref(), skip_existing)).collect()
    }
}

/// What is to be done with the differences.
#[derive(Clone)]
pub(super) enum Goal {
    /// What is missing is made, what is safe is changed; the rest is a conflict, which may be no more than reported.
    CreateAll { report_conflicts: bool },
    /// Just what the plan says, what is blocked left out if so asked.
    Apply { plan: Arc<Plan>, skip_blocked: bool },
}

impl Goal {
    fn is_to_create(&self) -> bool {
        matches!(self, Self::CreateAll { .. })
    }
}

/// One `create_all` or `apply`.
#[derive(Clone)]
pub(super) struct Setup {
    looking: Looking,
    goal: Goal,
    permission: Permission,
    telling: Telling,
}

impl Setup {
    pub(super) fn new(
        survey: Survey,
        database: &Database,
        goal: Goal,
        permission: Permission,
        telling: Telling,
    ) -> Result<Self> {
        Ok(Self { looking: Looking::new(survey, database)?, goal, permission, telling })
    }

    /// Reads what is there, and takes the lock only if something is to do: it is no business of those who find all done,
    /// be it at once or after another one's work.
    pub(super) async fn run(self, lock_timeout: Duration) -> Result<CreateAllReport> {
        let mut lock = CreationLock::new(self.looking.caller.clone(), lock_timeout);
        let mut met = 0;
        loop {
            let done = match self.differences().await {
                Ok(differences) if differences.iter().all(|difference| difference.changes.is_empty()) => {
                    let (entries, notes) = told(differences);
                    Ok(Some(self.report(entries, notes)))
                }
                Ok(_) => {
                    let (back, done) = self.clone().acquire_and_work(lock).await?;
                    lock = back;
                    done
                }
                Err(error) => Err(error),
            };
            let over = match done {
                Ok(None) => lock.wait().await.err().map(Err),
                // Somebody without the lock made a collection meanwhile: what it has must be compared first.
                Err(error) if error.code() == Some(NAMESPACE_EXISTS) && self.goal.is_to_create() && met < TRIES => {
                    met += 1;
                    None
                }
                Ok(Some(report)) => Some(Ok(report)),
                Err(error) => Some(Err(error)),
            };
            if let Some(over) = over {
                lock.leave().await;
                return over;
            }
        }
    }

    /// Works if the lock can be had, in a task of its own: who drops the future in between must not leave the lock
    /// behind.
    async fn acquire_and_work(self, mut lock: CreationLock) -> Result<(CreationLock, Result<Option<CreateAllReport>>)> {
        let task = tokio::spawn(async move {
            let done = match lock.try_acquire().await {
                Ok(Some(held)) => self.work_holding(held).await.map(Some),
                Ok(None) => Ok(None),
                Err(error) => Err(error),
            };
            (lock, done)
        });
        finished(task, "the runtime ended while creating").await
    }

    async fn work_holding(&self, held: Held) -> Result<CreateAllReport> {
        let held = Arc::new(held);
        let (outcome, note) = held.during(self.work(&held)).await;
        outcome.map(|report| report.with_note(note))
    }

    async fn work(&self, held: &Arc<Held>) -> Result<CreateAllReport> {
        // What was missing before the lock was had may be there now.
        let mut differences = self.differences().await?;
        let notes = differences.iter_mut().flat_map(|difference| std::mem::take(&mut difference.notes)).collect();
        let (caller, concurrency) = (&self.looking.caller, self.looking.reading.concurrency);
        let entries = carry_out::carry_out(caller, held, &self.telling, differences, concurrency).await?;
        Ok(self.report(entries, notes))
    }

    fn report(&self, entries: Vec<ReportEntry>, notes: Vec<String>) -> CreateAllReport {
        CreateAllReport::new(Arc::clone(self.looking.caller.database()), entries, notes)
    }

    /// What is to be done, nothing else being left in `changes`.
    async fn differences(&self) -> Result<Vec<Difference>> {
        match &self.goal {
            Goal::CreateAll { report_conflicts } => {
                let differences = self.looking.differences(false).await?;
                self.without_conflicts(differences, *report_conflicts)
            }
            Goal::Apply { plan, skip_blocked } => {
                let mut differences = self.looking.differences(plan.drops_undeclared()).await?;
                let now: Vec<PlannedChange> =
                    differences.iter().flat_map(|difference| difference.changes.iter().cloned()).collect();
                // Another one may have done all of it.
                if !now.is_empty() && !plan.is_same(&now) {
                    return Err(stale(plan, &now));
                }
                if *skip_blocked && !now.is_empty() {
                    let mut blocked = plan.changes().iter().map(|change| change.kind() == ChangeKind::Blocked);
                    for difference in &mut differences {
                        difference.changes.retain(|_| !blocked.next().unwrap_or(false));
                    }
                }
                // What is there may have come since, so that more is needed now.
                let left = differences.iter().flat_map(|difference| &difference.changes);
                self.permission.check(left)?;
                Ok(differences.into_iter().map(with_unmanaged).collect())
            }
        }
    }

    fn without_conflicts(&self, differences: Vec<Difference>, report_conflicts: bool) -> Result<Vec<Difference>> {
        let mut conflicts = Vec::new();
        let differences: Vec<Difference> = differences
            .into_iter()
            .map(|mut difference| {
                let changes = std::mem::take(&mut difference.changes);
                for change in changes {
                    if self.permission.permits(&change) {
                        difference.changes.push(change);
                        continue;
                    }
                    conflicts.push(change.to_string());
                    difference.entries.push(ReportEntry::of(change, ReportOutcome::Conflict));
                }
                with_unmanaged(difference)
            })
            .collect();
        if conflicts.is_empty() || report_conflicts {
            Ok(differences)
        } else {
            Err(Error::new(ErrorKind::Conflict, conflicts.join("; ")))
        }
    }
}

fn stale(plan: &Plan, now: &[PlannedChange]) -> Error {
    let is_in = |change: &&PlannedChange, others: &[PlannedChange]| others.iter().any(|other| other.is_same(change));
    let gone = plan.changes().iter().filter(|change| !is_in(change, now)).map(|change| format!("no longer: {change}"));
    let new = now.iter().filter(|change| !is_in(change, plan.changes())).map(|change| format!("new: {change}"));
    let changed: Vec<String> = gone.chain(new).collect();
    let message = format!("the plan is stale, nothing is changed: {}; make a new one", changed.join("; "));
    Error::new(ErrorKind::Conflict, message)
}

/// With an entry of the report for what no definition declares.
fn with_unmanaged(mut difference: Difference) -> Difference {
    for change in std::mem::take(&mut difference.unmanaged) {
        difference.entries.push(ReportEntry::of(change, ReportOutcome::Unmanaged));
    }
    difference
}

fn told(differences: Vec<Difference>) -> (Vec<ReportEntry>, Vec<String>) {
    let (mut entries, mut notes) = (Vec::new(), Vec::new());
    for difference in differences {
        entries.extend(difference.entries);
        notes.extend(difference.notes);
    }
    (entries, notes)
}
