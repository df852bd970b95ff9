//! What each worker was told, and how that compares with what is stored in the end.

use std::{
    collections::BTreeMap,
    ops::{Add, AddAssign},
};

use crate::item::{Item, Kind};

/// The outcomes of one worker's calls, by their numbers.
#[derive(Debug)]
pub(crate) struct Ledger {
    kind: Kind,
    owner: String,
    acknowledged: Vec<i64>,
    failed: Vec<i64>,
}

/// Counts of calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) acknowledged: usize,
    pub(crate) errors: usize,
    /// Acknowledged, and not stored.
    pub(crate) lost: usize,
    /// Stored more often than it was asked for.
    pub(crate) doubled: usize,
    /// Stored, although the application was told that it failed.
    pub(crate) stored_anyway: usize,
}

impl Ledger {
    pub(crate) fn new(kind: Kind, owner: String) -> Self {
        Self { kind, owner, acknowledged: Vec::new(), failed: Vec::new() }
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    pub(crate) fn owner(&self) -> &str {
        &self.owner
    }

    pub(crate) fn record(&mut self, number: i64, succeeded: bool) {
        if succeeded { &mut self.acknowledged } else { &mut self.failed }.push(number);
    }

    fn verdict(&self, stored: &BTreeMap<&str, i64>) -> Verdict {
        let n_of = |number: i64| stored.get(Item::new(&self.owner, number, 0).id.as_str()).copied();
        let told = Verdict { acknowledged: self.acknowledged.len(), errors: self.failed.len(), ..Verdict::default() };
        match self.kind {
            Kind::Find => told,
            Kind::Insert => Verdict {
                lost: self.acknowledged.iter().filter(|number| n_of(**number).is_none()).count(),
                stored_anyway: self.failed.iter().filter(|number| n_of(**number).is_some()).count(),
                ..told
            },
            Kind::Increment | Kind::FindAndIncrement => {
                let applied = n_of(0).and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
                let more = applied.saturating_sub(told.acknowledged);
                Verdict {
                    lost: told.acknowledged.saturating_sub(applied),
                    stored_anyway: more.min(told.errors),
                    doubled: more.saturating_sub(told.errors),
                    ..told
                }
            }
            Kind::SetMany => {
                // Each call overwrites the one before: only the last is seen, on every item.
                let last = self.acknowledged.last().copied().unwrap_or(0);
                let of_items = || (0..self.kind.items()).map(|number| n_of(number).unwrap_or(0));
                Verdict {
                    lost: usize::from(of_items().any(|n| n < last)),
                    stored_anyway: usize::from(of_items().any(|n| n > last)),
                    ..told
                }
            }
        }
    }
}

impl Verdict {
    /// Holds what all workers were told against what is stored.
    pub(crate) fn of(ledgers: &[Ledger], stored: &[Item]) -> Self {
        let stored: BTreeMap<&str, i64> = stored.iter().map(|item| (item.id.as_str(), item.n)).collect();
        ledgers.iter().map(|ledger| ledger.verdict(&stored)).fold(Self::default(), Add::add)
    }
}

impl Add for Verdict {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl AddAssign for Verdict {
    fn add_assign(&mut self, other: Self) {
        self.acknowledged += other.acknowledged;
        self.errors += other.errors;
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.stored_anyway += other.stored_anyway;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_told_is_held_against_what_is_stored() {
        // Calls 1 and 2 were acknowledged, call 3 failed: (kind, n by number of the item, lost, doubled, stored anyway)
        for (kind, stored, expected) in [
            (Kind::Find, vec![(0, 0)], (0, 0, 0)),
            (Kind::Insert, vec![(1, 0), (2, 0)], (0, 0, 0)),
            (Kind::Insert, vec![(2, 0), (3, 0)], (1, 0, 1)),
            (Kind::Increment, vec![(0, 2)], (0, 0, 0)),
            (Kind::Increment, vec![(0, 1)], (1, 0, 0)),
            (Kind::Increment, vec![(0, 3)], (0, 0, 1)),
            (Kind::FindAndIncrement, vec![(0, 5)], (0, 2, 1)),
            (Kind::FindAndIncrement, vec![], (2, 0, 0)),
            (Kind::SetMany, vec![(0, 2), (1, 2), (2, 2)], (0, 0, 0)),
            (Kind::SetMany, vec![(0, 2), (1, 1), (2, 2)], (1, 0, 0)),
            (Kind::SetMany, vec![(0, 3), (1, 2), (2, 2)], (0, 0, 1)),
        ] {
            let mut ledger = Ledger::new(kind, "w".to_owned());
            for (number, succeeded) in [(1, true), (2, true), (3, false)] {
                ledger.record(number, succeeded);
            }
            let items: Vec<Item> = stored.iter().map(|(number, n)| Item::new("w", *number, *n)).collect();
            let verdict = Verdict::of(&[ledger], &items);
            assert_eq!((verdict.acknowledged, verdict.errors), (2, 1));
            assert_eq!((verdict.lost, verdict.doubled, verdict.stored_anyway), expected, "{kind:?} {stored:?}");
        }
    }
}
