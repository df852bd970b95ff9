//! The crate's one error.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::finder::Search;

/// What went wrong while a server was found, started, or given a fault.
///
/// The kinds are private and may grow; ask with the predicates. Neither `Display` nor `Debug` shows a password: commands
/// that carry one are named, not printed.
///
/// ```
/// # fn show(error: mongomancy_testkit::Error) {
/// if error.is_mongod_missing() {
///     eprintln!("skipping: {error}");
/// }
/// # }
/// ```
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(Box<Kind>);

/// The result of nearly every function here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Kind {
    #[error("{0}")]
    MongodMissing(Search),
    #[error("{0}")]
    InvalidArgument(String),
    #[error("{what}: {path}")]
    File { what: &'static str, path: PathBuf, source: std::io::Error },
    #[error("cannot start {program}")]
    Spawn { program: String, source: std::io::Error },
    #[error("mongod at {address} ended before it took connections; its log ends with:\n{log}")]
    ServerEnded { address: String, log: String },
    #[error("{what} did not happen within {limit:?}{detail}")]
    Timeout { what: String, limit: Duration, detail: String },
    #[error("{address} refused {command}")]
    Command { address: String, command: String, source: mongodb::error::Error },
    #[error("cannot make a client for {address}")]
    Connect { address: String, source: mongodb::error::Error },
    #[error("cannot make the certificates")]
    Certificate { source: rcgen::Error },
    #[error("{address} is not running")]
    NotRunning { address: String },
}

impl Error {
    /// No mongod was found, and none could be fetched. The message lists the four ways to give one, and what was tried.
    pub fn is_mongod_missing(&self) -> bool {
        matches!(*self.0, Kind::MongodMissing(_))
    }

    /// The caller asked for something that does not exist, such as a set of nine members.
    pub fn is_invalid_argument(&self) -> bool {
        matches!(*self.0, Kind::InvalidArgument(_))
    }

    /// A condition did not come true within its limit.
    pub fn is_timeout(&self) -> bool {
        matches!(*self.0, Kind::Timeout { .. })
    }

    /// The server asked is not running: it was killed and not restarted, or it ended by itself.
    pub fn is_not_running(&self) -> bool {
        matches!(*self.0, Kind::NotRunning { .. })
    }

    /// The code of the server's refusal, when it was a server that refused.
    pub fn code(&self) -> Option<i32> {
        match &*self.0 {
            Kind::Command { source, .. } => crate::connect::server_code(source),
            _ => None,
        }
    }

    /// The message with that of its cause, in one line.
    pub(crate) fn with_cause(&self) -> String {
        match std::error::Error::source(self) {
            Some(cause) => format!("{self}: {cause}"),
            None => self.to_string(),
        }
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.0
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Kind::InvalidArgument(message.into()).into()
    }

    pub(crate) fn file(what: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Kind::File { what, path, source }.into()
    }
}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Self(Box::new(kind))
    }
}
