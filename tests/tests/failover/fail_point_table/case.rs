//! One cell of the table: a call, what goes wrong, and what must come of it.

use std::fmt;

use mongomancy_tests::guarantee::{Failure, Outcome, TABLE, When};

use super::{Bench, Trial, call::Call, collection, fault::Fault, kind};

#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    failure: Failure,
    when: When,
    times: u32,
    call: Call,
    outcome: Outcome,
}

impl Case {
    /// All cells, those that take longest first.
    pub(super) fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for times in [3, 1] {
            for group in TABLE {
                for (&failure, call) in group.failures.iter().flat_map(|failure| Call::ALL.map(|call| (failure, call)))
                {
                    let outcome = call.outcome(group);
                    if outcome != Outcome::Never {
                        all.push(Self { failure, when: group.when, times, call, outcome });
                    }
                }
            }
        }
        all
    }

    /// How often the command is sent.
    fn attempts(self) -> usize {
        match self.outcome {
            Outcome::Answered | Outcome::Replayed => usize::try_from(self.times).unwrap() + 1,
            Outcome::Failed(_) | Outcome::MaybeApplied(_) | Outcome::Never => 1,
        }
    }

    /// Whether the write is stored in the end.
    fn is_stored(self) -> bool {
        match self.outcome {
            Outcome::Answered | Outcome::Replayed => true,
            Outcome::MaybeApplied(_) => self.when == When::After,
            Outcome::Failed(_) | Outcome::Never => false,
        }
    }
}

impl Trial for Case {
    async fn run(self, bench: &Bench, number: usize) -> Result<(), String> {
        self.tried(bench, i64::try_from(number).unwrap()).await.map_err(|difference| format!("{self}: {difference}"))
    }
}

impl Case {
    async fn tried(self, bench: &Bench, number: i64) -> Result<(), String> {
        let (documents, by_itself) = collection::of(&bench.engine, self.failure, self.when);
        let command = self.call.command();
        let said = |error: mongomancy::Error| error.to_string();
        let differing = self.failure == Failure::WriteError(11000);
        let before = Call::prepare(&documents, number, differing).await.map_err(said)?;
        let mut fault = None;
        if !by_itself {
            fault = Some(Fault::start(&bench.set, self.failure, self.when, command, self.times).await);
        }
        let sent_before = bench.sent(command);
        let answer = self.call.make(&documents, number).await;
        let sent = bench.sent(command) - sent_before;
        if let Some(fault) = fault {
            fault.end().await;
        }
        let changed = self.call.state(&documents, number).await.map_err(said)? - before;

        let expected = |is: bool, what: &dyn fmt::Debug| if is { Ok(()) } else { Err(format!("{what:?}")) };
        let (error, maybe_applied) = match self.outcome {
            Outcome::Answered | Outcome::Replayed => {
                expected(answer.as_ref().ok() == Some(&(self.outcome == Outcome::Replayed)), &answer)?;
                (None, false)
            }
            Outcome::Failed(kind) => (Some(kind), false),
            Outcome::MaybeApplied(kind) => (Some(kind), true),
            Outcome::Never => unreachable!("left out above"),
        };
        if let Some(kind) = error {
            let error = answer.err().ok_or("was answered")?;
            expected(kind::named(error.kind()) == Some(kind), &error)?;
            expected(error.maybe_applied() == maybe_applied, &error)?;
            expected(error.code() == self.failure.code(), &error)?;
            expected(error.attempts() == 1, &error)?;
        }
        expected(sent == self.attempts(), &format!("sent {sent} times"))?;
        let expected_change = if self.is_stored() { self.call.changes() } else { 0 };
        expected(changed == expected_change, &format!("changed {changed}, not {expected_change}"))
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { failure, when, times, call, outcome } = self;
        write!(f, "{failure:?} {when:?} {call:?}, {times} times, should be {outcome:?}")
    }
}
