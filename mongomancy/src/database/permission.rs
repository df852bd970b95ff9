//! Which changes are allowed: pure.

use std::collections::BTreeSet;

use super::plan::{Change, ChangeKind, PlannedChange};
use crate::error::{Error, ErrorKind, Result};

/// What may be done.
#[derive(Debug, Clone, Default)]
pub(super) struct Permission {
    allowed: BTreeSet<Change>,
    /// Whether a unique index that is missing is created without a word: that is what `create_all` is asked for.
    creates_unique: bool,
}

impl Permission {
    /// What is safe, and creating what is missing.
    pub(super) fn to_create() -> Self {
        Self { creates_unique: true, ..Self::default() }
    }

    pub(super) fn allow(&mut self, change: Change) {
        self.allowed.insert(change);
    }

    /// Whether the change may be carried out.
    pub(super) fn permits(&self, change: &PlannedChange) -> bool {
        let creates = self.creates_unique && change.kind == ChangeKind::Create;
        let is_allowed = |needs: &Change| self.allowed.contains(needs) || (creates && *needs == Change::Unique);
        change.kind != ChangeKind::Blocked && change.needs.iter().all(is_allowed)
    }

    /// Refuses changes of which one may not be carried out.
    pub(super) fn check<'a>(&self, changes: impl IntoIterator<Item = &'a PlannedChange>) -> Result<()> {
        let refused = changes.into_iter().filter(|change| !self.permits(change));
        let refused: Vec<String> = refused.map(ToString::to_string).collect();
        if refused.is_empty() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Conflict, format!("not applied, nothing is changed: {}", refused.join("; "))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::{plan::Step, report::ChangeSubject};

    #[test]
    fn what_is_not_safe_has_to_be_allowed() {
        let change = |kind, needs: &[Change]| PlannedChange {
            collection: "c".into(),
            kind,
            subject: ChangeSubject::Collection,
            detail: String::new(),
            needs: needs.to_vec(),
            documents: None,
            examples: Vec::new(),
            step: Step::Nothing,
        };
        let mut permission = Permission::default();
        permission.allow(Change::Rebuild);
        let creating = Permission::to_create();
        for (kind, needs, permitted, by_creating) in [
            (ChangeKind::Create, &[][..], true, true),
            (ChangeKind::Modify, &[][..], true, true),
            (ChangeKind::Insert, &[][..], true, true),
            (ChangeKind::Rebuild, &[Change::Rebuild], true, false),
            (ChangeKind::Create, &[Change::Unique], false, true),
            (ChangeKind::Modify, &[Change::Unique], false, false),
            (ChangeKind::Create, &[Change::TimeToLive], false, false),
            (ChangeKind::Rebuild, &[Change::Rebuild, Change::TimeToLive], false, false),
            (ChangeKind::Drop, &[Change::Drop], false, false),
            (ChangeKind::Blocked, &[], false, false),
            (ChangeKind::Blocked, &[Change::Rebuild], false, false),
        ] {
            let change = change(kind, needs);
            assert_eq!(
                (permission.permits(&change), creating.permits(&change)),
                (permitted, by_creating),
                "{change:?}"
            );
        }
    }
}
