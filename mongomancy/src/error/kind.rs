//! The kinds of errors, and what each knows.

use std::fmt;

use super::ValidationFailure;

/// What kind of error a call ended with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A unique index refused a value (code 11000).
    DuplicateKey(DuplicateKey),
    /// The collection's validator refused a document (code 121).
    Validation(ValidationFailure),
    /// A stored document does not fit the type.
    Decode(DecodeFailure),
    /// A value cannot be written as BSON.
    Encode,
    /// An argument makes no sense; nothing was sent.
    InvalidArgument,
    /// A collection's definition makes no sense; nothing was sent.
    InvalidDefinition,
    /// What the server has contradicts what is declared.
    Conflict,
    /// No collection of that name is registered.
    NotRegistered,
    /// The creation lock was held by somebody else for longer than the limit.
    LockTimeout,
    /// The server did not accept the credentials.
    Authentication,
    /// The user lacks a right (code 13).
    Unauthorized,
    /// No server could take the call, or what to connect to could not be had.
    Unavailable,
    /// The call's deadline passed.
    DeadlineExceeded,
    /// The cursor died with its server, or was ended by it.
    CursorLost {
        /// How many documents the cursor gave before.
        documents: u64,
    },
    /// The engine was disposed.
    Disposed,
    /// The server refused the call for another reason.
    Server(ServerFailure),
    /// Everything else.
    Other,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DuplicateKey(duplicate) => write!(f, "duplicate key: {duplicate}"),
            Self::Validation(failure) => write!(f, "refused by the collection's validator{failure}"),
            Self::Decode(failure) => write!(f, "cannot decode {failure}"),
            Self::Encode => f.write_str("cannot encode"),
            Self::InvalidArgument => f.write_str("invalid argument"),
            Self::InvalidDefinition => f.write_str("invalid definition"),
            Self::Conflict => f.write_str("the server differs from the definition"),
            Self::NotRegistered => f.write_str("not registered"),
            Self::LockTimeout => f.write_str("the creation lock is held by somebody else"),
            Self::Authentication => f.write_str("authentication failed"),
            Self::Unauthorized => f.write_str("not authorized"),
            Self::Unavailable => f.write_str("unavailable"),
            Self::DeadlineExceeded => f.write_str("deadline exceeded"),
            Self::CursorLost { documents } => write!(f, "cursor lost after {documents} documents"),
            Self::Disposed => f.write_str("the engine is disposed"),
            Self::Server(failure) => write!(f, "{failure}"),
            Self::Other => f.write_str("failed"),
        }
    }
}

/// Which unique index refused a value. Never the value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DuplicateKey {
    pub(crate) index: String,
    pub(crate) fields: Vec<String>,
}

impl DuplicateKey {
    /// The name of the index; empty where the server did not say it.
    pub fn index(&self) -> &str {
        &self.index
    }

    /// The fields of the index's key.
    pub fn fields(&self) -> &[String] {
        &self.fields
    }
}

impl fmt::Display for DuplicateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "index {}", if self.index.is_empty() { "unknown" } else { &self.index })
    }
}

/// Which stored document does not fit its type, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeFailure {
    pub(crate) collection: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) path: String,
    pub(crate) reason: String,
}

impl DecodeFailure {
    /// The namespace of the document, where it is known.
    pub fn collection(&self) -> Option<&str> {
        self.collection.as_deref()
    }

    /// The document's `_id`, where it is an `ObjectId`, a UUID or an integer; other kinds are not shown.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The path of the field that does not fit, by its stored names; empty for the document as a whole.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Why it does not fit.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for DecodeFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.collection, &self.id) {
            (Some(collection), Some(id)) => write!(f, "document {id} of {collection}")?,
            (Some(collection), None) => write!(f, "a document of {collection}")?,
            (None, _) => f.write_str("a document")?,
        }
        if !self.path.is_empty() {
            write!(f, " at `{}`", self.path)?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// A server's refusal that has no kind of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerFailure {
    pub(crate) code: i32,
    pub(crate) name: String,
}

impl ServerFailure {
    /// The server's error code.
    pub fn code(&self) -> i32 {
        self.code
    }

    /// The name that the server gave with the code, or is known to have for it; may be empty.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for ServerFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused by the server with code {}", self.code)?;
        if !self.name.is_empty() {
            write!(f, " {}", self.name)?;
        }
        Ok(())
    }
}
