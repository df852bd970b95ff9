//! Fail points: errors that a server gives on purpose.

mod fail_command;
mod guard;

use mongodb::bson::{Bson, Document, doc};

use crate::error::{Error, Result};
use crate::member::Member;

pub use fail_command::FailCommand;
pub use guard::FailPointGuard;

/// A fail point of the server, not yet switched on.
///
/// Most tests want [`FailPoint::fail_command`]; [`FailPoint::new`] takes any other by its own words.
///
/// ```no_run
/// use mongodb::bson::doc;
/// use mongomancy_testkit::FailPoint;
///
/// # async fn example(set: mongomancy_testkit::ReplicaSet) -> mongomancy_testkit::Result<()> {
/// let not_primary = FailPoint::fail_command(["insert"]).error_code(10107).times(3).enable(&set).await?;
/// // The next three inserts fail.
/// not_primary.disable().await?;
///
/// let stalled = FailPoint::new("rsSyncApplyStop", doc! {}).enable(&set.members()[1]).await?;
/// // No writes reach this member until the guard is dropped.
/// drop(stalled);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a fail point does nothing until `enable`"]
pub struct FailPoint {
    name: String,
    mode: Bson,
    data: Document,
}

impl FailPoint {
    /// Any fail point of the server by its name and data; on until it is switched off, unless [`times`](Self::times) says
    /// otherwise.
    pub fn new(name: impl Into<String>, data: Document) -> Self {
        Self { name: name.into(), mode: Bson::from("alwaysOn"), data }
    }

    /// A fail point that makes commands of these names fail.
    pub fn fail_command<S: Into<String>>(commands: impl IntoIterator<Item = S>) -> FailCommand {
        FailCommand::new(commands.into_iter().map(Into::into).collect())
    }

    /// It works this many times, then no more.
    pub fn times(mut self, count: u32) -> Self {
        self.mode = Bson::from(doc! { "times": i64::from(count) });
        self
    }

    /// It lets this many pass, then works each time.
    pub fn skip(mut self, count: u32) -> Self {
        self.mode = Bson::from(doc! { "skip": i64::from(count) });
        self
    }

    /// Switches it on at a member, or at the member of a set that is primary now. It stays with that member when the
    /// primary changes, and ends with its process.
    ///
    /// # Errors
    /// When there is no primary, or the server refuses the fail point.
    pub async fn enable<'a>(&self, target: impl Into<FailPointTarget<'a>>) -> Result<FailPointGuard> {
        let member = match target.into().0 {
            Target::Member(member) => member.clone(),
            Target::Set(set) => set.wait_for_primary(guard::LIMIT).await?,
        };
        if self.name.is_empty() {
            return Err(Error::invalid("a fail point has a name"));
        }
        let command = doc! { "configureFailPoint": &self.name, "mode": self.mode.clone(), "data": self.data.clone() };
        let answer = member.run(command).await?;
        let count = answer.get("count").and_then(|count| count.as_i64().or_else(|| count.as_i32().map(i64::from)));
        Ok(FailPointGuard::new(member, self.name.clone(), self.commands(), count.unwrap_or(0)))
    }

    /// The commands that are meant to meet it, by their names; empty for a fail point that is no matter of commands.
    fn commands(&self) -> String {
        let names = self.data.get_array("failCommands").map(Vec::as_slice).unwrap_or_default();
        names.iter().filter_map(Bson::as_str).collect::<Vec<_>>().join(" or ")
    }
}

/// Where a [`FailPoint`] is switched on: a [`Member`], the primary of a [`ReplicaSet`](crate::ReplicaSet), or a
/// [`Standalone`](crate::Standalone).
#[derive(Debug)]
pub struct FailPointTarget<'a>(Target<'a>);

#[derive(Debug)]
enum Target<'a> {
    Member(&'a Member),
    Set(&'a crate::ReplicaSet),
}

impl<'a> From<&'a Member> for FailPointTarget<'a> {
    fn from(member: &'a Member) -> Self {
        Self(Target::Member(member))
    }
}

impl<'a> From<&'a crate::ReplicaSet> for FailPointTarget<'a> {
    fn from(set: &'a crate::ReplicaSet) -> Self {
        Self(Target::Set(set))
    }
}

impl<'a> From<&'a crate::Standalone> for FailPointTarget<'a> {
    fn from(server: &'a crate::Standalone) -> Self {
        Self(Target::Member(server.member()))
    }
}
