//! Closures that give a wrong password, or do not answer.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::future::join_all;
use mongomancy::{Document, Engine, EngineEvent, Error, ErrorKind, ProviderError, doc, options::Credential};
use mongomancy_testkit::{FailPoint, wait_until};
use mongomancy_tests::{Commands, Events, LIMIT, printed};

use super::{Outcome, Said, USER, asking, change_password, secured, without_user};

/// Slow calls at once, of which only the first has a connection, and how they ended.
async fn knock(engine: &Engine) -> Vec<Result<(), Error>> {
    let documents = engine.database("d").collection_named::<Document>("knock");
    let slow = doc! { "$where": "sleep(300) || true" };
    let calls = (0..4).map(|_| documents.find_one(slow.clone()).into_future());
    join_all(calls).await.into_iter().map(|found| found.map(|_| ())).collect()
}

fn is_refused(error: &Error) -> bool {
    error.kind() == &ErrorKind::Authentication && !printed(error).contains("MARKED")
}

async fn is_let_in_again(engine: &Engine) -> Outcome {
    wait_until(LIMIT, "the right password", async || engine.ping().await.ok()).await?;
    Ok(())
}

#[tokio::test]
async fn a_password_that_was_right_before_the_wrong_one_ends_as_refused() -> Outcome {
    let (set, root) = secured(1).await?;
    let secret = Said::new("first");
    let engine = asking(&set, &secret).build()?;
    engine.database("d").collection_named::<Document>("knock").insert_one(doc! {}).await?;
    change_password(&root, "second").await?;
    secret.set("MARKED-SECRET");
    let refused: Vec<Error> = knock(&engine).await.into_iter().filter_map(Result::err).collect();
    assert!(refused.len() >= 2 && refused.iter().all(is_refused), "{refused:?}");
    assert!(secret.asked() >= 4, "{}", secret.asked());
    // Whichever comes first: the deadline, or the end of patience.
    let deadline = Duration::from_secs(3);
    let documents = engine.database("d").collection_named::<Document>("knock");
    for error in [
        documents.find_one(doc! {}).deadline(deadline).await.unwrap_err(),
        documents.insert_one(doc! {}).deadline(deadline).await.unwrap_err(),
        documents
            .update_many(doc! {}, doc! { "$inc": { "n": 1 } })
            .exactly_once()
            .deadline(deadline)
            .await
            .unwrap_err(),
        engine.ping().await.unwrap_err(),
    ] {
        assert!(is_refused(&error) && !error.maybe_applied(), "{error:?}");
    }
    secret.set("second");
    is_let_in_again(&engine).await?;
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_password_that_the_servers_refuse_takes_no_client_away() -> Outcome {
    let (set, _root) = secured(3).await?;
    let secret = Said::new("first");
    let engine = asking(&set, &secret).build()?;
    let from_time_to_time = Said::new("first");
    let asks = asking(&set, &from_time_to_time).ask_every(Duration::from_millis(50)).build()?;
    for engine in [&engine, &asks] {
        engine.ping().await?;
    }
    secret.set("MARKED-SECRET");
    from_time_to_time.set("MARKED-SECRET");
    let asked = from_time_to_time.asked();
    let error = engine.reconnect().await.unwrap_err();
    assert!(is_refused(&error) && error.attempts() == 1 && !error.elapsed().is_zero(), "{error:?}");
    // One question more than the refusals that are waited for.
    let refused = async || (from_time_to_time.asked() >= asked + 3).then_some(());
    wait_until(LIMIT, "refusals", refused).await?;
    for engine in [&engine, &asks] {
        engine.ping().await?;
        assert_eq!(engine.metrics().rebuilds, 0);
    }

    engine.dispose().await;
    assert!(is_refused(&engine.reconnect().await.unwrap_err()));
    assert_eq!(engine.ping().await.unwrap_err().kind(), &ErrorKind::Disposed);
    secret.set("first");
    engine.reconnect().await?;
    engine.ping().await?;
    engine.dispose().await;
    asks.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_closure_that_never_answers_is_named_and_leaves_the_client() -> Outcome {
    let (set, _root) = secured(1).await?;
    let answers = Arc::new(AtomicUsize::new(1));
    let (left, uri) = (Arc::clone(&answers), without_user(&set));
    let engine = Engine::builder(uri.as_str())
        .credentials(move || {
            let hangs = left.swap(0, Ordering::SeqCst) == 0;
            async move {
                if hangs {
                    std::future::pending::<()>().await;
                }
                Ok(Credential::builder().username(USER.to_owned()).password("first".to_owned()).build())
            }
        })
        .deadline(Duration::MAX)
        .build()?;
    engine.ping().await?;
    // With this deadline it would wait for ever.
    let error = tokio::time::timeout(LIMIT, engine.reconnect()).await?.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Unavailable);
    assert!(!error.elapsed().is_zero());
    assert_eq!(error.to_string(), "unavailable: the provider of credentials did not answer in time");
    engine.ping().await?;
    engine.dispose().await;

    let hangs = || std::future::pending::<Result<Credential, ProviderError>>();
    let engine = Engine::builder(uri.as_str()).credentials(hangs).deadline(Duration::from_millis(300)).build()?;
    let error = engine.ping().await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::DeadlineExceeded);
    assert!(error.to_string().contains("the provider of credentials did not answer in time"), "{error}");
    Ok(())
}

/// The connection of a transaction's statement was closed behind it, and for the commit no other was let in.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_finds_itself_shut_out_begins_anew() -> Outcome {
    let (set, root) = secured(1).await?;
    let commands = Commands::default();
    let recorded = commands.clone();
    let engine = asking(&set, &Said::new("first")).configure(move |options| recorded.record(options)).build()?;
    let documents = engine.database("d").collection_named::<Document>("counter");
    documents.insert_many([doc! { "n": 0 }, doc! { "n": 0 }]).await?;
    change_password(&root, "second").await?;
    let events = Events::of(&engine);
    let retried = |name: &str| {
        let of_it = |event: &EngineEvent| matches!(event, EngineEvent::Retrying { operation, .. } if operation == name);
        (events.count(of_it) > 0).then_some(())
    };
    let slow = documents.update_many(doc! { "$where": "sleep(700) || true" }, doc! { "$inc": { "n": 1 } });
    let write = tokio::spawn(slow.exactly_once().into_future());
    let on_its_way = async || (!commands.named("update").is_empty()).then_some(());
    wait_until(LIMIT, "the statement", on_its_way).await?;
    // It closes all connections, the write's as soon as the statement is answered.
    let closes_all =
        FailPoint::fail_command(["find"]).error_code(91).namespace("d.other").times(1).enable(&set).await?;
    let other = engine.database("d").collection_named::<Document>("other");
    let read = tokio::spawn(other.find_one(doc! {}).into_future());
    wait_until(LIMIT, "the refusal of the read", async || retried("find")).await?;
    closes_all.disable().await?;
    let refused = async || retried("update").or_else(|| write.is_finished().then_some(()));
    wait_until(LIMIT, "the refusal of the write", refused).await?;
    change_password(&root, "first").await?;
    assert_eq!(write.await??.modified_count, 2);
    assert!(read.await??.is_none());
    assert_eq!(documents.count_documents(doc! { "n": 1 }).await?, 2);
    engine.dispose().await;
    Ok(())
}
