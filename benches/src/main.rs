//! What mongomancy costs against the bare driver, measured in one run: `cargo run --release -p mongomancy-benches`.

mod arguments;
mod engine;
mod measure;
mod row;
mod summary;
mod table;

use std::{fs, process::ExitCode};

use self::arguments::{Arguments, Mode, USAGE};

/// Whatever ends a run: a server that does not start, a call that fails, answers that differ.
type Error = Box<dyn std::error::Error + Send + Sync>;
type Result<T> = std::result::Result<T, Error>;

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
    let summaries = match arguments.mode {
        Mode::Engine => engine::run(arguments.effort()).await?,
    };
    print!("{}", table::table(&summaries));
    if let Some(file) = &arguments.json {
        let rows: Vec<_> = summaries.iter().map(row::Row::of).collect();
        fs::write(file, serde_json::to_string_pretty(&rows)? + "\n")?;
    }
    Ok(())
}
