//! What went wrong once, each with the test that keeps it from coming back.

mod ambiguous_write_outlives_its_client;
mod authentication_of_a_member_that_goes;
mod call_beside_an_ended_runtime;
mod connection_to_a_frozen_member;
mod cursor_of_an_ended_runtime;
mod cursor_over_reconnect;
mod cursor_over_step_down;
mod deadline_says_the_truth;
mod dispose_ends_replaced_clients;
mod dropped_before_it_was_sent;
mod dropped_create_all_frees_the_lock;
mod expired_calls_hold_up_nobody;
mod interrupted_insert_many;
mod late_calls_leave_the_pool;
mod no_runtime;
mod numbers_rise_within_a_session;
mod positional_update_is_not_repeated;
mod provider_that_hangs;
mod reconnect_doubles_nothing;
mod repeats_wait_little;
mod runtime_that_nobody_drives;
mod selection_limit_leaves_the_pool_out;
mod session_of_an_unanswered_write;
mod unreadable_reply;

use mongomancy::{Collection, Document, Engine, Result, doc};
use mongomancy_testkit::ReplicaSet;

type Outcome = std::result::Result<(), Box<dyn std::error::Error>>;

/// A set of one member.
async fn set() -> ReplicaSet {
    ReplicaSet::builder().members(1).start().await.unwrap()
}

/// The documents that the tests count in.
fn counters(engine: &Engine) -> Collection<Document> {
    engine.database("d").collection_named("counter")
}

/// Stores this many counters, at zero.
async fn store_counters(engine: &Engine, count: usize) {
    let at_zero = ids(count).map(|id| doc! { "_id": id, "n": 0_i64 });
    counters(engine).insert_many(at_zero).await.unwrap();
}

/// The `_id`s of this many counters.
fn ids(count: usize) -> impl Iterator<Item = i64> {
    (0..).take(count)
}

async fn increment(engine: &Engine, id: i64) -> Result<()> {
    counters(engine).update_one(doc! { "_id": id }, doc! { "$inc": { "n": 1_i64 } }).await.map(drop)
}

/// What is counted, by `_id`.
async fn counted(engine: &Engine) -> Vec<i64> {
    let all = counters(engine).find(doc! {}).sort(doc! { "_id": 1 }).try_collect().await.unwrap();
    all.iter().map(|counter| counter.get_i64("n").unwrap()).collect()
}
