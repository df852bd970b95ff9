//! The calls that stand for the effects, and what is stored when they were applied.

use mongomancy::{Collection, Document, Result, doc};
use mongomancy_tests::guarantee::{Group, Outcome};

/// A call of one of the effects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    FindOne,
    IncrementOne,
    InsertOne,
    FindAndIncrement,
    SetMany,
    IncrementMany,
}

impl Call {
    pub(super) const ALL: [Self; 6] = [
        Self::FindOne,
        Self::IncrementOne,
        Self::InsertOne,
        Self::FindAndIncrement,
        Self::SetMany,
        Self::IncrementMany,
    ];

    /// The command that it is sent as.
    pub(super) fn command(self) -> &'static str {
        match self {
            Self::FindOne => "find",
            Self::InsertOne => "insert",
            Self::FindAndIncrement => "findAndModify",
            Self::IncrementOne | Self::SetMany | Self::IncrementMany => "update",
        }
    }

    /// What the table says of a call of this effect.
    pub(super) fn outcome(self, group: &Group) -> Outcome {
        match self {
            Self::FindOne => group.read,
            Self::IncrementOne | Self::InsertOne | Self::FindAndIncrement => group.numbered,
            Self::SetMany => group.replayable,
            Self::IncrementMany => group.not_replayable,
        }
    }

    /// Stores what the call of this number works on: two documents, of which the first cannot be incremented where each
    /// `n` may be there once.
    pub(super) async fn prepare(documents: &Collection<Document>, number: i64, differing: bool) -> Result<()> {
        let n = |part| if differing { part } else { 0 };
        let prepared =
            (0..2).map(|part| doc! { "_id": { "call": number, "part": part }, "call": number, "n": n(part) });
        documents.insert_many(prepared).await.map(drop)
    }

    /// Makes the call; whether the answer tells of a repeat.
    pub(super) async fn make(self, documents: &Collection<Document>, number: i64) -> Result<bool> {
        let (own, increment) = (doc! { "call": number }, doc! { "$inc": { "n": 1 } });
        Ok(match self {
            Self::FindOne => {
                assert!(documents.find_one(own).await?.is_some());
                false
            }
            Self::IncrementOne => {
                let updated = documents.update_one(own, increment).await?;
                assert_eq!(updated.modified_count, 1);
                updated.replayed()
            }
            Self::InsertOne => {
                documents.insert_one(doc! { "_id": { "call": number, "part": 2 }, "call": number, "n": 0 }).await?;
                false
            }
            Self::FindAndIncrement => {
                let found = documents.find_one_and_update(own, increment).await?;
                // As it was before: a second application would show.
                assert_eq!(found.and_then(|found| found.get_i32("n").ok()), Some(0));
                false
            }
            Self::SetMany => {
                let updated = documents.update_many(own, doc! { "$set": { "seen": true } }).await?;
                assert_eq!(updated.matched_count, 2);
                updated.replayed()
            }
            Self::IncrementMany => {
                let updated = documents.update_many(own, increment).await?;
                assert_eq!(updated.modified_count, 2);
                updated.replayed()
            }
        })
    }

    /// A figure of what is stored, which grows with each change.
    pub(super) async fn state(self, documents: &Collection<Document>, number: i64) -> Result<i32> {
        let stored = documents.find(doc! { "call": number }).try_collect().await?;
        let incremented: i32 = stored.iter().map(|one| one.get_i32("n").unwrap()).sum();
        let inserted = i32::try_from(stored.len()).unwrap() - 2;
        let seen = i32::try_from(stored.iter().filter(|one| one.contains_key("seen")).count()).unwrap();
        Ok(incremented + inserted + seen)
    }

    /// How much the call changes when it is applied once.
    pub(super) fn changes(self) -> i32 {
        match self {
            Self::FindOne => 0,
            Self::IncrementOne | Self::InsertOne | Self::FindAndIncrement => 1,
            Self::SetMany | Self::IncrementMany => 2,
        }
    }
}
