//! Every kind of value in every place.

use proptest::test_runner::TestRunner;

use super::{read, sample, some_containers, strange};
use crate::{
    check::Difference,
    subject::Subject,
    tree::{self, Element},
};

/// How many documents of a type are gone through: each gives rise to thousands.
const DOCUMENTS: u32 = 1;

/// No more elements of an array are replaced: they are alike.
const ENOUGH: usize = 12;

pub(crate) fn run(subject: &Subject, runner: &mut TestRunner) -> Result<(), Difference> {
    for _ in 0..DOCUMENTS {
        let whole = tree::read(&sample(subject, runner)?);
        for way in some_containers(runner, &whole) {
            let count = tree::within(&mut whole.clone(), &way).len();
            for place in 0..count.min(ENOUGH) {
                for value in &*strange::VALUES {
                    let mut changed = whole.clone();
                    let replaced = &mut tree::within(&mut changed, &way)[place];
                    *replaced = Element { key: replaced.key.clone(), ..value.clone() };
                    read(subject, tree::write(&changed))?;
                }
            }
        }
    }
    Ok(())
}
