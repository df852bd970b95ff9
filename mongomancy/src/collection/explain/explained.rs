//! What an `explain` says.

use std::{fmt, time::Duration};

use bson::Document;

use super::answer::Answer;
use crate::{
    engine::Refusal,
    error::{Error, ErrorKind, Result},
};

/// What a server says of how it runs a call: the winning plan, and unless
/// [told otherwise](crate::action::Explain::verbosity) what running it came to.
///
/// It speaks of all parts of the plan together: the branches of an `$or`, the shards, the `$lookup`s and `$unionWith`s of
/// a pipeline. Printed, it is one line, good for the message of an assertion. Neither that nor `Debug` shows a filter or
/// a value; [`document`](Self::document) has all that the server said.
///
/// ```no_run
/// # use mongomancy::{Collection, bson::{Document, doc}};
/// # async fn example(players: Collection<Document>) -> mongomancy::Result<()> {
/// let explained = players.find(doc! { "guild": "red" }).sort(doc! { "score": -1 }).limit(10).explain().await?;
/// assert_eq!(explained.index(), Some("ix__player__guild_score"));
/// assert!(!explained.sorts_in_memory());
/// assert_eq!(explained.documents_examined(), Some(10));
/// println!("{explained}"); // index `ix__player__guild_score`; 10 keys and 10 documents examined, 10 returned, in 2 ms
/// # Ok(())
/// # }
/// ```
pub struct Explained {
    document: Document,
    answer: Answer,
}

impl Explained {
    /// Reads a server's answer. One that tells of a run that failed is the error of that.
    pub(super) fn read(document: Document) -> Result<Self> {
        let Some(answer) = Answer::read(&document) else {
            return Err(Error::new(ErrorKind::Other, "the answer to `explain` has no plan"));
        };
        // Counts of a part would be taken for those of the whole.
        match answer.run.as_ref().and_then(|run| run.failure) {
            Some(code) => Err(Refusal { code, ..Refusal::default() }.into_error()),
            None => Ok(Self { document, answer }),
        }
    }

    /// The name of the index that the winning plan uses; of several the one that it reads first, none where it uses none.
    ///
    /// `_id_` is that of the `_id`. The key of a clustered collection is no index: it has no name here, and a search by it
    /// is [no collection scan](Self::is_collection_scan) either.
    pub fn index(&self) -> Option<&str> {
        self.indexes().first().map(String::as_str)
    }

    /// The names of all indexes that the winning plan uses, each once: more than one for an `$or` and a `$lookup`.
    pub fn indexes(&self) -> &[String] {
        &self.answer.plan.indexes
    }

    /// Whether the winning plan uses the index of this name, alone or among others.
    pub fn uses_index(&self, name: &str) -> bool {
        self.indexes().iter().any(|index| index == name)
    }

    /// Whether any part of the winning plan reads a whole collection.
    pub fn is_collection_scan(&self) -> bool {
        self.answer.plan.scans
    }

    /// Whether the winning plan answers from indexes alone, and reads no document.
    pub fn is_covered(&self) -> bool {
        let plan = &self.answer.plan;
        !plan.indexes.is_empty() && !plan.fetches && self.documents_examined().unwrap_or_default() == 0
    }

    /// Whether the server has to sort, because no index gives the order. What does not fit into memory then, it writes to
    /// disk, or the call fails.
    pub fn sorts_in_memory(&self) -> bool {
        self.answer.plan.sorts
    }

    /// How many index keys were examined; none where [nothing was run](crate::options::ExplainVerbosity::QueryPlanner).
    pub fn keys_examined(&self) -> Option<u64> {
        self.answer.run.as_ref().map(|run| run.keys)
    }

    /// How many documents were examined; none where [nothing was run](crate::options::ExplainVerbosity::QueryPlanner).
    /// Servers do not tell what a `$graphLookup` examines.
    pub fn documents_examined(&self) -> Option<u64> {
        self.answer.run.as_ref().map(|run| run.documents)
    }

    /// How many documents the call gives; none where it was not run, and where nobody tells: when shards' results are put
    /// together by an aggregation. It is 0 for updates and deletions.
    pub fn returned(&self) -> Option<u64> {
        self.answer.returned
    }

    /// How long the run took at the server, in whole milliseconds; none where nothing was run.
    pub fn execution_time(&self) -> Option<Duration> {
        self.answer.run.as_ref().map(|run| run.time)
    }

    /// All that the server said. Its form is the server's, and changes from version to version.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// All that the server said.
    pub fn into_document(self) -> Document {
        self.document
    }
}

impl fmt::Display for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plan = &self.answer.plan;
        let mut parts: Vec<String> = plan.indexes.iter().map(|index| format!("index `{index}`")).collect();
        for (is_so, part) in
            [(plan.scans, "collection scan"), (self.is_covered(), "covered"), (plan.sorts, "sort in memory")]
        {
            parts.extend(is_so.then(|| part.to_owned()));
        }
        match &parts[..] {
            [] => f.write_str("neither an index nor a collection scan")?,
            parts => f.write_str(&parts.join(", "))?,
        }
        let Some(run) = &self.answer.run else { return Ok(()) };
        write!(f, "; {} keys and {} documents examined", run.keys, run.documents)?;
        if let Some(returned) = self.answer.returned {
            write!(f, ", {returned} returned")?;
        }
        write!(f, ", in {} ms", run.time.as_millis())
    }
}

impl fmt::Debug for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explained")
            .field("indexes", &self.indexes())
            .field("is_collection_scan", &self.is_collection_scan())
            .field("is_covered", &self.is_covered())
            .field("sorts_in_memory", &self.sorts_in_memory())
            .field("keys_examined", &self.keys_examined())
            .field("documents_examined", &self.documents_examined())
            .field("returned", &self.returned())
            .field("execution_time", &self.execution_time())
            .finish_non_exhaustive()
    }
}
