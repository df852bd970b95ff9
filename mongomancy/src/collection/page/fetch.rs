//! The documents of one page, as the server gives them: all of them, or none.

use std::time::Instant;

use bson::{RawDocument, RawDocumentBuf};
use futures_util::TryStreamExt;

use crate::{
    codec::in_collection,
    collection::call::Call,
    error::{Error, Result},
    reply::Batch,
};

/// How often a page is begun anew whose cursor is lost between two batches.
const MAX_BEGUN_ANEW: u32 = 8;

/// What a find gave, not decoded yet.
pub(in crate::collection) struct Fetched {
    batches: Vec<Batch>,
    namespace: String,
    attempts: u32,
    started: Instant,
}

impl Fetched {
    /// Sends the find and reads so many documents, or as many as there are.
    pub(in crate::collection) async fn fetch(call: &Call, command: RawDocumentBuf, limit: usize) -> Result<Self> {
        let started = Instant::now();
        let mut fetched = Self { batches: Vec::new(), namespace: call.namespace().to_string(), attempts: 0, started };
        let (mut begun_anew, mut deadline) = (0, call.deadline());
        loop {
            let reply = call.send_within(command.clone(), deadline).await?;
            fetched.attempts += reply.attempts();
            let mut batches = reply.into_batches()?;
            let mut count = 0;
            // Nothing that happens behind the limit matters.
            let ended = loop {
                if count >= limit {
                    break Ok(());
                }
                match batches.try_next().await {
                    Ok(Some(batch)) => {
                        count += batch.len();
                        fetched.batches.push(batch);
                    }
                    Ok(None) => break Ok(()),
                    Err(error) => break Err(error),
                }
            };
            match ended {
                Ok(()) => return Ok(fetched),
                Err(error) if error.is_cursor_lost() && begun_anew < MAX_BEGUN_ANEW => {
                    begun_anew += 1;
                    deadline = call.deadline_from(started);
                    fetched.batches.clear();
                }
                Err(error) => return Err(fetched.told(error)),
            }
        }
    }

    pub(in crate::collection) fn documents(&self) -> Result<Vec<&RawDocument>> {
        let mut documents = Vec::new();
        for batch in &self.batches {
            documents.extend(batch.documents()?);
        }
        Ok(documents)
    }

    /// The error with what is known of the call.
    pub(in crate::collection) fn told(&self, error: Error) -> Error {
        let error = in_collection(error, &self.namespace).in_call("find", &self.namespace);
        if error.attempts() == 0 { error.with_attempts(self.attempts, self.started.elapsed()) } else { error }
    }
}
