//! The folder of a deployment, and the keeper that removes it.

use std::env;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use crate::error::{Error, Kind, Result};
use crate::lifeline::Lifeline;

/// Makes the folder, says so, and removes it at the end of the lifeline. A server that is just being killed may still
/// write, so it tries until it is done. The second wait is for `server/machine.rs`: see there.
const KEEPER: &str = r#"
[ -d "$1" ] || mkdir -m 700 "$1" || exit 1
echo ready
exec >/dev/null
while read -r line; do :; done
rm -f "$1/open"
while read -r line; do :; done
until rm -rf "$1"; do sleep 0.02; done
"#;

/// Where the servers of one deployment keep everything, for as long as its lifeline lasts.
#[derive(Debug)]
pub(crate) struct Home {
    path: PathBuf,
    lifeline: Lifeline,
    keeper: Mutex<Child>,
}

impl Home {
    /// A folder for the servers of this process alone.
    pub(crate) fn new() -> Result<Self> {
        let lifeline = Lifeline::own().map_err(Error::file("cannot make a pipe", Path::new("lifeline")))?;
        Self::keep(fresh_path(), lifeline)
    }

    /// Starts the keeper, first of all, so that there is no moment in which a killed process leaves the folder behind.
    pub(crate) fn keep(path: PathBuf, lifeline: Lifeline) -> Result<Self> {
        let failed = |source| Kind::Spawn { program: "the keeper of the servers' folder".to_owned(), source };
        let mut command = shell(KEEPER);
        command.arg(&path);
        let (keeper, said) = start_shell(&mut command, &lifeline).map_err(failed)?;
        if said != "ready" {
            return Err(failed(std::io::Error::other(format!("cannot make {}", path.display()))).into());
        }
        Ok(Self { path, lifeline, keeper: Mutex::new(keeper) })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn lifeline(&self) -> &Lifeline {
        &self.lifeline
    }

    /// Cuts the lifeline and waits until the folder is gone; blocks.
    pub(crate) fn end(&self) {
        self.lifeline.cut();
        let _ = self.keeper.lock().unwrap_or_else(PoisonError::into_inner).wait();
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        self.end();
    }
}

/// A folder that does not exist yet, in the platform's temporary one.
pub(crate) fn fresh_path() -> PathBuf {
    let name = format!("mongomancy-{}-{:016x}", std::process::id(), rand::random::<u64>());
    let path = env::temp_dir().join(name);
    std::path::absolute(&path).unwrap_or(path)
}

pub(crate) fn shell(script: &str) -> Command {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", script, "mongomancy-testkit"]);
    command
}

/// Starts a shell on a lifeline and gives the first line it says.
///
/// It gets a process group of its own, so that Ctrl-C in a terminal ends the tests and the lifeline the servers; and it
/// inherits no output, since a pipe held by a server would keep whoever reads the tests' output waiting.
pub(crate) fn start_shell(command: &mut Command, lifeline: &Lifeline) -> std::io::Result<(Child, String)> {
    let mut child =
        command.stdin(lifeline.stdin()?).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0).spawn()?;
    let mut line = String::new();
    if let Some(stdout) = child.stdout.take() {
        BufReader::new(stdout).read_line(&mut line)?;
    }
    Ok((child, line.trim().to_owned()))
}
