//! The fail point that makes commands fail.

use std::time::Duration;

use mongodb::bson::{Document, doc};

use super::{FailPoint, FailPointGuard, FailPointTarget};
use crate::error::{Error, Result};

/// Makes commands fail, as the server's `failCommand` does. It must be told how: with an error code, by closing the
/// connection, with a write concern error, or by waiting.
///
/// ```no_run
/// use std::time::Duration;
/// use mongomancy_testkit::FailPoint;
///
/// # async fn example(set: mongomancy_testkit::ReplicaSet) -> mongomancy_testkit::Result<()> {
/// let slow = FailPoint::fail_command(["find", "aggregate"])
///     .block(Duration::from_millis(500))
///     .app_name("the client under test")
///     .enable(&set)
///     .await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a fail point does nothing until `enable`"]
pub struct FailCommand {
    point: FailPoint,
}

impl FailCommand {
    pub(super) fn new(commands: Vec<String>) -> Self {
        Self { point: FailPoint::new("failCommand", doc! { "failCommands": commands }) }
    }

    /// The command is not executed and answers with this error.
    pub fn error_code(self, code: i32) -> Self {
        self.with("errorCode", code)
    }

    /// The labels that the error carries, instead of those that the server would give it.
    pub fn error_labels<S: Into<String>>(self, labels: impl IntoIterator<Item = S>) -> Self {
        let labels: Vec<String> = labels.into_iter().map(Into::into).collect();
        self.with("errorLabels", labels)
    }

    /// The command is not executed and the connection is closed without an answer.
    pub fn close_connection(self) -> Self {
        self.with("closeConnection", true)
    }

    /// The command **is** executed, and its answer says that its write concern was not satisfied.
    pub fn write_concern_error(self, code: i32, message: impl Into<String>) -> Self {
        self.with("writeConcernError", doc! { "code": code, "errmsg": message.into() })
    }

    /// The command waits this long first; it then goes on, unless it is made to fail as well.
    pub fn block(self, time: Duration) -> Self {
        let millis = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        self.with("blockConnection", true).with("blockTimeMS", millis)
    }

    /// Only for clients with this application name, so that tests which share a server do not meet each other's errors.
    pub fn app_name(self, name: impl Into<String>) -> Self {
        self.with("appName", name.into())
    }

    /// Only for commands on this namespace, as in `shop.orders`.
    pub fn namespace(self, namespace: impl Into<String>) -> Self {
        self.with("namespace", namespace.into())
    }

    /// It works this many times, then no more. Default: until it is switched off.
    pub fn times(mut self, count: u32) -> Self {
        self.point = self.point.times(count);
        self
    }

    /// It lets this many commands pass, then works each time.
    pub fn skip(mut self, count: u32) -> Self {
        self.point = self.point.skip(count);
        self
    }

    /// Switches it on; see [`FailPoint::enable`].
    ///
    /// # Errors
    /// When it names no command or no failure, when there is no primary, or when the server refuses it.
    pub async fn enable<'a>(&self, target: impl Into<FailPointTarget<'a>>) -> Result<FailPointGuard> {
        let target = target.into();
        check(&self.point.data)?;
        self.point.enable(target).await
    }

    fn with(mut self, key: &str, value: impl Into<mongodb::bson::Bson>) -> Self {
        self.point.data.insert(key, value);
        self
    }
}

/// The server takes a fail point that does nothing, and the test then passes for the wrong reason.
fn check(data: &Document) -> Result<()> {
    if data.get_array("failCommands").is_ok_and(Vec::is_empty) {
        return Err(Error::invalid("a fail point on commands names at least one"));
    }
    let effects = ["errorCode", "closeConnection", "writeConcernError", "blockConnection"];
    if effects.iter().any(|effect| data.contains_key(effect)) {
        return Ok(());
    }
    Err(Error::invalid(
        "a fail point on commands needs a failure: error_code, close_connection, write_concern_error or block",
    ))
}
