//! One running mongod, and the watcher it hangs on.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::{Mutex, PoisonError};

use rustix::process::{Pid, Signal, kill_process};

use crate::error::{Kind, Result};
use crate::home::{Home, shell, start_shell};

/// Starts the server and says its process id; ends with it; and kills it at the end of the lifeline, which a guard reads
/// meanwhile. The server gets neither end of the lifeline. A frozen server is killed as well: SIGKILL does not wait.
///
/// When the test process dies, a group with a frozen server in it gets a SIGHUP from the kernel: the watcher must not
/// die of that before it has done its work.
///
/// Its arguments: the log, the file to remove first (see `server/machine.rs`), the server's command.
const WATCHER: &str = r#"
trap '' HUP
exec 3<&0 </dev/null
log=$1
open=$2
shift 2
"$@" >>"$log" 2>&1 3<&- &
server=$!
echo "$server"
exec >/dev/null
{
    while read -r line; do :; done
    rm -f "$open"
    while read -r line; do :; done
    kill -KILL "$server"
} <&3 &
guard=$!
exec 3<&-
wait "$server"
kill -KILL "$guard"
"#;

/// How to start one server, as often as need be.
#[derive(Clone, Debug)]
pub(crate) struct Launch {
    pub(crate) program: PathBuf,
    pub(crate) arguments: Vec<OsString>,
    pub(crate) log: PathBuf,
}

impl Launch {
    pub(crate) fn set_port(&mut self, port: u16) {
        let value = self.arguments.iter().position(|argument| argument == "--port").map(|flag| flag + 1);
        if let Some(value) = value.and_then(|value| self.arguments.get_mut(value)) {
            *value = port.to_string().into();
        }
    }
}

/// A server's process. It ends when the lifeline does; dropping this alone does not end it.
#[derive(Debug)]
pub(crate) struct Process {
    watcher: Mutex<Child>,
    pid: Pid,
}

impl Process {
    pub(crate) fn start(launch: &Launch, home: &Home) -> Result<Self> {
        let program = launch.program.display().to_string();
        let failed = |source| Kind::Spawn { program, source };
        let mut command = shell(WATCHER);
        command.arg(&launch.log).arg(home.path().join("open")).arg(&launch.program).args(&launch.arguments);
        let started = start_shell(&mut command, home.lifeline()).and_then(|(watcher, said)| {
            let pid = said.parse().ok().and_then(Pid::from_raw);
            let pid = pid.ok_or_else(|| std::io::Error::other("the watcher did not start it"))?;
            Ok(Self { watcher: Mutex::new(watcher), pid })
        });
        started.map_err(|source| failed(source).into())
    }

    pub(crate) fn pid(&self) -> u32 {
        self.pid.as_raw_pid().unsigned_abs()
    }

    /// The watcher ends right after its server, so it is the one to look at: a process id may be another's by then.
    pub(crate) fn is_running(&self) -> bool {
        matches!(self.watcher().try_wait(), Ok(None))
    }

    /// Sends a signal; `false` when the server has ended.
    pub(crate) fn signal(&self, signal: Signal) -> bool {
        let mut watcher = self.watcher();
        matches!(watcher.try_wait(), Ok(None)) && kill_process(self.pid, signal).is_ok()
    }

    /// Waits for the end; blocks.
    pub(crate) fn wait(&self) {
        let _ = self.watcher().wait();
    }

    fn watcher(&self) -> std::sync::MutexGuard<'_, Child> {
        self.watcher.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The last lines of a log, cut to a readable width.
pub(crate) fn last_lines(log: &Path) -> String {
    const LINES: usize = 12;
    const WIDTH: usize = 300;
    let bytes = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    let last = &lines[lines.len().saturating_sub(LINES)..];
    last.iter().map(|line| line.chars().take(WIDTH).collect::<String>()).collect::<Vec<_>>().join("\n")
}
