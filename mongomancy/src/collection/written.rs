//! The reply to a write, read once for all verbs.

use std::{slice, time::Duration};

use bson::{Bson, Document};

use crate::{
    engine::{Refusal, labels},
    error::{Error, Result},
    namespace::Namespace,
    reply::Reply,
};

/// What a write command says of itself.
pub(crate) struct Written {
    /// How many documents were inserted, matched or deleted.
    pub(crate) n: u64,
    pub(crate) modified: u64,
    pub(crate) upserted: Option<Bson>,
    /// What a `findAndModify` found.
    pub(crate) value: Option<Document>,
    /// Refused statements by their position in the command; one that cannot be read is behind all of them.
    pub(crate) refused: Vec<(usize, Refusal)>,
    /// Why a write that was done is not acknowledged.
    pub(crate) unacknowledged: Option<Refusal>,
    pub(crate) replayed: bool,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
    /// The command's name and what it worked on, for errors.
    call: Option<(String, Namespace)>,
}

impl Written {
    pub(crate) fn read(reply: Reply, elapsed: Duration) -> Result<Self> {
        let (replayed, attempts) = (reply.is_replayed(), reply.attempts());
        let mut reply = reply.into_document()?;
        let mut written = Self {
            n: 0,
            modified: 0,
            upserted: None,
            value: None,
            refused: Vec::new(),
            unacknowledged: None,
            replayed,
            attempts,
            elapsed,
            call: None,
        };
        let mut has_value = false;
        for (key, value) in &reply {
            match key.as_str() {
                "value" => has_value = true,
                "n" => written.n = count(value),
                "nModified" => written.modified = count(value),
                "upserted" => written.upserted = documents(value).find_map(|upserted| upserted.get("_id").cloned()),
                "writeErrors" => {
                    let errors = value.as_array().map_or(slice::from_ref(value), Vec::as_slice);
                    written.refused = errors.iter().map(|error| refused(error, &reply)).collect();
                }
                "writeConcernError" => written.unacknowledged = value.as_document().map(|error| refusal(error, &reply)),
                _ => {}
            }
        }
        if has_value && let Some(Bson::Document(value)) = reply.remove("value") {
            written.value = Some(value);
        }
        Ok(written)
    }

    pub(super) fn of_call(mut self, command: String, namespace: Namespace) -> Self {
        self.call = Some((command, namespace));
        self
    }

    /// The outcome of a command of one statement: done and acknowledged, or an error.
    pub(crate) fn check(mut self) -> Result<Self> {
        if !self.refused.is_empty() {
            let (_, refusal) = self.refused.swap_remove(0);
            return Err(self.sent(refusal.into_error()).with_maybe_applied(self.replayed));
        }
        match self.unacknowledged.take() {
            Some(refusal) => Err(self.sent(unacknowledged(refusal))),
            None => Ok(self),
        }
    }

    /// `error`, with how often this write was sent.
    pub(crate) fn sent(&self, error: Error) -> Error {
        let error = error.with_attempts(self.attempts, self.elapsed);
        match &self.call {
            Some((command, namespace)) => error.in_call(command, &namespace.to_string()),
            None => error,
        }
    }
}

/// The error of a write that is done here but not where the write concern wants it.
pub(crate) fn unacknowledged(refusal: Refusal) -> Error {
    refusal.into_error().with_message("the write concern was not met").with_maybe_applied(true)
}

/// The labels stand beside the errors, in the reply.
fn refusal(error: &Document, reply: &Document) -> Refusal {
    let mut refusal = Refusal::from_document(error);
    if refusal.labels.is_empty() {
        refusal.labels = labels(reply);
    }
    refusal
}

fn documents(array: &Bson) -> impl Iterator<Item = &Document> {
    array.as_array().map(Vec::as_slice).unwrap_or_default().iter().filter_map(Bson::as_document)
}

/// A refused statement and its position. What cannot be read is a refusal as well: it must not be taken for a success.
fn refused(error: &Bson, reply: &Document) -> (usize, Refusal) {
    let nothing = Document::new();
    let error = error.as_document().unwrap_or(&nothing);
    let index = match error.get("index") {
        Some(Bson::Int32(index)) => usize::try_from(*index).ok(),
        Some(Bson::Int64(index)) => usize::try_from(*index).ok(),
        _ => None,
    };
    (index.unwrap_or(usize::MAX), refusal(error, reply))
}

/// A count, of whichever number type the server chose.
pub(crate) fn number(reply: &Document, key: &str) -> u64 {
    reply.get(key).map_or(0, count)
}

/// The count that a value is.
pub(crate) fn count(value: &Bson) -> u64 {
    match value {
        Bson::Int32(number) => u64::try_from(*number).unwrap_or_default(),
        Bson::Int64(number) => u64::try_from(*number).unwrap_or_default(),
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count, and `as` saturates")]
        Bson::Double(number) => *number as u64,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    #[test]
    fn refusals_that_cannot_be_read_are_refusals_of_no_position() {
        let none = usize::MAX;
        for (errors, expected) in [
            (Bson::from(Vec::<Bson>::new()), vec![]),
            (doc! { "e": [{ "index": 1 }, { "index": 2_i64 }] }.remove("e").unwrap(), vec![1, 2]),
            (doc! { "e": [{ "code": 1 }, { "index": -1 }, { "index": "1" }, 7] }.remove("e").unwrap(), vec![none; 4]),
            (Bson::Int32(1), vec![none]),
        ] {
            let reply = Reply::document(doc! { "ok": 1, "n": 1, "writeErrors": errors });
            let written = Written::read(reply, Duration::ZERO).unwrap();
            let indexes: Vec<usize> = written.refused.iter().map(|(index, _)| *index).collect();
            assert_eq!(indexes, expected);
            assert_eq!(written.check().is_err(), !expected.is_empty());
        }
    }
}
