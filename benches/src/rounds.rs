//! Work that is a round by itself, by two sides in turn: prepared and checked outside the clock.

use std::{
    fmt::Debug,
    time::{Duration, Instant},
};

use crate::{
    Result,
    measure::{Round, Took, cpu_time},
};

/// One way of doing the work.
pub(crate) trait Work: Clone + Send + Sync + 'static {
    /// What the timed part leaves for the check.
    type Given: Send + 'static;
    /// What came of it, in a form that both sides share.
    type Answer: PartialEq + Debug + Send;

    /// What must be there before the clock starts.
    fn prepare(&self) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// Does the work once. No round has the number of another.
    fn work(&self, round: u32) -> impl Future<Output = Result<Self::Given>> + Send;

    /// What came of it, looked at when the clock has stopped.
    fn answer(&self, given: Self::Given) -> impl Future<Output = Result<Self::Answer>> + Send;
}

/// How many rounds are enough.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rounds {
    /// Never fewer.
    least: usize,
    /// Enough, once they have lasted for `shortest`.
    enough: usize,
    shortest: Duration,
    /// No more rounds after this time, even if there are not `enough`.
    longest: Duration,
}

impl Rounds {
    pub(crate) const fn exactly(count: usize) -> Self {
        Self { least: count, enough: count, shortest: Duration::ZERO, longest: Duration::ZERO }
    }

    /// Half a minute at least; then until there are 10, or a minute has gone. A median takes 7.
    pub(crate) const fn published() -> Self {
        Self { least: 7, enough: 10, shortest: Duration::from_secs(30), longest: Duration::from_secs(60) }
    }

    fn done(&self, count: usize, lasted: Duration) -> bool {
        count >= self.least && lasted >= self.shortest && (count >= self.enough || lasted >= self.longest)
    }
}

/// Measures both sides in alternating rounds. The time that counts for the number of rounds is that of the faster side.
///
/// # Errors
/// Where the work fails, or comes to two answers.
pub(crate) async fn alternate<O, D>(rounds: Rounds, ours: &O, driver: &D) -> Result<Vec<Round>>
where
    O: Work,
    D: Work<Answer = O::Answer>,
{
    // What is cached by the first round, and connections that it opens, are not what is measured.
    both(ours, driver, 0).await?;
    let (mut taken, mut number) = (Vec::new(), 0);
    let mut lasted = [Duration::ZERO; 2];
    while !rounds.done(taken.len(), lasted[0].min(lasted[1])) {
        number += 1;
        let round = both(ours, driver, number).await?;
        lasted = [lasted[0] + round.ours.wall, lasted[1] + round.driver.wall];
        taken.push(round);
    }
    Ok(taken)
}

async fn both<O, D>(ours: &O, driver: &D, number: u32) -> Result<Round>
where
    O: Work,
    D: Work<Answer = O::Answer>,
{
    // Who comes first finds the machine as the other one left it, so each does every other time.
    let (by_us, by_driver) = if number.is_multiple_of(2) {
        let by_us = run(ours, number).await?;
        (by_us, run(driver, number).await?)
    } else {
        let by_driver = run(driver, number).await?;
        (run(ours, number).await?, by_driver)
    };
    if by_us.1 != by_driver.1 {
        return Err("the two sides came to different answers: no time counts".into());
    }
    Ok(Round { ours: by_us.0, driver: by_driver.0 })
}

/// Works in a task on the runtime's workers, as a server's handlers do.
async fn run<W: Work>(side: &W, round: u32) -> Result<(Took, W::Answer)> {
    side.prepare().await?;
    let timed = side.clone();
    let (took, given) = tokio::spawn(async move {
        let (started, cpu_before) = (Instant::now(), cpu_time()?);
        let given = timed.work(round).await?;
        let took = Took { wall: started.elapsed(), cpu: cpu_time()?.saturating_sub(cpu_before) };
        Result::Ok((took, given))
    })
    .await??;
    Ok((took, side.answer(given).await?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_rule_asks_for_half_a_minute_and_then_ten_rounds_or_a_minute() {
        let rule = Rounds::published();
        for (count, seconds, done) in
            [(50, 29, false), (10, 30, true), (9, 30, false), (9, 59, false), (7, 60, true), (6, 300, false)]
        {
            assert_eq!(rule.done(count, Duration::from_secs(seconds)), done, "{count} rounds, {seconds} s");
        }
    }

    #[test]
    fn exactly_so_many_need_no_time() {
        assert!(!Rounds::exactly(7).done(6, Duration::from_secs(300)));
        assert!(Rounds::exactly(7).done(7, Duration::ZERO));
    }

    #[derive(Clone)]
    struct Gives(u32);

    impl Work for Gives {
        type Given = u32;
        type Answer = u32;

        async fn work(&self, _: u32) -> Result<u32> {
            Ok(self.0)
        }

        async fn answer(&self, given: u32) -> Result<u32> {
            Ok(given)
        }
    }

    #[tokio::test]
    async fn no_time_counts_where_the_answers_differ() {
        assert_eq!(alternate(Rounds::exactly(3), &Gives(1), &Gives(1)).await.unwrap().len(), 3);
        assert!(alternate(Rounds::exactly(3), &Gives(1), &Gives(2)).await.is_err());
    }
}
