//! A plan as a readable diff.

use std::{env, fmt, io::IsTerminal};

use super::{ChangeKind, Plan, PlannedChange};
use crate::database::report::ChangeSubject;

const GREEN: &str = "\x1b[32m";
const YELLOW: &str = "\x1b[33m";
const RED: &str = "\x1b[31m";
const FAINT: &str = "\x1b[2m";
const BOLD: &str = "\x1b[1m";
const PLAIN: &str = "\x1b[0m";

/// A plan with colours: see [`Plan::colored`].
#[derive(Debug, Clone, Copy)]
pub struct ColoredPlan<'a> {
    plan: &'a Plan,
    colors: bool,
}

impl Plan {
    /// The plan as its `Display` has it, with colours by ANSI escapes.
    pub fn colored(&self) -> ColoredPlan<'_> {
        ColoredPlan { plan: self, colors: true }
    }

    /// The same, with colours only if the standard output is a terminal, and the environment neither sets `NO_COLOR` nor
    /// a `TERM` of `dumb`.
    ///
    /// ```no_run
    /// # async fn example(game: mongomancy::Database) -> mongomancy::Result<()> {
    /// println!("{}", game.plan().await?.for_terminal());
    /// # Ok(())
    /// # }
    /// ```
    pub fn for_terminal(&self) -> ColoredPlan<'_> {
        let wanted = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let capable = env::var_os("TERM").is_none_or(|term| term != "dumb");
        ColoredPlan { plan: self, colors: wanted && capable && std::io::stdout().is_terminal() }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        ColoredPlan { plan: self, colors: false }.fmt(f)
    }
}

impl fmt::Display for ColoredPlan<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.paint(BOLD, self.plan.database()), summary(self.plan))?;
        let mut collections: Vec<&str> = Vec::new();
        let of_changes = self.plan.changes().iter().map(PlannedChange::collection);
        for collection in of_changes.chain(self.plan.unmanaged().iter().map(PlannedChange::collection)) {
            if !collections.contains(&collection) {
                collections.push(collection);
            }
        }
        for collection in collections {
            write!(f, "\n{}", self.paint(BOLD, collection))?;
            self.changes_of(f, collection)?;
            for one in self.plan.unmanaged().iter().filter(|one| one.collection() == collection) {
                let line = format!("? {:<17}  {}", noun(one.subject()), text(one));
                write!(f, "\n  {}", self.paint(FAINT, line.trim_end()))?;
            }
        }
        self.plan.notes().iter().try_for_each(|note| write!(f, "\nnote: {note}"))
    }
}

impl ColoredPlan<'_> {
    fn changes_of(&self, f: &mut fmt::Formatter<'_>, collection: &str) -> fmt::Result {
        let changes: Vec<&PlannedChange> =
            self.plan.changes().iter().filter(|change| change.collection == collection).collect();
        let mut told: Vec<&ChangeSubject> = Vec::new();
        for change in &changes {
            let text = if let ChangeSubject::DefaultDocument(key) = &change.subject {
                // Those of one key are one line.
                if told.contains(&&change.subject) {
                    continue;
                }
                told.push(&change.subject);
                let count = changes.iter().filter(|other| other.subject == change.subject).count();
                format!("{count} by {}", key.join(", "))
            } else {
                text(change)
            };
            let line = format!("{} {:<17}  {text}", mark(change.kind), noun(&change.subject));
            write!(f, "\n  {}", self.paint(color(change.kind), line.trim_end()))?;
            let documents = change.documents.map(|count| match (count, change.kind) {
                (1, _) => "1 document concerned".to_owned(),
                (count, _) => format!("{count} documents concerned"),
            });
            let needs = change.needs.map(|needs| format!("only under `allow(Change::{needs:?})`"));
            let remarks: Vec<String> = documents.into_iter().chain(needs).collect();
            if !remarks.is_empty() {
                let remark = format!("    {:<17}  {}", "", remarks.join(", "));
                write!(f, "\n{}", self.paint(RED, &remark))?;
            }
        }
        Ok(())
    }

    fn paint(&self, color: &str, text: &str) -> String {
        if self.colors { format!("{color}{text}{PLAIN}") } else { text.to_owned() }
    }
}

fn noun(subject: &ChangeSubject) -> &'static str {
    match subject {
        ChangeSubject::Collection => "collection",
        ChangeSubject::Index(_) => "index",
        ChangeSubject::Option(_) => "option",
        ChangeSubject::DefaultDocument(_) => "default documents",
    }
}

fn text(change: &PlannedChange) -> String {
    match &change.subject {
        ChangeSubject::Index(name) | ChangeSubject::Option(name) => format!("{name} {}", change.detail),
        _ => change.detail.clone(),
    }
}

fn mark(kind: ChangeKind) -> char {
    match kind {
        ChangeKind::Create | ChangeKind::Insert => '+',
        ChangeKind::Modify => '~',
        ChangeKind::Rebuild => '*',
        ChangeKind::Drop => '-',
        ChangeKind::Blocked => '!',
    }
}

fn color(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Create | ChangeKind::Insert => GREEN,
        ChangeKind::Modify | ChangeKind::Rebuild => YELLOW,
        ChangeKind::Drop | ChangeKind::Blocked => RED,
    }
}

fn summary(plan: &Plan) -> String {
    let count = |kind: ChangeKind| plan.changes().iter().filter(|change| change.kind == kind).count();
    let counted: Vec<String> = [
        (ChangeKind::Create, "to create"),
        (ChangeKind::Modify, "to modify"),
        (ChangeKind::Rebuild, "to rebuild"),
        (ChangeKind::Drop, "to drop"),
        (ChangeKind::Insert, "to insert"),
        (ChangeKind::Blocked, "blocked"),
    ]
    .into_iter()
    .filter(|(kind, _)| count(*kind) > 0)
    .map(|(kind, what)| format!("{} {what}", count(kind)))
    .collect();
    if counted.is_empty() { "as declared".to_owned() } else { counted.join(", ") }
}
