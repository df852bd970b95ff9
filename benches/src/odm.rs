//! The MongoDB ODM Performance Benchmark 1.0: its tasks through mongomancy and through the bare driver.

mod create;
mod data;
mod find;
mod model;
mod percentile;
mod task;
mod update;

use self::{
    data::Data,
    find::Key,
    model::{DOCUMENT, EMBEDDED, FOREIGN, ForeignKey, IN_ARRAY},
    task::Task,
};
use crate::{
    Outcome, Result,
    arguments::Arguments,
    begin,
    clients::{self, Clients},
    rounds::Rounds,
    summary::Summary,
};

/// Of the geometric mean of all tasks.
const MEAN_BAR: f64 = 1.0;

/// Runs every task.
///
/// # Errors
/// Where no server starts, the files are not what they should be, a call fails, or the two sides differ.
pub(crate) async fn run(arguments: &Arguments) -> Result<Outcome> {
    let data = match &arguments.data {
        Some(folder) => Data::read(folder)?,
        None => Data::made()?,
    };
    let set = clients::server().await?;
    let clients = Clients::connect(&set).await?;
    let (documents, rounds) = if arguments.quick { (300, Rounds::exactly(7)) } else { (10_000, Rounds::published()) };
    let task = |name| {
        begin(name);
        Task::new(&clients, name, documents, rounds)
    };

    let mut measured = vec![
        create::run(task("small, create"), &data.small).await?,
        update::run(task("small, update"), &data.small, "field1").await?,
        find::run(task("small, find by filter"), &data.small, Key { path: "_id", kind: DOCUMENT }).await?,
    ];
    let foreign = task("small, find by foreign key");
    foreign.fill("foreign", ForeignKey::of).await?;
    measured.push(find::run(foreign, &data.small_foreign, Key { path: "field_fk", kind: FOREIGN }).await?);
    measured.extend([
        create::run(task("large, create"), &data.large).await?,
        update::run(task("large, update"), &data.large, "field1").await?,
        create::run(task("nested, create"), &data.nested).await?,
        update::run(task("nested, update nested field"), &data.nested, "embedded_str_doc_1.field1").await?,
    ]);
    let nested = Key { path: "embedded_str_doc_1.unique_id", kind: EMBEDDED };
    measured.push(find::run(task("nested, find by nested field"), &data.nested, nested).await?);
    let in_array = Key { path: "embedded_str_doc_array.unique_id", kind: IN_ARRAY };
    measured.push(find::run(task("nested, find by field in array"), &data.nested, in_array).await?);
    clients.close().await;

    let (mut summaries, percentiles): (Vec<_>, Vec<_>) = measured.into_iter().unzip();
    summaries.extend(Summary::mean_of(&summaries, MEAN_BAR));
    let source = if arguments.data.is_some() { "The published documents." } else { "Made documents." };
    Ok(Outcome { summaries, notes: notes(source, documents), appendix: percentile::head() + &percentiles.concat() })
}

fn notes(source: &str, documents: u32) -> String {
    format!(
        "{source} {documents} operations an iteration, one after the other, against a replica set of one member with the\n\
         default write concern, `majority`. Sizes are those of the benchmark's text: 250 bytes of a small document, 8,000\n\
         of a large one, 13 of an updated value. The large flat model has the file's 250 fields `field1` to `field250`,\n\
         which make these 8,000 bytes; the picture in `image_field`, 3.2 MB more, is left out. What is looked for has an\n\
         index on both sides."
    )
}
