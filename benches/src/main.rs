//! What mongomancy costs against the bare driver, measured in one run: `cargo run --release -p mongomancy-benches`.

mod arguments;
mod clients;
mod digest;
mod engine;
mod instructions;
mod mapper;
mod measure;
mod odm;
mod part;
mod plot;
mod queries;
mod results;
mod rounds;
mod row;
mod schema;
mod summary;
mod table;

use std::{fs, process::ExitCode};

use self::{
    arguments::{Arguments, Mode, USAGE},
    summary::Summary,
};

/// Whatever ends a run: a server that does not start, a call that fails, answers that differ.
type Error = Box<dyn std::error::Error + Send + Sync>;
type Result<T> = std::result::Result<T, Error>;

/// What a mode came to.
struct Outcome {
    summaries: Vec<Summary>,
    /// What is to be known of the rows.
    notes: String,
    /// What else was found, for the file of results.
    appendix: String,
}

/// Tells that a piece of work begins: some take minutes.
fn begin(work: &str) {
    eprintln!("measuring: {work}");
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match Arguments::read(lexopt::Parser::from_env()) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("error: {error}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<()> {
    if cfg!(debug_assertions) {
        eprintln!("note: without `--release` these numbers say little");
    }
    let plain = |summaries, notes: &str| Outcome { summaries, notes: notes.to_owned(), appendix: String::new() };
    let outcome = match arguments.mode {
        Mode::Mapper => plain(mapper::run(arguments).await?, mapper::NOTES),
        Mode::Odm => odm::run(arguments).await?,
        Mode::Engine => plain(engine::run(arguments.effort()).await?, ""),
        Mode::Queries => plain(queries::run(arguments.rounds()).await?, queries::NOTES),
        Mode::Schema => plain(schema::run(if arguments.quick { 1 } else { 7 }).await?, schema::NOTES),
        Mode::Instructions => plain(instructions::run()?, instructions::NOTES),
        Mode::Part => return part::run(&arguments.rest).await,
    };
    print!("{}", table::table(&outcome.summaries));
    if let Some(file) = &arguments.json {
        let rows: Vec<_> = outcome.summaries.iter().map(row::Row::of).collect();
        fs::write(file, serde_json::to_string_pretty(&rows)? + "\n")?;
    }
    if arguments.save {
        results::save(arguments, &outcome)?;
        if matches!(arguments.mode, Mode::Mapper | Mode::Odm) {
            plot::save(arguments.mode, &outcome.summaries)?;
        }
    }
    Ok(())
}
