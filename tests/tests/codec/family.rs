//! The families of documents: each makes them in its own way from what a type writes.

pub(crate) mod corrupted;
pub(crate) mod positional;
pub(crate) mod shape;
pub(crate) mod strange;
pub(crate) mod substituted;
pub(crate) mod written;

use proptest::{
    strategy::{Just, NewTree, Strategy},
    test_runner::{TestError, TestRunner},
};

use crate::{
    check::Difference,
    sample::below,
    subject::Subject,
    tree::{self, Element},
};

/// What a type writes: documents that both we and serde write alike.
#[derive(Debug)]
struct Written<'a>(&'a Subject);

impl std::fmt::Debug for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Strategy for Written<'_> {
    type Tree = Just<Vec<u8>>;
    type Value = Vec<u8>;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        sample(self.0, runner).map(Just).map_err(|difference| difference.how.into())
    }
}

/// A document that the type writes.
pub(crate) fn sample(subject: &Subject, runner: &mut TestRunner) -> Result<Vec<u8>, Difference> {
    const PATIENCE: usize = 100;
    for _ in 0..PATIENCE {
        match subject.written(runner.rng()) {
            Ok(Some(bytes)) => return Ok(bytes),
            Ok(None) => {}
            Err(how) => return Err(Difference { bytes: Vec::new(), how }),
        }
    }
    Err(Difference { bytes: Vec::new(), how: "no value can be written".into() })
}

/// A change of a document: what is done, where, and with what, as far as they go.
type Change = (u8, u16, u16);

/// Reads documents with a few changes, and shrinks these where serde reads them differently.
fn run_changed(
    subject: &Subject,
    runner: &mut TestRunner,
    change: fn(&[u8], &[Change]) -> Vec<u8>,
) -> Result<(), Difference> {
    let changes = proptest::collection::vec(proptest::arbitrary::any::<Change>(), 1..4);
    let outcome = runner.run(&(Written(subject), changes), |(bytes, changes)| {
        subject.reads(&change(&bytes, &changes)).map_err(proptest::test_runner::TestCaseError::fail)
    });
    match outcome {
        Ok(()) => Ok(()),
        Err(TestError::Fail(how, (bytes, changes))) => {
            Err(Difference { bytes: change(&bytes, &changes), how: how.message().into() })
        }
        Err(TestError::Abort(why)) => Err(Difference { bytes: Vec::new(), how: why.message().into() }),
    }
}

/// Reads one document.
fn read(subject: &Subject, bytes: Vec<u8>) -> Result<(), Difference> {
    subject.reads(&bytes).map_err(|how| Difference { bytes, how })
}

/// Some of the documents and arrays within a document: each would take long where there are many.
fn some_containers(runner: &mut TestRunner, whole: &[Element]) -> Vec<Vec<usize>> {
    const SOME: usize = 4;
    let mut ways = tree::containers(whole);
    while ways.len() > SOME {
        ways.swap_remove(below(runner.rng(), ways.len()));
    }
    ways
}
