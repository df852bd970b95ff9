//! One row of the cursors' table: an open cursor meets a failure.

use mongomancy::doc;
use mongomancy_tests::guarantee::{CURSORS, Failure, Kind, When};

use super::{Bench, Trial, call::Call, collection, fault::Fault, kind};

#[derive(Debug, Clone, Copy)]
pub(super) struct CursorCase {
    failure: Failure,
    when: When,
    ends: Kind,
}

impl CursorCase {
    pub(super) fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for when in [When::Before, When::After] {
            for group in CURSORS {
                all.extend(group.failures.iter().map(|&failure| Self { failure, when, ends: group.ends }));
            }
        }
        all
    }
}

impl Trial for CursorCase {
    /// The cursor gives its first batch, ends with the error, and fetches no further batch.
    async fn run(self, bench: &Bench, number: usize) -> Result<(), String> {
        let (documents, _) = collection::of(&bench.engine, self.failure, self.when);
        let number = i64::try_from(number).unwrap();
        Call::prepare(&documents, number, false).await.map_err(|error| error.to_string())?;
        let fault = Fault::start(&bench.set, self.failure, self.when, "getMore", 1).await;
        let sent_before = bench.sent("getMore");
        let opened = documents.find(doc! { "call": number }).batch_size(1).await;
        let mut cursor = opened.map_err(|error| format!("{self:?}: {error:?}"))?;
        let first = cursor.try_next().await;
        let second = cursor.try_next().await;
        let third = cursor.try_next().await;
        let sent = bench.sent("getMore") - sent_before;
        fault.end().await;
        let is_right = matches!(&first, Ok(Some(_)))
            && matches!(&second, Err(error)
                if kind::named(error.kind()) == Some(self.ends) && error.code() == self.failure.code())
            && matches!(&third, Ok(None))
            && (sent, cursor.documents_given()) == (1, 1);
        if is_right { Ok(()) } else { Err(format!("{self:?}: {first:?}, {second:?}, {third:?}, sent {sent} times")) }
    }
}
