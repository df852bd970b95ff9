//! What the engine costs when nothing fails.

mod find_one;
mod insert_one;
mod player;
mod update_one;

use crate::{
    Result, begin,
    clients::{self, Clients, DATABASE},
    measure::{self, Effort, Side},
    summary::{Summary, Unit},
};

/// Time that a call may take, as a multiple of the driver's.
const BAR: f64 = 1.03;
/// One at a time, and more than a pool has connections by default.
const IN_FLIGHT: [u64; 2] = [1, 16];

/// Measures one call at a time, and many.
///
/// # Errors
/// Where no server starts, a call fails, or the two sides differ.
pub(crate) async fn run(effort: Effort) -> Result<Vec<Summary>> {
    let set = clients::server().await?;
    let clients = Clients::connect(&set).await?;
    let summaries = calls(&clients, effort, &IN_FLIGHT).await?;
    clients.close().await;
    Ok(summaries)
}

/// Measures `find_one`, `insert_one` and `update_one` with so many calls in flight.
///
/// # Errors
/// Where a call fails, or the two sides differ.
pub(crate) async fn calls(clients: &Clients, effort: Effort, in_flight: &[u64]) -> Result<Vec<Summary>> {
    let mut summaries = find_one::run(clients, effort, in_flight).await?;
    summaries.extend(insert_one::run(clients, effort, in_flight).await?);
    summaries.extend(update_one::run(clients, effort, in_flight).await?);
    Ok(summaries)
}

/// Measures one piece of work, alone and with many calls in flight.
async fn compare<O, D>(
    work: &str,
    effort: Effort,
    in_flight: &[u64],
    sides: impl AsyncFn(u64) -> Result<(O, D)>,
) -> Result<Vec<Summary>>
where
    O: Side,
    D: Side<Answer = O::Answer>,
{
    let mut summaries = Vec::new();
    for &in_flight in in_flight {
        begin(&format!("{work}, {in_flight} in flight"));
        let (ours, driver) = sides(in_flight).await?;
        let rounds = measure::alternate(effort, in_flight, &ours, &driver).await?;
        let named = |clock| match in_flight {
            1 => format!("{work}, {clock}"),
            more => format!("{work}, {more} in flight, {clock}"),
        };
        summaries.push(Summary::of_times(named("wall"), &rounds, |took| took.wall, Unit::MICROS, BAR));
        summaries.push(Summary::of_times(named("CPU"), &rounds, |took| took.cpu, Unit::MICROS, BAR));
    }
    Ok(summaries)
}
