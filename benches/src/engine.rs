//! What the engine costs when nothing fails.

mod find_one;
mod insert_one;
mod player;
mod update_one;

use mongomancy::Engine;
use mongomancy_testkit::ReplicaSet;

use crate::{
    Result,
    measure::{self, Effort, Side},
    summary::Summary,
};

/// Time that a call may take, as a multiple of the driver's.
const BAR: f64 = 1.03;
/// One at a time, and more than a pool has connections by default.
const IN_FLIGHT: [u64; 2] = [1, 16];
const DATABASE: &str = "benches";

/// The two ways to the same server.
struct Clients {
    engine: Engine,
    driver: mongodb::Client,
}

/// Measures `find_one`, `insert_one` and `update_one`.
///
/// # Errors
/// Where no server starts, a call fails, or the two sides differ.
pub(crate) async fn run(effort: Effort) -> Result<Vec<Summary>> {
    // One member takes numbered writes like three, without replication on the same processors beside what is measured.
    let set = ReplicaSet::builder().members(1).start().await?;
    let clients = Clients::connect(&set.uri()).await?;
    let mut summaries = find_one::run(&clients, effort).await?;
    summaries.extend(insert_one::run(&clients, effort).await?);
    summaries.extend(update_one::run(&clients, effort).await?);
    clients.engine.dispose().await;
    clients.driver.shutdown().await;
    Ok(summaries)
}

impl Clients {
    /// Both by one connection string, which says what the engine does by itself: majority, and writes that are retried.
    async fn connect(uri: &str) -> Result<Self> {
        let uri = format!("{uri}&w=majority&retryWrites=true");
        Ok(Self { engine: Engine::connect(&uri).await?, driver: driver(&uri).await? })
    }
}

#[expect(clippy::disallowed_methods, reason = "the bare driver, to measure against")]
async fn driver(uri: &str) -> Result<mongodb::Client> {
    Ok(mongodb::Client::with_uri_str(uri).await?)
}

/// Measures one piece of work, alone and with many calls in flight.
async fn compare<O, D>(work: &str, effort: Effort, sides: impl AsyncFn(u64) -> Result<(O, D)>) -> Result<Vec<Summary>>
where
    O: Side,
    D: Side<Answer = O::Answer>,
{
    let mut summaries = Vec::new();
    for in_flight in IN_FLIGHT {
        let (ours, driver) = sides(in_flight).await?;
        let rounds = measure::alternate(effort, in_flight, &ours, &driver).await?;
        let named = |clock| match in_flight {
            1 => format!("{work}, {clock}"),
            more => format!("{work}, {more} in flight, {clock}"),
        };
        summaries.push(Summary::of_times(named("wall"), &rounds, |took| took.wall, BAR));
        summaries.push(Summary::of_times(named("CPU"), &rounds, |took| took.cpu, BAR));
    }
    Ok(summaries)
}
