//! What `create_all` found and created.

use std::{collections::BTreeSet, fmt, sync::Arc};

use serde::Serialize;

use super::plan::PlannedChange;

/// What [`create_all`](crate::Database::create_all) or [`apply`](crate::Database::apply) found, created and changed.
///
/// Its `Display` has one line for each thing, marked `+` created, `~` changed, `x` dropped, `=` found, `-` skipped,
/// `?` unmanaged and `!` for a conflict. It shows no values of documents:
///
/// ```text
/// game: 1 collection, 2 indexes and 3 default documents created
/// player
///   + collection
///   + index              ux__player__player_id { player_id: 1 } unique
///   + index              ix__player__guild_score { guild: 1, score: -1 }
///   + default documents  3 by player_id
/// guild
///   = collection
///   ? index              name_1 { name: 1 }
/// ```
///
/// ```no_run
/// # async fn example(game: mongomancy::Database) -> mongomancy::Result<()> {
/// let report = game.create_all().report_conflicts().await?;
/// for entry in report.unmanaged().chain(report.conflicts()) {
///     eprintln!("{entry}");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CreateAllReport {
    database: Arc<str>,
    entries: Vec<ReportEntry>,
    notes: Vec<String>,
}

/// One thing that [`create_all`](crate::Database::create_all) looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReportEntry {
    pub(super) collection: String,
    pub(super) subject: ChangeSubject,
    pub(super) outcome: ReportOutcome,
    pub(super) detail: String,
}

/// What a [`ReportEntry`] or a [`PlannedChange`](crate::PlannedChange) is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ChangeSubject {
    /// The collection or view itself.
    Collection,
    /// The index of this name: the declared one, or the server's where it is not declared.
    Index(String),
    /// The collection's option of this name, as the server's `create` command has it: `validator`.
    CollectionOption(String),
    /// A default document that is found by these fields.
    DefaultDocument(Vec<String>),
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReportOutcome {
    /// This call made it.
    Created,
    /// This call changed it in place, or made it anew.
    Changed,
    /// This call dropped it, as it was asked to.
    Dropped,
    /// It was there.
    Found,
    /// It was left alone, as `skip_existing` asks.
    Skipped,
    /// The server has it and no definition declares it.
    Unmanaged,
    /// The server has it otherwise than it is declared.
    Conflict,
}

impl CreateAllReport {
    pub(super) fn new(database: Arc<str>, entries: Vec<ReportEntry>, notes: Vec<String>) -> Self {
        Self { database, entries, notes }
    }

    pub(super) fn with_note(mut self, note: Option<String>) -> Self {
        self.notes.extend(note);
        self
    }

    /// Everything that was looked at, collection by collection in the order of their registration.
    pub fn entries(&self) -> &[ReportEntry] {
        &self.entries
    }

    /// What this call created.
    pub fn created(&self) -> impl Iterator<Item = &ReportEntry> {
        self.with(ReportOutcome::Created)
    }

    /// The collections that this call created.
    pub fn created_collections(&self) -> impl Iterator<Item = &str> {
        self.created().filter(|entry| entry.subject == ChangeSubject::Collection).map(ReportEntry::collection)
    }

    /// The names of the indexes that this call created.
    pub fn created_indexes(&self) -> impl Iterator<Item = &str> {
        self.created().filter_map(ReportEntry::index)
    }

    /// How many default documents this call created.
    pub fn created_default_documents(&self) -> usize {
        self.created().filter(|entry| matches!(entry.subject, ChangeSubject::DefaultDocument(_))).count()
    }

    /// What this call changed in place or made anew.
    pub fn changed(&self) -> impl Iterator<Item = &ReportEntry> {
        self.with(ReportOutcome::Changed)
    }

    /// What this call dropped.
    pub fn dropped(&self) -> impl Iterator<Item = &ReportEntry> {
        self.with(ReportOutcome::Dropped)
    }

    /// What is declared and was there.
    pub fn found(&self) -> impl Iterator<Item = &ReportEntry> {
        self.with(ReportOutcome::Found)
    }

    /// The collections that were left alone.
    pub fn skipped(&self) -> impl Iterator<Item = &ReportEntry> {
        self.with(ReportOutcome::Skipped)
    }

    /// The indexes that the server has and no definition declares.
    pub fn unmanaged(&self) -> impl Iterator<Item = &ReportEntry> {
        self.with(ReportOutcome::Unmanaged)
    }

    /// What the server has otherwise than it is declared.
    pub fn conflicts(&self) -> impl Iterator<Item = &ReportEntry> {
        self.with(ReportOutcome::Conflict)
    }

    /// What is worth knowing besides, in words.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Whether this call neither created, changed nor dropped anything.
    pub fn is_unchanged(&self) -> bool {
        self.created().chain(self.changed()).chain(self.dropped()).next().is_none()
    }

    fn with(&self, outcome: ReportOutcome) -> impl Iterator<Item = &ReportEntry> {
        self.entries.iter().filter(move |entry| entry.outcome == outcome)
    }

    fn summary(&self) -> String {
        let collections = self.created_collections().count();
        let indexes = self.created_indexes().count();
        let documents = self.created_default_documents();
        let counted: Vec<String> =
            [(collections, "collection", "s"), (indexes, "index", "es"), (documents, "default document", "s")]
                .into_iter()
                .filter(|(count, ..)| *count > 0)
                .map(|(count, noun, plural)| format!("{count} {noun}{}", if count == 1 { "" } else { plural }))
                .collect();
        let created = match counted.as_slice() {
            [] => None,
            [one] => Some(format!("{one} created")),
            [first @ .., last] => Some(format!("{} and {last} created", first.join(", "))),
        };
        let (changed, dropped) = (self.changed().count(), self.dropped().count());
        let changed = (changed > 0).then(|| format!("{changed} changed"));
        let dropped = (dropped > 0).then(|| format!("{dropped} dropped"));
        let all: Vec<String> = created.into_iter().chain(changed).chain(dropped).collect();
        if all.is_empty() { "nothing to create".into() } else { all.join(", ") }
    }
}

impl ReportEntry {
    /// What became of a change.
    pub(super) fn of(change: PlannedChange, outcome: ReportOutcome) -> Self {
        let PlannedChange { collection, subject, detail, .. } = change;
        Self { collection, subject, outcome, detail }
    }

    /// The collection's name.
    pub fn collection(&self) -> &str {
        &self.collection
    }

    /// What it is about.
    pub fn subject(&self) -> &ChangeSubject {
        &self.subject
    }

    /// What became of it.
    pub fn outcome(&self) -> ReportOutcome {
        self.outcome
    }

    /// More about it in words, without values of documents; may be empty.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The name of the index, if it is about one.
    pub fn index(&self) -> Option<&str> {
        match &self.subject {
            ChangeSubject::Index(name) => Some(name),
            _ => None,
        }
    }
}

impl fmt::Display for ReportOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Created => "+",
            Self::Changed => "~",
            Self::Dropped => "x",
            Self::Found => "=",
            Self::Skipped => "-",
            Self::Unmanaged => "?",
            Self::Conflict => "!",
        })
    }
}

/// In one line, as an error tells it: `player: index ux__player__a: it is not unique`.
impl fmt::Display for ReportEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.collection)?;
        match &self.subject {
            ChangeSubject::Collection => {}
            subject => write!(f, ": {subject}")?,
        }
        if self.detail.is_empty() { Ok(()) } else { write!(f, ": {}", self.detail) }
    }
}

/// `index seen`, `option validator`, `default document by player_id`.
impl fmt::Display for ChangeSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Collection => f.write_str("collection"),
            Self::Index(name) => write!(f, "index {name}"),
            Self::CollectionOption(name) => write!(f, "option {name}"),
            Self::DefaultDocument(key) => write!(f, "default document by {}", key.join(", ")),
        }
    }
}

impl fmt::Display for CreateAllReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.database, self.summary())?;
        let mut collection = None;
        let mut counted = BTreeSet::new();
        for entry in &self.entries {
            if collection != Some(entry.collection()) {
                collection = Some(entry.collection());
                counted.clear();
                write!(f, "\n{}", entry.collection)?;
            }
            let (noun, text) = match &entry.subject {
                ChangeSubject::Collection => ("collection", entry.detail.clone()),
                ChangeSubject::Index(name) => ("index", format!("{name} {}", entry.detail)),
                ChangeSubject::CollectionOption(name) => ("option", format!("{name} {}", entry.detail)),
                ChangeSubject::DefaultDocument(key) => {
                    // Those of one key and one outcome are one line.
                    let key = key.join(", ");
                    if !counted.insert((entry.outcome.to_string(), key.clone())) {
                        continue;
                    }
                    let is_same = |other: &&ReportEntry| {
                        (other.collection(), other.subject(), other.outcome)
                            == (entry.collection(), entry.subject(), entry.outcome)
                    };
                    ("default documents", format!("{} by {key}", self.entries.iter().filter(is_same).count()))
                }
            };
            let line = format!("\n  {} {noun:<17}  {text}", entry.outcome);
            f.write_str(line.trim_end_matches(' '))?;
        }
        self.notes.iter().try_for_each(|note| write!(f, "\nnote: {note}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(collection: &str, subject: ChangeSubject, outcome: ReportOutcome, detail: &str) -> ReportEntry {
        ReportEntry { collection: collection.into(), subject, outcome, detail: detail.into() }
    }

    #[test]
    fn the_display_reads_well() {
        use ChangeSubject::{Collection, DefaultDocument, Index};
        use ReportOutcome::{Conflict, Created, Found, Unmanaged};
        let document = || DefaultDocument(vec!["player_id".into()]);
        let entries = vec![
            entry("player", Collection, Created, ""),
            entry("player", Index("ux__player__player_id".into()), Created, "{ player_id: 1 } unique"),
            entry("player", document(), Created, ""),
            entry("player", document(), Created, ""),
            entry("guild", Collection, Found, ""),
            entry("guild", Index("ix__guild__a".into()), Conflict, "it is unique, which is not declared"),
            entry("guild", Index("old_1".into()), Unmanaged, "{ old: 1 }"),
        ];
        let report = CreateAllReport::new("game".into(), entries, vec!["worth knowing".into()]);
        assert!(!report.is_unchanged());
        assert_eq!(
            report.to_string(),
            "game: 1 collection, 1 index and 2 default documents created\n\
             player\n  \
               + collection\n  \
               + index              ux__player__player_id { player_id: 1 } unique\n  \
               + default documents  2 by player_id\n\
             guild\n  \
               = collection\n  \
               ! index              ix__guild__a it is unique, which is not declared\n  \
               ? index              old_1 { old: 1 }\n\
             note: worth knowing"
        );
        assert_eq!(
            report.conflicts().next().unwrap().to_string(),
            "guild: index ix__guild__a: it is unique, which is not declared"
        );
    }

    #[test]
    fn nothing_created_is_said() {
        let report = CreateAllReport::new("game".into(), Vec::new(), Vec::new());
        assert_eq!(report.to_string(), "game: nothing to create");
        assert!(report.is_unchanged());
    }
}
