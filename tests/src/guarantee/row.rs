//! What the rows of the table are made of.

use super::name;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The connection is closed without an answer.
    Closed,
    /// The command is answered by an error of this code.
    Code(i32),
    /// The command is answered by an error with these labels.
    Labels(i32, &'static [&'static str]),
    /// The reply tells of a statement that failed with this code.
    WriteError(i32),
    /// The reply tells that the write concern was not met.
    WriteConcern(i32),
    /// The same, with these labels.
    WriteConcernLabels(i32, &'static [&'static str]),
}

/// When it goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// The command did not run.
    Before,
    /// It ran, and only its answer is lost or tells of an error.
    After,
}

/// What the error says of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Nothing was sent, or it was turned away unread.
    NothingSent,
    /// A server refused before it did anything.
    Refused,
    /// The command may have run, or not.
    Ambiguous,
    /// The answer is final.
    Surface,
}

/// The kind of the error that a caller gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `ErrorKind::Authentication`
    Authentication,
    /// `ErrorKind::CursorLost`
    CursorLost,
    /// `ErrorKind::DeadlineExceeded`
    DeadlineExceeded,
    /// `ErrorKind::DuplicateKey`
    DuplicateKey,
    /// `ErrorKind::Server`
    Server,
    /// `ErrorKind::Unauthorized`
    Unauthorized,
    /// `ErrorKind::Unavailable`
    Unavailable,
    /// `ErrorKind::Validation`
    Validation,
}

/// What comes of the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is sent once more than it fails, and the last answer is the caller's. A write is stored once.
    Answered,
    /// The same, and the result says that its counts are those of a repeat.
    Replayed,
    /// The caller gets this error after one attempt; nothing is stored.
    Failed(Kind),
    /// The caller gets this error after one attempt, and it says that the write may be stored.
    MaybeApplied(Kind),
    /// Such calls do not meet this.
    Never,
}

/// Failures with one and the same outcome for each effect.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// What the failures say of a call.
    pub class: Class,
    /// When they come.
    pub when: When,
    /// What goes wrong.
    pub failures: &'static [Failure],
    /// What comes of a read.
    pub read: Outcome,
    /// What comes of a write that carries a number.
    pub numbered: Outcome,
    /// What comes of a write that leaves the same state when it is sent again.
    pub replayable: Outcome,
    /// What comes of a write that may change more when it is sent again.
    pub not_replayable: Outcome,
    /// What comes of a write in a transaction of its own whose statement meets this.
    pub statement: Outcome,
    /// What comes of it when its commit does.
    pub commit: Outcome,
}

impl Failure {
    /// The code that is answered, where one is.
    pub fn code(self) -> Option<i32> {
        match self {
            Self::Closed => None,
            Self::Code(code)
            | Self::Labels(code, _)
            | Self::WriteError(code)
            | Self::WriteConcern(code)
            | Self::WriteConcernLabels(code, _) => Some(code),
        }
    }

    /// The failure in words, without the code that [`code`](Self::code) gives.
    pub(super) fn manner(self) -> String {
        match self {
            Self::Closed => "the connection is closed".to_owned(),
            Self::Code(_) => "error".to_owned(),
            Self::Labels(_, labels) => format!("error with {}", quoted(labels)),
            Self::WriteError(_) => "in `writeErrors`".to_owned(),
            Self::WriteConcern(_) => "in `writeConcernError`".to_owned(),
            Self::WriteConcernLabels(_, labels) => format!("in `writeConcernError`, with {}", quoted(labels)),
        }
    }

    /// The code with its name.
    pub(super) fn named(self) -> Option<String> {
        self.code().map(|code| format!("{code} {}", name(code)))
    }
}

fn quoted(labels: &[&str]) -> String {
    labels.iter().map(|label| format!("`{label}`")).collect::<Vec<_>>().join(" and ")
}
