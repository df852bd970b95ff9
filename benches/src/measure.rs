//! Two sides in alternating rounds: wall time and the CPU time of this process.

use std::{
    fmt::Debug,
    time::{Duration, Instant},
};

use rustix::time::{ClockId, clock_gettime};
use tokio::task::JoinSet;

use crate::Result;

/// The fewest calls of a round: with less, one late wake-up of the machine decides it.
const MIN_CALLS: u64 = 64;

/// One way of doing the work.
pub(crate) trait Side: Clone + Send + Sync + 'static {
    /// What a call gives, in a form that both sides share.
    type Answer: PartialEq + Debug + Send + 'static;

    /// Does the work once; `number` says with what. No number comes twice.
    fn call(&self, number: u64) -> impl Future<Output = Result<Self::Answer>> + Send;
}

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    /// Rounds of each side.
    rounds: usize,
    /// What one round is to last.
    round: Duration,
}

impl Effort {
    /// Many short rounds: on a machine that does other work as well, a disturbance then spoils few of them.
    pub(crate) fn full() -> Self {
        Self { rounds: 61, round: Duration::from_millis(50) }
    }

    pub(crate) fn quick() -> Self {
        Self { rounds: 7, round: Duration::from_millis(20) }
    }
}

/// What a call took in one round, on average.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Took {
    pub(crate) wall: Duration,
    /// Of all threads of this process. The servers are other processes.
    pub(crate) cpu: Duration,
}

/// One round of both sides, one right after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Round {
    pub(crate) ours: Took,
    pub(crate) driver: Took,
}

/// Measures both sides with so many calls in flight, in alternating rounds of the same calls.
///
/// # Errors
/// Where a call fails, or where one number has two answers.
pub(crate) async fn alternate<O, D>(effort: Effort, in_flight: u64, ours: &O, driver: &D) -> Result<Vec<Round>>
where
    O: Side,
    D: Side<Answer = O::Answer>,
{
    let mut numbers = Numbers::default();
    let calls = calls_of_round(effort, in_flight, driver, &mut numbers).await?;
    // Connections, sessions and allocations of the first calls are not what is measured.
    both(ours, driver, numbers.take(calls), in_flight, true).await?;
    let mut rounds = Vec::with_capacity(effort.rounds);
    for round in 0..effort.rounds {
        // Who comes first finds the machine as the other one left it, so each does every other time.
        rounds.push(both(ours, driver, numbers.take(calls), in_flight, round % 2 == 0).await?);
    }
    Ok(rounds)
}

async fn both<O, D>(ours: &O, driver: &D, calls: Calls, in_flight: u64, ours_first: bool) -> Result<Round>
where
    O: Side,
    D: Side<Answer = O::Answer>,
{
    let (by_us, by_driver) = if ours_first {
        let by_us = run(ours, calls, in_flight).await?;
        (by_us, run(driver, calls, in_flight).await?)
    } else {
        let by_driver = run(driver, calls, in_flight).await?;
        (run(ours, calls, in_flight).await?, by_driver)
    };
    if by_us.answers != by_driver.answers {
        return Err("the two sides gave different answers: no time counts".into());
    }
    Ok(Round { ours: by_us.took, driver: by_driver.took })
}

/// As many calls as fill a round, the same number for each call in flight.
async fn calls_of_round<D: Side>(effort: Effort, in_flight: u64, driver: &D, numbers: &mut Numbers) -> Result<u64> {
    let calls = MIN_CALLS.next_multiple_of(in_flight);
    run(driver, numbers.take(calls), in_flight).await?;
    let took = run(driver, numbers.take(calls), in_flight).await?.took.wall;
    let fitting = effort.round.as_nanos() / took.as_nanos().max(1);
    Ok(u64::try_from(fitting)?.max(calls).next_multiple_of(in_flight))
}

/// Numbers of calls, each handed out once.
#[derive(Default)]
struct Numbers(u64);

/// The numbers of one round.
#[derive(Clone, Copy)]
struct Calls {
    first: u64,
    count: u64,
}

impl Numbers {
    fn take(&mut self, count: u64) -> Calls {
        let first = self.0;
        self.0 += count;
        Calls { first, count }
    }
}

struct Ran<A> {
    took: Took,
    answers: Vec<A>,
}

/// Calls from tasks on the runtime's workers, as a server's handlers do.
async fn run<S: Side>(side: &S, calls: Calls, in_flight: u64) -> Result<Ran<S::Answer>> {
    let each = calls.count / in_flight;
    let (started, cpu_before) = (Instant::now(), cpu_time()?);
    let mut tasks = JoinSet::new();
    for task in 0..in_flight {
        let (side, first) = (side.clone(), calls.first + task * each);
        tasks.spawn(async move {
            let mut answers = Vec::new();
            for number in first..first + each {
                answers.push((number, side.call(number).await?));
            }
            Result::Ok(answers)
        });
    }
    let mut answers = Vec::new();
    while let Some(joined) = tasks.join_next().await {
        answers.extend(joined??);
    }
    let (wall, cpu) = (started.elapsed(), cpu_time()?.saturating_sub(cpu_before));
    answers.sort_unstable_by_key(|(number, _)| *number);
    let calls = u32::try_from(calls.count)?;
    let answers = answers.into_iter().map(|(_, answer)| answer).collect();
    Ok(Ran { took: Took { wall: wall / calls, cpu: cpu / calls }, answers })
}

/// The CPU time of all threads of this process so far.
pub(crate) fn cpu_time() -> Result<Duration> {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Ok(Duration::new(time.tv_sec.try_into()?, time.tv_nsec.try_into()?))
}
