//! The checker finds what is planted, and nothing where there is nothing.

use std::time::Instant;

use super::*;
use crate::load::Call;

/// Documents in the scans of these tests.
const ALL: i64 = 300;

/// A log of `calls` right calls of each kind and a whole scan, and what is then stored.
fn sound(calls: i64) -> (Log, Stored) {
    let mut log = Log::default();
    let mut stored = Stored::new();
    for (kind, worker) in workers() {
        if kind.stock() > 0 {
            let n = match kind {
                Kind::Increment
                | Kind::FindAndIncrement
                | Kind::IncrementMany
                | Kind::Set
                | Kind::Replace
                | Kind::SetMany => calls,
                _ => 0,
            };
            stored.insert(own(kind, worker), vec![n; usize::try_from(kind.stock()).unwrap()]);
        }
        for number in 1..=calls {
            let call = Call { kind, worker, number };
            push(&mut log, call, Ok(call.expected()));
            if matches!(kind, Kind::Insert | Kind::InsertMany) {
                stored.extend(call.new_names().into_iter().map(|name| (name, vec![0])));
            }
        }
    }
    log.scans.push(Scanned { found: (0..ALL).collect(), complete: true });
    (log, stored)
}

fn push(log: &mut Log, call: Call, outcome: Result<i64, String>) {
    let now = Instant::now();
    log.push(Entry { call, start: now, end: now, outcome });
}

/// What is found after `plant` was done to a log and a state that are all right.
fn found(plant: impl FnOnce(&mut Log, &mut Stored)) -> Vec<Finding> {
    let (mut log, mut stored) = sound(4);
    plant(&mut log, &mut stored);
    check(&log, &stored, ALL)
}

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    assert_eq!(found(|_, _| {}), []);
}

#[test]
fn a_planted_loss_is_found() {
    for name in ["Insert/0/2", "InsertMany/0/3/1", "Increment/0", "SetMany/0"] {
        let findings = found(|_, stored| drop(stored.remove(name)));
        assert!(matches!(&findings[..], [Finding::Lost(what)] if what.starts_with(name)), "{findings:?}");
    }
    for name in ["Increment/0", "FindAndIncrement/0", "IncrementMany/0", "Set/0", "Replace/0", "SetMany/0"] {
        let findings = found(|_, stored| *stored.get_mut(name).unwrap().last_mut().unwrap() -= 1);
        assert!(matches!(&findings[..], [Finding::Lost(what)] if what.starts_with(name)), "{findings:?}");
    }
}

#[test]
fn a_planted_duplicate_is_found() {
    for name in ["Insert/0/2", "InsertMany/0/3/1", "DeleteMany/0/1"] {
        let findings = found(|_, stored| stored.entry(name.into()).or_default().extend([0, 0]));
        assert!(matches!(&findings[..], [Finding::Doubled(what)] if what.starts_with(name)), "{findings:?}");
    }
    for name in ["Increment/0", "FindAndIncrement/0", "IncrementMany/0"] {
        let findings = found(|_, stored| stored.get_mut(name).unwrap()[0] += 1);
        assert!(matches!(&findings[..], [Finding::Doubled(what)] if what.starts_with(name)), "{findings:?}");
    }
    // Of a doubled deletion nothing is left but a stock that is too small.
    let findings = found(|_, stored| stored.get_mut("DeleteOne/0").unwrap().truncate(9));
    assert!(matches!(&findings[..], [Finding::Lost(_)]), "{findings:?}");
    let findings = found(|_, stored| drop(stored.insert("stranger".into(), vec![0])));
    assert!(matches!(&findings[..], [Finding::Doubled(_)]), "{findings:?}");
}

#[test]
fn an_error_and_a_wrong_answer_are_found() {
    let failed = |log: &mut Log, _: &mut Stored| {
        push(log, Call { kind: Kind::Increment, worker: 0, number: 5 }, Err("gone".into()));
    };
    assert_eq!(found(failed), [Finding::Failed(Kind::Increment, "gone".into())]);
    // One that failed may have been applied, which is no second finding.
    let applied = |log: &mut Log, stored: &mut Stored| {
        failed(log, stored);
        stored.get_mut("Increment/0").unwrap()[0] += 1;
    };
    assert_eq!(found(applied), [Finding::Failed(Kind::Increment, "gone".into())]);
    let wrong = |log: &mut Log, _: &mut Stored| {
        push(log, Call { kind: Kind::Count, worker: 0, number: 5 }, Ok(2));
    };
    assert!(matches!(&found(wrong)[..], [Finding::Answered(Kind::Count, _)]));
}

#[test]
fn a_hole_in_a_scan_is_found() {
    let hole = |log: &mut Log, _: &mut Stored| drop(log.scans[0].found.drain(100..110));
    assert_eq!(found(hole), [Finding::Hole(100..110)]);
    let start = |log: &mut Log, _: &mut Stored| log.scans[0].found = (1..ALL).collect();
    assert_eq!(found(start), [Finding::Hole(0..1)]);
    let short = |log: &mut Log, _: &mut Stored| log.scans[0].found.truncate(200);
    assert_eq!(found(short), [Finding::Hole(200..ALL)]);
    // One that was stopped midway left nothing out.
    let stopped = |log: &mut Log, stored: &mut Stored| {
        short(log, stored);
        log.scans[0].complete = false;
    };
    assert_eq!(found(stopped), []);
}

#[test]
fn a_repeated_document_in_a_scan_is_found() {
    let again = |log: &mut Log, _: &mut Stored| log.scans[0].found.insert(101, 100);
    assert_eq!(found(again), [Finding::Repeated(100)]);
    let batch = |log: &mut Log, _: &mut Stored| drop(log.scans[0].found.splice(100..100, 98..100));
    assert_eq!(found(batch), [Finding::Repeated(98), Finding::Repeated(99)]);
}
