//! What a type writes, byte for byte as serde, and reads again.

use proptest::test_runner::TestRunner;

use super::{read, sample};
use crate::{check::Difference, subject::Subject};

pub(crate) fn run(subject: &Subject, runner: &mut TestRunner) -> Result<(), Difference> {
    for _ in 0..runner.config().cases {
        let bytes = sample(subject, runner)?;
        read(subject, bytes)?;
    }
    Ok(())
}
