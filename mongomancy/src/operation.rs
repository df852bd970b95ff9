//! What an executor is asked: one call as plain data.

mod effect;

use std::{fmt, sync::Arc, time::Duration};

use bson::{Document, RawBsonRef, RawDocument, RawDocumentBuf};

pub use self::effect::{Deployment, Effect};
use crate::{
    codec::elements::elements,
    error::{Error, ErrorKind, Result},
    options::ReadPreference,
};

/// The commands that are answered by a cursor.
const CURSOR_COMMANDS: [&str; 4] = ["find", "aggregate", "listCollections", "listIndexes"];

/// The command whose argument is another command.
const EXPLAIN: &str = "explain";

/// One call to a database: the command as MongoDB's manual describes it, and how to run it.
///
/// A command's first key is its name. What depends on the attempt is not in it: session, transaction number, write
/// concern and read concern unless the call named them.
///
/// ```
/// use mongomancy::{Operation, bson::doc};
///
/// let operation = Operation::new("game", &doc! { "find": "player", "filter": { "name": "Ada" } })?;
/// assert_eq!((operation.name(), operation.collection()), ("find", Some("player")));
/// # Ok::<(), mongomancy::Error>(())
/// ```
#[derive(Clone)]
pub struct Operation {
    database: Arc<str>,
    command: RawDocumentBuf,
    read_preference: Option<ReadPreference>,
    deadline: Option<Duration>,
    max_await_time: Option<Duration>,
    prefetch: Option<usize>,
    exactly_once: bool,
}

impl Operation {
    /// The command `command` for the database `database`.
    ///
    /// # Errors
    /// [`InvalidArgument`](ErrorKind::InvalidArgument) for a command without a name,
    /// [`Encode`](ErrorKind::Encode) for a key that BSON cannot hold.
    pub fn new(database: impl Into<Arc<str>>, command: &Document) -> Result<Self> {
        let command = RawDocumentBuf::try_from(command)
            .map_err(|_| Error::new(ErrorKind::Encode, "the command has a key that BSON cannot hold"))?;
        Self::from_raw(database, command)
    }

    /// The encoded command `command` for the database `database`.
    ///
    /// # Errors
    /// [`InvalidArgument`](ErrorKind::InvalidArgument) for a command without a name.
    pub fn from_raw(database: impl Into<Arc<str>>, command: RawDocumentBuf) -> Result<Self> {
        if elements(&command).next().is_none() {
            return Err(Error::invalid_argument("a command's first key is its name; this one has none"));
        }
        Ok(Self {
            database: database.into(),
            command,
            read_preference: None,
            deadline: None,
            max_await_time: None,
            prefetch: None,
            exactly_once: false,
        })
    }

    /// Lets members of the set other than the primary answer. Default: the client's read preference for reads, the
    /// primary for all else.
    pub fn with_read_preference(mut self, preference: impl Into<Option<ReadPreference>>) -> Self {
        self.read_preference = preference.into();
        self
    }

    /// How long the call may take, retries included. Default: the executor's.
    pub fn with_deadline(mut self, deadline: impl Into<Option<Duration>>) -> Self {
        self.deadline = deadline.into();
        self
    }

    /// How long the server waits for new documents at the end of a tailable cursor. Default: the server's.
    pub fn with_max_await_time(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.max_await_time = limit.into();
        self
    }

    /// How many batches of a cursor are fetched ahead while one is read; with 0 none is asked for before it is wanted.
    /// Default: the executor's.
    pub fn with_prefetch(mut self, batches: impl Into<Option<usize>>) -> Self {
        self.prefetch = batches.into();
        self
    }

    /// Asks that a write is applied once or not at all. An `update` or `delete` of many documents then runs in a
    /// transaction of its own, and a refusal of any of its statements is an error of the call: nothing is applied. What
    /// changes nothing, or carries a number, is so anyway; all else is refused before it is sent. Default: the executor's.
    pub fn with_exactly_once(mut self, exactly_once: bool) -> Self {
        self.exactly_once = exactly_once;
        self
    }

    /// The same call with another command.
    pub(crate) fn with_command(&self, command: RawDocumentBuf) -> Self {
        Self { command, ..self.clone() }
    }

    /// The database's name.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// The command's name: `find`, `insert`, `createIndexes`.
    pub fn name(&self) -> &str {
        name_of(&self.command)
    }

    /// The collection that the command works on, if it names one; of an `explain`, that of the explained command.
    pub fn collection(&self) -> Option<&str> {
        match self.command.iter().next()?.ok()?.1 {
            RawBsonRef::Document(explained) if self.name() == EXPLAIN => explained.iter().next()?.ok()?.1.as_str(),
            named => named.as_str(),
        }
    }

    /// `database.collection`, or the database alone.
    pub fn namespace(&self) -> String {
        self.collection().map_or_else(|| self.database.to_string(), |name| format!("{}.{name}", self.database))
    }

    /// The command.
    pub fn command(&self) -> &RawDocument {
        &self.command
    }

    /// Which members may answer, where the call said it.
    pub fn read_preference(&self) -> Option<&ReadPreference> {
        self.read_preference.as_ref()
    }

    /// How long the call may take, where the call said it.
    pub fn deadline(&self) -> Option<Duration> {
        self.deadline
    }

    /// How long a tailable cursor's batch may be waited for, where the call said it.
    pub fn max_await_time(&self) -> Option<Duration> {
        self.max_await_time
    }

    /// How many batches are fetched ahead, where the call said it.
    pub fn prefetch(&self) -> Option<usize> {
        self.prefetch
    }

    /// Whether the call asks to be applied once or not at all.
    pub fn is_exactly_once(&self) -> bool {
        self.exactly_once
    }

    /// Whether the answer is a cursor.
    pub fn returns_cursor(&self) -> bool {
        CURSOR_COMMANDS.contains(&self.name())
    }

    /// The call that an `explain` is about.
    pub(crate) fn explained(&self) -> Option<Self> {
        if self.name() != EXPLAIN {
            return None;
        }
        let explained = self.command.iter().next()?.ok()?.1.as_document()?;
        Some(self.with_command(explained.to_owned()))
    }

    /// Whether the server holds its answer back until there are new documents.
    pub(crate) fn awaits_documents(&self) -> bool {
        let is_change_stream = || {
            let stages = self.command.get_array("pipeline").ok()?;
            let first = stages.into_iter().next()?.ok()?;
            first.as_document()?.get("$changeStream").ok().flatten()
        };
        self.command.get_bool("awaitData").unwrap_or(false) || is_change_stream().is_some()
    }

    /// What happens when the command is sent more than once, unless it is to be applied
    /// [exactly once](Self::with_exactly_once).
    pub fn effect(&self, deployment: Deployment) -> Effect {
        effect::of(self.name(), &self.command, deployment)
    }
}

/// A command's name: read on each decision of a call, so without its value.
pub(crate) fn name_of(command: &RawDocument) -> &str {
    // Length, type byte, name, zero.
    let rest = command.as_bytes().get(5..).unwrap_or_default();
    let name = rest.split(|byte| *byte == 0).next().unwrap_or_default();
    str::from_utf8(name).unwrap_or_default()
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation")
            .field("name", &self.name())
            .field("namespace", &self.namespace())
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    #[test]
    fn an_explain_knows_what_it_explains() {
        let explain = doc! { "explain": { "find": "player", "filter": {} }, "verbosity": "queryPlanner" };
        let explain = Operation::new("game", &explain).unwrap();
        assert_eq!((explain.name(), explain.namespace().as_str()), ("explain", "game.player"));
        assert!(!explain.returns_cursor());
        let find = explain.explained().unwrap();
        assert_eq!((find.name(), find.namespace().as_str()), ("find", "game.player"));
        assert!(find.explained().is_none());

        for odd in [doc! { "explain": 1 }, doc! { "explain": {} }] {
            assert_eq!(Operation::new("game", &odd).unwrap().namespace(), "game");
        }
    }
}
