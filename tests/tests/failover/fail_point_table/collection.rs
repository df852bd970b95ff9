//! The collections that the calls work on: one that takes all, and those that refuse by themselves.

use mongomancy::{Collection, Document, Engine, Result, doc};
use mongomancy_tests::{
    guarantee::{Failure, When},
    run,
};

pub(super) const DATABASE: &str = "d";
/// Takes what it is given.
pub(super) const PLAIN: &str = "plain";
/// Its validator refuses what any of the calls makes of a document.
const VALIDATED: &str = "validated";
/// Its unique index refuses what the calls on one document make of it.
const UNIQUE: &str = "unique";

pub(super) async fn create(engine: &Engine) -> Result<()> {
    let untouched = doc! { "n": 0, "seen": { "$exists": false }, "_id.part": { "$lt": 2 } };
    run(engine, DATABASE, doc! { "create": VALIDATED, "validator": untouched }).await?;
    // The calls find documents by this very index, and so the one with the lower `n` first.
    let index = doc! { "key": { "call": 1, "n": 1 }, "name": "ux", "unique": true };
    run(engine, DATABASE, doc! { "createIndexes": UNIQUE, "indexes": [index] }).await.map(drop)
}

/// The collection where the failure comes about, and whether it does so by itself.
pub(super) fn of(engine: &Engine, failure: Failure, when: When) -> (Collection<Document>, bool) {
    let (name, by_itself) = match (failure, when) {
        (Failure::WriteError(121), When::Before) => (VALIDATED, true),
        (Failure::WriteError(11000), When::Before) => (UNIQUE, true),
        _ => (PLAIN, false),
    };
    (engine.database(DATABASE).collection_named(name), by_itself)
}
