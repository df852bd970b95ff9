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
    /// In a transaction, of which the statement meets the failure.
    Statement,
    /// In a transaction, of which the commit meets it.
    Commit,
}

impl Call {
    pub(super) const ALL: [Self; 8] = [
        Self::FindOne,
        Self::IncrementOne,
        Self::InsertOne,
        Self::FindAndIncrement,
        Self::SetMany,
        Self::IncrementMany,
        Self::Statement,
        Self::Commit,
    ];

    /// The command that meets the failure.
    pub(super) fn command(self) -> &'static str {
        match self {
            Self::FindOne => "find",
            Self::InsertOne => "insert",
            Self::FindAndIncrement => "findAndModify",
            Self::IncrementOne | Self::SetMany | Self::IncrementMany | Self::Statement => "update",
            Self::Commit => "commitTransaction",
        }
    }

    /// What the table says of a call of this effect.
    pub(super) fn outcome(self, group: &Group) -> Outcome {
        match self {
            Self::FindOne => group.read,
            Self::IncrementOne | Self::InsertOne | Self::FindAndIncrement => group.numbered,
            Self::SetMany => group.replayable,
            Self::IncrementMany => group.not_replayable,
            Self::Statement => group.statement,
            Self::Commit => group.commit,
        }
    }

    /// Stores what the call of this number works on: two documents, of which the first cannot be incremented where each
    /// `n` may be there once. Gives the [`state`](Self::state) that this is.
    pub(super) async fn prepare(documents: &Collection<Document>, number: i64, differing: bool) -> Result<i32> {
        let second = i32::from(differing);
        let prepared = [(0, 0), (1, second)].map(|(part, n)| part_of(number, part, n));
        documents.insert_many(prepared).await?;
        Ok(second)
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
                documents.insert_one(part_of(number, 2, 0)).await?;
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
            Self::Statement | Self::Commit => {
                let updated = documents.update_many(own, increment).exactly_once().await?;
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
            Self::SetMany | Self::IncrementMany | Self::Statement | Self::Commit => 2,
        }
    }
}

fn part_of(number: i64, part: i32, n: i32) -> Document {
    doc! { "_id": { "call": number, "part": part }, "call": number, "n": n }
}
