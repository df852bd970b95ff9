//! One row of the cursors' table: an open cursor meets a failure.

use mongomancy::{Document, doc};
use mongomancy_tests::guarantee::{CURSORS, CursorGroup, Failure, Kind, When};

use super::{Bench, Trial, call::Call, collection, fault::Fault, kind};

#[derive(Debug, Clone, Copy)]
pub(super) struct CursorCase {
    failure: Failure,
    when: When,
    resumable: bool,
    ends: Kind,
    goes_on: bool,
}

impl CursorCase {
    pub(super) fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for (when, resumable) in [When::Before, When::After].into_iter().flat_map(|when| [(when, false), (when, true)])
        {
            for &CursorGroup { failures, ends, goes_on } in CURSORS {
                let case = |&failure| Self { failure, when, resumable, ends, goes_on };
                all.extend(failures.iter().map(case));
            }
        }
        all
    }
}

impl Trial for CursorCase {
    async fn run(self, bench: &Bench, number: usize) -> Result<(), String> {
        let (documents, _) = collection::of(&bench.engine, self.failure, self.when);
        let number = i64::try_from(number).unwrap();
        Call::prepare(&documents, number, false).await.map_err(|error| error.to_string())?;
        let fault = Fault::start(&bench.set, self.failure, self.when, "getMore", 1).await;
        let sent_before = (bench.sent("getMore"), bench.sent("find"));
        let find = documents.find(doc! { "call": number }).batch_size(1);
        let find = if self.resumable { find.resumable() } else { find };
        let mut cursor = find.await.map_err(|error| format!("{self:?}: {error:?}"))?;
        let told = [cursor.try_next().await, cursor.try_next().await, cursor.try_next().await];
        let sent = (bench.sent("getMore") - sent_before.0, bench.sent("find") - sent_before.1);
        fault.end().await;

        let part = |document: &Document| document.get_document("_id").and_then(|id| id.get_i32("part")).ok();
        let gave =
            |told: &mongomancy::Result<Option<Document>>, n| matches!(told, Ok(Some(one)) if part(one) == Some(n));
        let failed = |told: &mongomancy::Result<Option<Document>>| {
            told.as_ref()
                .is_err_and(|error| kind::named(error.kind()) == Some(self.ends) && error.code() == self.failure.code())
        };
        let is_right = gave(&told[0], 0)
            && matches!(&told[2], Ok(None))
            && if self.resumable && self.goes_on {
                // What comes behind the first document is had by another cursor.
                gave(&told[1], 1) && sent.1 == 2 && cursor.documents_given() == 2
            } else {
                failed(&told[1]) && sent == (1, 1) && cursor.documents_given() == 1
            };
        if is_right { Ok(()) } else { Err(format!("{self:?}: {told:?}, sent {sent:?} times")) }
    }
}
