//! What the mapper costs: typed reads and writes, the codec alone, the memory of a scan, the derive's build time.

mod build_time;
pub(crate) mod codec;
pub(crate) mod growth;
mod insert_many;
mod player;
mod scan;

use crate::{
    Result,
    arguments::Arguments,
    begin,
    clients::{self, Clients},
    engine,
    rounds::Rounds,
    summary::Summary,
};

pub(crate) const NOTES: &str = "\
Against a replica set of one member, since a standalone server takes no numbered writes. Documents of 247 bytes with 11
fields. CPU is that of this process, not of the server. Three rows are held against something else than the driver's
typed calls, and say so: its raw batches, a scan of fewer documents, a limit.";

/// How much is measured.
struct Size {
    /// Documents in a scan and in an insert of many.
    documents: u32,
    /// Documents in the small and the large scan whose times and memory are compared.
    growth: [u32; 2],
    /// How often the crates are built: each time takes seconds.
    builds: Rounds,
}

/// Measures every work.
///
/// # Errors
/// Where no server starts, a call or a build fails, or the two sides differ.
pub(crate) async fn run(arguments: &Arguments) -> Result<Vec<Summary>> {
    let size = if arguments.quick {
        Size { documents: 20_000, growth: [10_000, 200_000], builds: Rounds::exactly(5) }
    } else {
        Size { documents: 100_000, growth: [10_000, 1_000_000], builds: Rounds::exactly(7) }
    };
    let rounds = arguments.rounds();
    // First, as it is what is likeliest to fail.
    begin("cargo build of 200 derives, the first time with all dependencies");
    let build_time = build_time::run(size.builds).await?;
    let set = clients::server().await?;
    let clients = Clients::connect(&set).await?;
    begin("scan");
    let mut summaries = scan::run(&clients, size.documents, rounds).await?;
    begin("decode and encode in memory");
    summaries.extend(codec::run(rounds).await?);
    begin("insert_many");
    summaries.extend(insert_many::run(&clients, size.documents, rounds).await?);
    summaries.extend(engine::calls(&clients, arguments.effort(), &[1]).await?);
    begin("scans of few and of many documents");
    summaries.extend(growth::run(&clients, &clients::uri(&set), size.growth).await?);
    clients.close().await;
    summaries.push(build_time);
    Ok(summaries)
}
