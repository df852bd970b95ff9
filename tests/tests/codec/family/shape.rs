//! Fields in another order, missing, extra, twice, and under other names.

use proptest::test_runner::TestRunner;

use super::{Change, read, run_changed, sample, some_containers, strange};
use crate::{
    check::Difference,
    sample::WORDS,
    subject::Subject,
    tree::{self, Element},
};

/// How many documents of a type are gone through field by field.
const DOCUMENTS: u32 = 2;

pub(crate) fn run(subject: &Subject, runner: &mut TestRunner) -> Result<(), Difference> {
    for _ in 0..DOCUMENTS {
        let whole = tree::read(&sample(subject, runner)?);
        for way in some_containers(runner, &whole) {
            let changed = |change: &dyn Fn(&mut Vec<Element>)| {
                let mut changed = whole.clone();
                change(tree::within(&mut changed, &way));
                read(subject, tree::write(&changed))
            };
            changed(&|inner| inner.reverse())?;
            let count = tree::within(&mut whole.clone(), &way).len();
            for index in 0..count {
                changed(&|inner| drop(inner.remove(index)))?;
                changed(&|inner| inner.push(inner[index].clone()))?;
                changed(&|inner| inner.insert(0, inner[index].clone()))?;
                changed(&|inner| inner.rotate_left(index))?;
                for word in WORDS {
                    changed(&|inner| inner[index].key = word.into())?;
                }
            }
        }
    }
    run_changed(subject, runner, changed)
}

fn changed(bytes: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut whole = tree::read(bytes);
    for (what, at, with) in changes {
        let (at, with) = (usize::from(*at), usize::from(*with));
        let ways = tree::containers(&whole);
        let inner = tree::within(&mut whole, &ways[at % ways.len()]);
        let word = WORDS[with % WORDS.len()].into();
        let extra = Element { key: word, ..strange::VALUES[with % strange::VALUES.len()].clone() };
        if inner.is_empty() {
            inner.push(extra);
            continue;
        }
        let (one, other) = (with % inner.len(), (with / 7) % inner.len());
        match what % 8 {
            0 => inner.swap(one, other),
            1 => drop(inner.remove(one)),
            2 => inner.insert(other, inner[one].clone()),
            3 => inner.insert(one, extra),
            4 => inner.insert(one, Element { key: inner[other].key.clone(), ..extra }),
            5 => inner[one].key = extra.key,
            6 => {
                let key = inner[other].key.clone();
                inner[one].key = key;
            }
            _ => inner[one] = Element { key: inner[one].key.clone(), ..extra },
        }
    }
    tree::write(&whole)
}
