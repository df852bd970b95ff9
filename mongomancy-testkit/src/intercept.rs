//! Faults at chosen commands of clients, given by the proxies of a set.

mod active;
mod condition;
mod guard;
mod schedule;

use std::sync::Arc;

use mongodb::bson::{Document, RawDocumentBuf};

use crate::error::{Error, Result};
use crate::member::Member;
use crate::replica_set::ReplicaSet;
use condition::Condition;
use schedule::Schedule;

pub(crate) use active::{Act, Active};
pub(crate) use condition::Command;
pub use guard::InterceptGuard;

/// What is done to chosen commands of clients on their way through the proxies of a
/// [proxied](crate::ReplicaSetBuilder::proxied) set; not yet switched on.
///
/// It says which commands are meant, which of them are met (all, unless [`skip`](Self::skip) and [`times`](Self::times)
/// say otherwise), and what happens to these. What the members and the kit say is never met, compressed commands and those
/// that want no answer (`w: 0`) neither.
///
/// ```no_run
/// use mongodb::bson::doc;
/// use mongomancy_testkit::{Intercept, ReplicaSet};
///
/// # async fn example() -> mongomancy_testkit::Result<()> {
/// let set = ReplicaSet::builder().proxied(true).start().await?;
/// // The third and the fourth insert are executed, and nobody is told.
/// let cut = Intercept::command(["insert"]).skip(2).times(2).cut_reply().enable(&set)?;
/// // ...
/// assert_eq!(cut.hits(), 2);
///
/// // An update is executed, and its reply says that the primary is going down.
/// let refusal = doc! { "ok": 0, "code": 91, "codeName": "ShutdownInProgress", "errmsg": "going down" };
/// let replaced = Intercept::command(["update"]).times(1).replace_reply(refusal).enable(&set)?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "an intercept does nothing until `enable`"]
pub struct Intercept {
    condition: Condition,
    schedule: Schedule,
    effect: Option<Effect>,
    member: Option<Member>,
}

#[derive(Clone, Debug)]
enum Effect {
    CutRequest,
    CutReply,
    ReplaceReply(Document),
    /// One of the first two, by lot.
    Cut,
}

impl Intercept {
    /// Meets commands of these names.
    pub fn command<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        Self::new(Condition::named(names.into_iter().map(Into::into).collect()))
    }

    /// Meets all commands but those by which clients connect, watch the members, and take their leave.
    pub fn any_command() -> Self {
        Self::new(Condition::any())
    }

    fn new(condition: Condition) -> Self {
        Self { condition, schedule: Schedule::default(), effect: None, member: None }
    }

    /// Only commands on this namespace, as in `shop.orders`.
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.condition.namespace = Some(namespace.into());
        self
    }

    /// Only commands that have this field, as in `txnNumber`, at their top level.
    pub fn with_field(mut self, name: impl Into<String>) -> Self {
        self.condition.fields.push(name.into());
        self
    }

    /// Only commands of clients with this application name.
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.condition.app_name = Some(name.into());
        self
    }

    /// Only commands that come to this member. Default: to any.
    pub fn at(mut self, member: &Member) -> Self {
        self.member = Some(member.clone());
        self
    }

    /// Lets this many of them pass first.
    pub fn skip(mut self, count: u32) -> Self {
        self.schedule.skip = count;
        self
    }

    /// Meets this many, then no more. Default: until it is switched off.
    pub fn times(mut self, count: u32) -> Self {
        self.schedule.times = Some(count);
        self
    }

    /// The connection is reset and the command does not reach the server.
    pub fn cut_request(self) -> Self {
        self.with(Effect::CutRequest)
    }

    /// The server executes the command. When its reply comes, the connection is reset instead.
    pub fn cut_reply(self) -> Self {
        self.with(Effect::CutReply)
    }

    /// The server executes the command. When its reply comes, the client gets this one instead, just as it is here.
    pub fn replace_reply(self, reply: Document) -> Self {
        self.with(Effect::ReplaceReply(reply))
    }

    /// Of those meant, one in `every` on average is met, and reset as by [`cut_request`](Self::cut_request) or by
    /// [`cut_reply`](Self::cut_reply); a matter of the seed and of the order of commands alone. See
    /// [`ReplicaSet::reset_randomly`].
    pub fn reset_randomly(mut self, seed: u64, every: u32) -> Self {
        self.schedule.random = Some((seed, every));
        self.with(Effect::Cut)
    }

    /// Switches it on. A command that several are meant for goes to the one that was switched on first.
    ///
    /// # Errors
    /// When it names no command or no effect, when it is for a member of another set, and when the set is not proxied.
    pub fn enable(&self, set: &ReplicaSet) -> Result<InterceptGuard> {
        let control = Arc::clone(set.control()?);
        if self.condition.is_empty() {
            return Err(Error::invalid("an intercept names at least one command"));
        }
        if self.schedule.random.is_some_and(|(_, every)| every == 0) {
            return Err(Error::invalid("random resets are for one command in at least 1"));
        }
        let effect = match &self.effect {
            Some(Effect::CutRequest) => active::Effect::Always(Act::CutRequest),
            Some(Effect::CutReply) => active::Effect::Always(Act::CutReply),
            Some(Effect::Cut) => active::Effect::Cut,
            Some(Effect::ReplaceReply(reply)) => {
                let reply = RawDocumentBuf::try_from(reply);
                let reply = reply.map_err(|_| Error::invalid("the reply of an intercept cannot be written as BSON"))?;
                active::Effect::Always(Act::ReplaceReply(Arc::new(reply)))
            }
            None => {
                let message = "an intercept needs an effect: cut_request, cut_reply, replace_reply or reset_randomly";
                return Err(Error::invalid(message));
            }
        };
        let member = self.member.as_ref().map(|member| set.index(member)).transpose()?;
        let active = Arc::new(Active::new(self.condition.clone(), member, &self.schedule, effect));
        control.add(Arc::clone(&active));
        Ok(InterceptGuard::new(control, active))
    }

    fn with(mut self, effect: Effect) -> Self {
        self.effect = Some(effect);
        self
    }
}
