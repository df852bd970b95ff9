//! The pipe that every watcher reads, and that ends when the test process does.

use std::fs::File;
use std::io::{self, PipeReader, PipeWriter};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// Held by the processes that use a server. Nothing is ever written to it: the watchers wait for its end of file, which
/// the kernel gives them when the last holder has gone, whatever it died of.
///
/// The write end is closed in every child that this process starts (std opens it so), so that no child keeps it open.
#[derive(Debug)]
pub(crate) struct Lifeline {
    source: Source,
    held: Mutex<Option<Held>>,
}

#[derive(Debug)]
enum Source {
    Pipe(PipeReader),
    Fifo(PathBuf),
}

/// Kept for being open.
#[derive(Debug)]
enum Held {
    Pipe(#[expect(dead_code, reason = "held for being open")] PipeWriter),
    Fifo(#[expect(dead_code, reason = "held for being open")] File),
}

impl Lifeline {
    /// A lifeline that this process holds alone.
    pub(crate) fn own() -> io::Result<Self> {
        let (reader, writer) = io::pipe()?;
        Ok(Self { source: Source::Pipe(reader), held: Mutex::new(Some(Held::Pipe(writer))) })
    }

    /// A lifeline at a path, which other processes may hold too with [`join`].
    pub(crate) fn shared(path: &Path) -> io::Result<Self> {
        // By the command, since not every platform's safe bindings have the call.
        let made = Command::new("mkfifo").args(["-m", "600"]).arg(path).stdin(Stdio::null()).output()?;
        if !made.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&made.stderr).into_owned()));
        }
        // Open for reading too: opened for writing alone it would wait for a reader.
        let held = File::options().read(true).write(true).open(path)?;
        Ok(Self { source: Source::Fifo(path.to_owned()), held: Mutex::new(Some(Held::Fifo(held))) })
    }

    /// The read end, as a watcher's standard input.
    pub(crate) fn stdin(&self) -> io::Result<Stdio> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.is_none() {
            return Err(io::Error::other("its set has been dropped"));
        }
        match &self.source {
            Source::Pipe(reader) => Ok(reader.try_clone()?.into()),
            // Does not wait: the writer is here.
            Source::Fifo(path) => Ok(File::open(path)?.into()),
        }
    }

    /// Lets go. The watchers end their servers, unless another process holds on.
    pub(crate) fn cut(&self) {
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Holds another process's lifeline too; `None` when nobody reads it any more.
pub(crate) fn join(path: &Path) -> Option<File> {
    // Without waiting for a reader: where there is none, the servers are gone.
    let no_wait = rustix::fs::OFlags::NONBLOCK.bits().try_into().ok()?;
    File::options().write(true).custom_flags(no_wait).open(path).ok()
}
