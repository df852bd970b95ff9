//! Calls that are dropped, and calls that expire: what they leave behind.

mod call;
mod load;
mod server;
mod unattended;

use std::{future::poll_fn, pin::pin, task::Poll, time::Duration};

use futures_util::future::join_all;
use mongomancy::{Document, Engine, ErrorKind, doc};
use mongomancy_testkit::{ReplicaSet, wait_until};
use mongomancy_tests::{Connections, LIMIT};
use tokio::{runtime::Handle, time::timeout};

use self::{call::Call, load::Load, server::Kept};

type Outcome = Result<(), Box<dyn std::error::Error>>;

const POOL: u32 = 10;
/// No call is polled more often.
const MOST_POLLS: usize = 1000;
/// How many calls expire together.
const EXPIRED: usize = 1000;

async fn set() -> ReplicaSet {
    ReplicaSet::builder().members(1).start().await.unwrap()
}

/// Polls the call this often and drops it; its output, if that came before.
async fn polled<F: Future>(call: F, times: usize) -> Option<F::Output> {
    let (mut call, mut left) = (pin!(call), times);
    poll_fn(|context| {
        left -= 1;
        match call.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_dropped_at_every_point_leave_nothing_behind() -> Outcome {
    let set = set().await;
    let connections = Connections::default();
    let recorded = connections.clone();
    let engine = Engine::builder(set.uri()).max_pool_size(POOL).configure(move |options| recorded.record(options));
    let engine = engine.build()?;
    Call::prepare(&engine).await?;
    let before = Kept::of(&engine).await?;
    let load = Load::start(&engine).await?;
    let mut dropped = 0;
    for call in Call::ALL {
        // Dropped at each await of its own that it comes to.
        for polls in 1.. {
            assert!(polls < MOST_POLLS, "{call:?} does not end");
            match polled(call.make(&engine, dropped), polls).await {
                None => dropped += 1,
                Some(output) => {
                    output.map_err(|error| format!("{call:?}: {error}"))?;
                    break;
                }
            }
        }
        // And while what it has sent is on its way.
        for offset in (0..60).map(|step| Duration::from_micros(100 * step)) {
            if timeout(offset, call.make(&engine, dropped)).await.is_err() {
                dropped += 1;
            }
        }
    }
    assert!(dropped > 100, "only {dropped} calls were dropped");
    load.stop().await?;

    // The lock of `create_all` is free long before its lease would end.
    engine.database("locked").create_all().lock_timeout(LIMIT).await?;
    let idle = async || connections.all().values().all(|server| server.in_use == 0).then_some(());
    assert!(wait_until(LIMIT, "idle connections", idle).await.is_ok(), "{:?}", connections.all());
    for to_server in connections.all().values() {
        assert!(to_server.created <= usize::try_from(POOL)? + 3, "{to_server:?}");
    }
    let no_cursors = async || Kept::of(&engine).await.is_ok_and(|now| now.cursors <= before.cursors).then_some(());
    assert!(wait_until(LIMIT, "no cursors", no_cursors).await.is_ok(), "{:?}, {before:?}", Kept::of(&engine).await);
    // One for each call that may be on its way at a time, and few more.
    let sessions = Kept::of(&engine).await?.sessions - before.sessions;
    assert!(sessions <= 4 * i64::from(POOL), "{sessions} sessions after {dropped} dropped calls");
    engine.dispose().await;
    Ok(())
}

/// Lets many calls expire while the only server does not answer; then it answers again.
async fn expires(
    end: impl AsyncFnOnce(&ReplicaSet) -> Outcome,
    fault: impl AsyncFnOnce(&ReplicaSet) -> Outcome,
) -> Outcome {
    let set = set().await;
    let engine = Engine::builder(set.uri()).max_pool_size(POOL).build()?;
    let documents = engine.database("d").collection_named::<Document>("c");
    documents.insert_one(doc! { "_id": 0, "n": 0_i64 }).await?;
    let tasks = || Handle::current().metrics().num_alive_tasks();
    let before = tasks();
    fault(&set).await?;
    let calls = (0..EXPIRED).map(|_| {
        let increment = documents.update_one(doc! { "_id": 0 }, doc! { "$inc": { "n": 1_i64 } });
        increment.deadline(Duration::from_millis(300)).into_future()
    });
    let answers = join_all(calls).await;
    let mut may_be_applied = 0;
    for answer in answers {
        let error = answer.unwrap_err();
        assert_eq!(error.kind(), &ErrorKind::DeadlineExceeded, "{error}");
        may_be_applied += i64::from(error.maybe_applied());
    }
    // No more than had a connection to be sent by.
    assert!(may_be_applied <= i64::from(POOL), "{may_be_applied}");
    // The driver has a task for each idle session.
    let few = before + 4 * usize::try_from(POOL)?;
    let ended = async || (tasks() <= few).then_some(());
    assert!(wait_until(LIMIT, "the end of the tasks", ended).await.is_ok(), "{before} tasks before, {} now", tasks());
    end(&set).await?;
    engine.dispose().await;
    let nothing = async || (tasks() <= before).then_some(());
    assert!(wait_until(LIMIT, "no tasks", nothing).await.is_ok(), "{before} tasks before, {} now", tasks());
    let other = Engine::connect(set.uri()).await?;
    let stored = other.database("d").collection_named::<Document>("c").find_one(doc! { "_id": 0 }).await?;
    let stored = stored.and_then(|one| one.get_i64("n").ok());
    assert!(stored.is_some_and(|n| n <= may_be_applied), "{stored:?}, {may_be_applied}");
    other.dispose().await;
    Ok(())
}

#[tokio::test]
async fn calls_that_expire_at_a_dead_server_leave_no_task_behind() -> Outcome {
    let restart = async |set: &ReplicaSet| Ok(set.restart(&set.members()[0]).await?);
    expires(restart, async |set| Ok(set.kill(&set.members()[0]).await?)).await
}

#[tokio::test]
async fn calls_that_expire_at_a_silent_server_leave_no_task_behind() -> Outcome {
    let thaw = async |set: &ReplicaSet| Ok(set.thaw(&set.members()[0])?);
    expires(thaw, async |set| Ok(set.freeze(&set.members()[0])?)).await
}
