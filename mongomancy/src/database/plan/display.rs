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
            let remarks: Vec<String> = documents.into_iter().chain(change.only_under()).collect();
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
        ChangeSubject::CollectionOption(_) => "option",
        ChangeSubject::DefaultDocument(_) => "default documents",
    }
}

fn text(change: &PlannedChange) -> String {
    match &change.subject {
        ChangeSubject::Index(name) | ChangeSubject::CollectionOption(name) => format!("{name} {}", change.detail),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::plan::{Change, Step};

    fn change(kind: ChangeKind, subject: ChangeSubject, detail: &str) -> PlannedChange {
        PlannedChange {
            collection: "player".into(),
            kind,
            subject,
            detail: detail.into(),
            needs: Vec::new(),
            documents: None,
            examples: vec![bson::doc! { "email": "MARK" }],
            step: Step::Nothing,
        }
    }

    fn plan() -> Plan {
        let index = |name: &str| ChangeSubject::Index(name.into());
        let default = || ChangeSubject::DefaultDocument(vec!["player_id".into()]);
        let mut shorter = change(ChangeKind::Modify, index("seen"), "its expireAfterSeconds is 60, declared is 30");
        (shorter.needs, shorter.documents) = (vec![Change::TimeToLive], Some(12));
        let mut blocked = change(ChangeKind::Blocked, index("email"), "2 values are shared by documents");
        blocked.documents = Some(1);
        let changes = vec![
            change(ChangeKind::Create, ChangeSubject::Collection, ""),
            shorter,
            change(ChangeKind::Modify, ChangeSubject::CollectionOption("validator".into()), "it has no validator"),
            change(ChangeKind::Rebuild, index("score"), "it is unique"),
            change(ChangeKind::Drop, index("old"), "{ old: 1 }"),
            blocked,
            change(ChangeKind::Insert, default(), ""),
            change(ChangeKind::Insert, default(), ""),
        ];
        let unmanaged = vec![change(ChangeKind::Drop, index("name_1"), "{ name: 1 }")];
        Plan::new("game", changes, unmanaged, vec!["worth knowing".into()], false)
    }

    #[test]
    fn the_diff_reads_well() {
        let expected = "\
game: 1 to create, 2 to modify, 1 to rebuild, 1 to drop, 2 to insert, 1 blocked
player
  + collection
  ~ index              seen its expireAfterSeconds is 60, declared is 30
                       12 documents concerned, only under `allow(Change::TimeToLive)`
  ~ option             validator it has no validator
  * index              score it is unique
  - index              old { old: 1 }
  ! index              email 2 values are shared by documents
                       1 document concerned
  + default documents  2 by player_id
  ? index              name_1 { name: 1 }
note: worth knowing";
        assert_eq!(plan().to_string(), expected);
        let empty = Plan::new("game", Vec::new(), Vec::new(), Vec::new(), false);
        assert_eq!(empty.to_string(), "game: as declared");
    }

    #[test]
    fn colors_are_all_that_is_added() {
        let mut colored = plan().colored().to_string();
        assert!(colored.contains("\x1b[32m+ collection\x1b[0m"), "{colored}");
        assert!(colored.contains("\x1b[31m- index"), "{colored}");
        for code in [GREEN, YELLOW, RED, FAINT, BOLD, PLAIN] {
            colored = colored.replace(code, "");
        }
        assert_eq!(colored, plan().to_string());
    }

    #[test]
    fn no_form_of_it_has_values() {
        let plan = plan();
        let json = serde_json::to_value(&plan).unwrap();
        assert_eq!(json["changes"][1]["needs"], serde_json::json!(["timeToLive"]));
        assert_eq!(json["changes"][1]["subject"], serde_json::json!({ "index": "seen" }));
        let all = format!("{plan} {plan:?} {plan:#?} {json} {}", plan.changes()[0]);
        assert!(!all.contains("MARK"), "{all}");
    }
}
