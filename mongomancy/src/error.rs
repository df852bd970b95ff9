//! One opaque error for every call.

mod cause;
mod kind;
mod partial_insert;
mod partial_load;
mod validation_failure;

use std::{borrow::Cow, fmt, sync::Arc, time::Duration};

pub use self::{
    cause::Cause,
    kind::{DecodeFailure, DuplicateKey, ErrorKind, ServerFailure},
    partial_insert::{InsertFailure, PartialInsert},
    partial_load::{LoadFailure, PartialLoad, UnknownDocument},
    validation_failure::{BrokenRule, ValidationFailure},
};

/// What a server answers when its own time limit for an operation passed.
const MAX_TIME_EXPIRED: i32 = 50;

/// The result of a call of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, and all that is known of it.
///
/// An error is one pointer wide and a clone is cheap. Look at [`kind`](Self::kind) to decide what to do, at
/// [`maybe_applied`](Self::maybe_applied) to know whether a failed write may be stored all the same.
///
/// Neither `Display` nor `Debug` nor the [`source`](std::error::Error::source) chain shows credentials, filters or
/// documents. What the server and the driver said, values included, is reached by
/// [`server_message`](Self::server_message) and [`driver`](Self::driver) alone.
///
/// ```
/// use mongomancy::{Error, ErrorKind};
///
/// fn status(error: &Error) -> u16 {
///     match error.kind() {
///         ErrorKind::DuplicateKey(_) => 409,
///         ErrorKind::InvalidArgument | ErrorKind::Validation(_) => 400,
///         ErrorKind::Unavailable | ErrorKind::DeadlineExceeded => 503,
///         _ => 500,
///     }
/// }
/// # assert_eq!(status(&Error::for_test(ErrorKind::Unavailable, None, [])), 503);
/// ```
#[derive(Clone)]
pub struct Error(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    message: Cow<'static, str>,
    cause: Option<Cause>,
    first: Option<Cause>,
    driver: Option<Arc<mongodb::error::Error>>,
    server_message: Option<Arc<str>>,
    call: Option<Arc<str>>,
    attempts: u32,
    elapsed: Duration,
    maybe_applied: bool,
    partial_insert: Option<PartialInsert>,
    partial_load: Option<PartialLoad>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Arc::new(Inner {
            kind,
            message: message.into(),
            cause: None,
            first: None,
            driver: None,
            server_message: None,
            call: None,
            attempts: 0,
            elapsed: Duration::ZERO,
            maybe_applied: false,
            partial_insert: None,
            partial_load: None,
        }))
    }

    pub(crate) fn invalid_argument(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::InvalidArgument, message)
    }

    pub(crate) fn invalid_definition(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::InvalidDefinition, message)
    }

    /// An error as a server or a network might have caused it, for the tests of an own
    /// [`Executor`](crate::Executor).
    ///
    /// ```
    /// use mongomancy::{Error, ErrorKind};
    ///
    /// let error = Error::for_test(ErrorKind::Unavailable, Some(10107), ["RetryableWriteError"]);
    /// assert_eq!(error.code(), Some(10107));
    /// ```
    pub fn for_test<'a>(kind: ErrorKind, code: Option<i32>, labels: impl IntoIterator<Item = &'a str>) -> Self {
        let labels = labels.into_iter().map(str::to_owned).collect();
        Self::new(kind, "made for a test").caused_by(Cause::new("test", code, None, labels))
    }

    pub(crate) fn caused_by(self, cause: Cause) -> Self {
        self.change(|inner| inner.cause = Some(cause))
    }

    pub(crate) fn first_caused_by(self, cause: Option<Cause>) -> Self {
        self.change(|inner| inner.first = cause)
    }

    pub(crate) fn with_driver(self, driver: mongodb::error::Error) -> Self {
        self.change(|inner| inner.driver = Some(Arc::new(driver)))
    }

    pub(crate) fn with_server_message(self, message: &str) -> Self {
        self.change(|inner| inner.server_message = (!message.is_empty()).then(|| message.into()))
    }

    /// Says which call failed: the command's name and what it works on.
    pub(crate) fn in_call(self, command: &str, namespace: &str) -> Self {
        match &self.0.call {
            Some(_) => self,
            None => self.change(|inner| inner.call = Some(format!("{command} on {namespace}").into())),
        }
    }

    pub(crate) fn with_attempts(self, attempts: u32, elapsed: Duration) -> Self {
        self.change(|inner| {
            inner.attempts = attempts;
            inner.elapsed = elapsed;
        })
    }

    pub(crate) fn with_maybe_applied(self, maybe_applied: bool) -> Self {
        self.change(|inner| inner.maybe_applied = maybe_applied)
    }

    pub(crate) fn with_kind(self, kind: ErrorKind) -> Self {
        self.change(|inner| inner.kind = kind)
    }

    pub(crate) fn with_message(self, message: impl Into<Cow<'static, str>>) -> Self {
        let message = message.into();
        self.change(|inner| inner.message = message)
    }

    pub(crate) fn cause(&self) -> Option<&Cause> {
        self.0.cause.as_ref()
    }

    pub(crate) fn with_partial_insert(self, partial: PartialInsert) -> Self {
        self.change(|inner| inner.partial_insert = Some(partial))
    }

    pub(crate) fn with_partial_load(self, partial: PartialLoad) -> Self {
        self.change(|inner| inner.partial_load = Some(partial))
    }

    /// Says where in the arguments it went wrong.
    pub(crate) fn within(self, place: impl fmt::Display) -> Self {
        let message =
            if self.0.message.is_empty() { place.to_string() } else { format!("{place}: {}", self.0.message) };
        self.with_message(message)
    }

    fn change(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// What kind of error this is.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The server's error code, if a server answered with one.
    pub fn code(&self) -> Option<i32> {
        self.0.cause.as_ref().and_then(Cause::code)
    }

    /// The error labels of the driver and the server.
    pub fn labels(&self) -> &[String] {
        self.0.cause.as_ref().map_or(&[], Cause::labels)
    }

    /// How many times the call was sent or tried to be sent. Zero where it was refused before that.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the call ran before it gave up.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }

    /// Whether a write that failed may be stored, or may yet be.
    ///
    /// `false` is certain: nothing of this call is stored, nor will be. It is `false` for every read.
    pub fn maybe_applied(&self) -> bool {
        self.0.maybe_applied
    }

    /// What an [`insert_many`](crate::Collection::insert_many) that failed has stored, and which documents were refused.
    pub fn partial_insert(&self) -> Option<&PartialInsert> {
        self.0.partial_insert.as_ref()
    }

    /// What became of the documents of a [`bulk_load`](crate::Collection::bulk_load) that did not store all of them.
    pub fn partial_load(&self) -> Option<&PartialLoad> {
        self.0.partial_load.as_ref()
    }

    /// What failed at the first attempt, where several were made; [`source`](std::error::Error::source) is the last.
    pub fn first_cause(&self) -> Option<&Cause> {
        self.0.first.as_ref()
    }

    /// Whether an open cursor was lost, with the server that held it or by the server's own time-out.
    pub fn is_cursor_lost(&self) -> bool {
        matches!(self.0.kind, ErrorKind::CursorLost { .. })
    }

    /// Whether a unique index refused a value.
    pub fn is_duplicate_key(&self) -> bool {
        matches!(self.0.kind, ErrorKind::DuplicateKey(_))
    }

    /// Which rules of the collection's validator a document breaks, if that is why it was refused.
    pub fn validation_failure(&self) -> Option<&ValidationFailure> {
        match &self.0.kind {
            ErrorKind::Validation(failure) => Some(failure),
            _ => None,
        }
    }

    /// What the server said, in its own words, if a server answered.
    ///
    /// It quotes key values and parts of documents and of filters: keep it out of logs that others read.
    pub fn server_message(&self) -> Option<&str> {
        self.0.server_message.as_deref()
    }

    /// The driver's own error, if one is behind this.
    ///
    /// A refusal in a write's reply has none: see [`server_message`](Self::server_message). Its `Display` and `Debug`
    /// print the server's replies, with key values and parts of documents: keep it out of logs that others read.
    ///
    /// Of a connection string that is not valid it quotes what it took for hosts, ports and options. Where the `@` behind
    /// the password is missing, or comes after an unescaped `?`, that **is the password**:
    /// `mongodb://host:27017,ada:S3CRET/`.
    pub fn driver(&self) -> Option<&mongodb::error::Error> {
        self.0.driver.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(call) = &self.0.call {
            write!(f, "{call}: ")?;
        }
        write!(f, "{}", self.0.kind)?;
        if !self.0.message.is_empty() {
            write!(f, ": {}", self.0.message)?;
        }
        self.fmt_answer(f)?;
        if self.0.attempts > 1 {
            write!(f, " ({} attempts in {} ms)", self.0.attempts, self.0.elapsed.as_millis())?;
        }
        match (&self.0.partial_insert, &self.0.partial_load) {
            _ if !self.0.maybe_applied => Ok(()),
            (Some(partial), _) => write!(f, " ({partial})"),
            (None, Some(partial)) => write!(f, " ({partial})"),
            (None, None) => write!(f, " (the write may be stored)"),
        }
    }
}

impl Error {
    /// What is known of the server's answer: where its words are, or which one came last before the time was over.
    fn fmt_answer(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0.kind, &self.0.cause) {
            (ErrorKind::Server(_), _) if self.0.server_message.is_some() => {
                f.write_str(" (the server's words: `Error::server_message()`)")
            }
            (ErrorKind::DeadlineExceeded, Some(cause)) => match cause.code() {
                // That is the answer which says it.
                None | Some(MAX_TIME_EXPIRED) => Ok(()),
                Some(code) => write!(f, "; last: {} ({code})", cause.code_name().unwrap_or(cause.what())),
            },
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.0.message)
            .field("call", &self.0.call)
            .field("cause", &self.0.cause)
            .field("first_cause", &self.0.first)
            .field("attempts", &self.0.attempts)
            .field("elapsed", &self.0.elapsed)
            .field("maybe_applied", &self.0.maybe_applied)
            .field("partial_insert", &self.0.partial_insert)
            .field("partial_load", &self.0.partial_load)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.cause.as_ref().map(|cause| cause as _)
    }
}
