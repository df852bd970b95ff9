//! Writes of many documents that must be applied once or not at all.

mod answers;
mod given_up;
mod mixed;
mod refused;
mod switch;

use mongomancy::{Collection, Document, Engine, Result, action::UpdateMany, doc};
use mongomancy_testkit::{ReplicaSet, wait_until};
use mongomancy_tests::{LIMIT, run};

type Outcome = std::result::Result<(), Box<dyn std::error::Error>>;

/// How many documents each write changes.
const DOCUMENTS: u64 = 3;

/// A set of one member behind a proxy.
async fn set() -> ReplicaSet {
    ReplicaSet::builder().members(1).proxied(true).start().await.unwrap()
}

fn counters(engine: &Engine) -> Collection<Document> {
    engine.database("d").collection_named("counter")
}

/// An engine, and counters at zero.
async fn engine(set: &ReplicaSet) -> Engine {
    let engine = Engine::connect(set.uri()).await.unwrap();
    let at_zero = (0_i64..).take(usize::try_from(DOCUMENTS).unwrap()).map(|id| doc! { "_id": id, "n": 0_i64 });
    counters(&engine).insert_many(at_zero).await.unwrap();
    engine
}

/// One more on every counter.
fn increment(engine: &Engine) -> UpdateMany<Document> {
    counters(engine).update_many(doc! {}, doc! { "$inc": { "n": 1_i64 } }).exactly_once()
}

/// What is counted, by `_id`.
async fn counted(engine: &Engine) -> Result<Vec<i64>> {
    let all = counters(engine).find(doc! {}).sort(doc! { "_id": 1 }).try_collect().await?;
    Ok(all.iter().map(|counter| counter.get_i64("n").unwrap()).collect())
}

/// What the server says of its transactions.
async fn transactions(engine: &Engine, of: &str) -> i64 {
    let status = run(engine, "admin", doc! { "serverStatus": 1 }).await.unwrap();
    let transactions = status.get_document("transactions").unwrap();
    transactions.get_i64(of).or(transactions.get_i32(of).map(i64::from)).unwrap()
}

/// Waits until the server has no open transaction.
async fn none_is_open(engine: &Engine) -> mongomancy_testkit::Result<()> {
    wait_until(LIMIT, "the end of all transactions", async || {
        (transactions(engine, "currentOpen").await == 0).then_some(())
    })
    .await
}
