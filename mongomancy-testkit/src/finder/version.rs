//! Asking a program whether it is a mongod, and which.

use std::io;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::wait::blocking_pause;

/// Sets are initiated with commands that older servers do not have.
const OLDEST: (u32, u32) = (4, 4);

/// The version a mongod gives for itself, or why it will not do.
pub(crate) fn version_of(program: &Path) -> Result<String, String> {
    let output = ask(program).map_err(|error| format!("{} does not run: {error}", program.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let Some(version) = parse(&text) else {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().chain(text.lines()).find(|line| !line.trim().is_empty()).unwrap_or("nothing");
        return Err(format!("{} --version does not answer as a mongod does: {said}", program.display()));
    };
    let mut numbers = version.split('.').map_while(|part| part.parse::<u32>().ok());
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < OLDEST {
        return Err(format!("{} is a mongod {version}, older than {}.{}", program.display(), OLDEST.0, OLDEST.1));
    }
    Ok(version.to_owned())
}

/// A file just written may be "busy" for a moment: a child that another thread is starting holds every open file until
/// it becomes its own program.
fn ask(program: &Path) -> io::Result<Output> {
    let mut tries = 100;
    loop {
        match Command::new(program).arg("--version").stdin(Stdio::null()).output() {
            Err(error) if error.kind() == io::ErrorKind::ExecutableFileBusy && tries > 0 => {
                tries -= 1;
            }
            outcome => return outcome,
        }
        blocking_pause();
    }
}

fn parse(text: &str) -> Option<&str> {
    text.lines().find_map(|line| line.trim().strip_prefix("db version v"))
}
