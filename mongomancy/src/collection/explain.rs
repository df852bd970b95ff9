//! `explain`: how the server would run a call.

mod answer;
mod explained;
mod plan;
mod run;
mod verbosity;

#[cfg(test)]
mod tests;

use std::time::Instant;

use bson::{RawDocument, RawDocumentBuf, raw::cstr};

pub use self::{explained::Explained, verbosity::ExplainVerbosity};
use super::{Collection, call::Call, filter::IntoFilter};
use crate::{error::Result, model::MongoCollection};

/// What servers take beside the explained command, or refuse within it. No plan depends on it.
const NOT_WITHIN: [&str; 3] = ["maxTimeMS", "readConcern", "writeConcern"];

impl<T: MongoCollection> Collection<T> {
    /// Asks how the server would find the documents that match `filter`: short for
    /// [`find(filter).explain()`](crate::action::Find::explain), in tests above all.
    ///
    /// Every other call is explained in the same way, by the `explain` of its action: `players.aggregate(..).explain()`,
    /// `players.update_many(..).explain()`. So is a find with options, which change the plan.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::{Document, doc}};
    /// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
    /// let explained = players.explain(doc! { "guild": "red" }).await?;
    /// assert!(explained.uses_index("ix__player__guild_score"), "{explained}");
    ///
    /// let best = players.find(doc! { "guild": "red" }).sort(doc! { "score": -1 }).limit(50).explain().await?;
    /// assert!(!best.sorts_in_memory() && best.documents_examined() == Some(50), "{best}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the server answers: the filter is checked there. A find that fails when it is run, as at its deadline, is that
    /// error; [`QueryPlanner`](ExplainVerbosity::QueryPlanner) gives its plan all the same.
    ///
    /// # Retries
    /// As a read: repeated until the deadline.
    ///
    /// # Cancellation
    /// Safe: nothing is changed.
    pub fn explain(&self, filter: impl IntoFilter<T>) -> Explain {
        self.find(filter).explain()
    }
}

/// An `explain` in the making: of a [`find`](crate::action::Find::explain), an
/// [`aggregate`](crate::action::Aggregate::explain), or any other call that a server can explain.
#[must_use = "it asks nothing unless it is awaited"]
pub struct Explain {
    call: Call,
    command: Result<RawDocumentBuf>,
    verbosity: ExplainVerbosity,
}

setters! { Explain: deadline, max_time, read_preference }

impl Explain {
    pub(super) fn new(call: Call, command: Result<RawDocumentBuf>) -> Self {
        Self { call, command, verbosity: ExplainVerbosity::default() }
    }

    /// How much is told, and whether the plan is run for that. Default:
    /// [`ExecutionStats`](ExplainVerbosity::ExecutionStats), which runs it.
    ///
    /// ```no_run
    /// # use mongomancy::{Collection, bson::{Document, doc}, options::ExplainVerbosity};
    /// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
    /// let find = players.find(doc! { "guild": "red" });
    /// let planned = find.explain().verbosity(ExplainVerbosity::QueryPlanner).await?;
    /// println!("{:?}", planned.indexes());
    /// # Ok(())
    /// # }
    /// ```
    pub fn verbosity(mut self, verbosity: ExplainVerbosity) -> Self {
        self.verbosity = verbosity;
        self
    }

    async fn run(self) -> Result<Explained> {
        let command = explain_command(&self.call, &self.command?, self.verbosity);
        let started = Instant::now();
        let reply = self.call.send(command).await?;
        let attempts = reply.attempts();
        Explained::read(reply.into_document()?).map_err(|error| {
            error.in_call("explain", &self.call.namespace().to_string()).with_attempts(attempts, started.elapsed())
        })
    }
}

action!(Explain, Explained);

fn explain_command(call: &Call, command: &RawDocument, verbosity: ExplainVerbosity) -> RawDocumentBuf {
    let within: RawDocumentBuf =
        command.iter().flatten().filter(|(key, _)| !NOT_WITHIN.contains(&key.as_str())).collect();
    let mut explain = RawDocumentBuf::new();
    explain.append(cstr!("explain"), within);
    explain.append(cstr!("verbosity"), verbosity.name());
    call.append_options(&[cstr!("maxTimeMS")], &mut explain);
    explain
}
