//! Sets that ask for passwords: the main job over TLS with SCRAM, and passwords that are wrong.

use std::time::Duration;

use futures_util::future::join_all;
use mongomancy::{Document, Engine, ErrorKind, MongoCollection, doc};
use mongomancy_testkit::{ReplicaSet, wait_until};
use mongomancy_tests::{LIMIT, run};
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize, MongoCollection)]
#[default_documents(Color::defaults, key(name))]
struct Color {
    #[index(unique)]
    name: String,
    hex: String,
}

impl Color {
    fn defaults() -> [Self; 2] {
        [("red", "#f00"), ("blue", "#00f")].map(|(name, hex)| Self { name: name.into(), hex: hex.into() })
    }
}

#[tokio::test]
async fn the_main_job_runs_over_tls_with_a_password() -> Result<(), Box<dyn std::error::Error>> {
    let set = ReplicaSet::builder().authentication("root", "a p@ss/word").tls(true).start().await?;
    assert!(set.uri().contains("tls=true"));
    let engine = Engine::connect(set.uri()).await?;
    let db = engine.database("d");
    let report = db.register::<Color>().create_all().await?;
    assert!(!report.is_unchanged());
    assert!(db.create_all().await?.is_unchanged());
    let colors = db.collection::<Color>();
    colors.insert_one(Color { name: "green".into(), hex: "#0f0".into() }).await?;
    set.step_down().await?;
    colors.update_one(doc! { "name": "red" }, doc! { "$set": { "hex": "#e00" } }).await?;
    let found = colors.find(doc! {}).sort(doc! { "name": 1 }).try_collect().await?;
    let expected = [("blue", "#00f"), ("green", "#0f0"), ("red", "#e00")];
    assert_eq!(found, expected.map(|(name, hex)| Color { name: name.into(), hex: hex.into() }));

    let uri = set.uri();
    let without_tls = uri.split("&tls=").next().unwrap();
    let plain = Engine::builder(without_tls).deadline(Duration::from_secs(3)).build()?;
    assert!(plain.ping().await.is_err());
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_wrong_password_is_told_at_once_each_time_and_found_when_it_is_right()
-> Result<(), Box<dyn std::error::Error>> {
    for members in [1, 3] {
        let set = ReplicaSet::builder().members(members).authentication("root", "right").start().await?;
        let root = Engine::connect(set.uri()).await?;
        // The driver's own heartbeats: after a refusal it knows no server for up to 10 s.
        let engine = Engine::builder(set.uri().replace("right", "wrong")).build()?;
        let documents = engine.database("d").collection_named::<Document>("c");
        let mut errors = Vec::new();
        for _ in 0..4 {
            errors.push(engine.ping().await.unwrap_err());
            errors.push(documents.insert_one(doc! {}).deadline(Duration::from_secs(3)).await.unwrap_err());
        }
        for error in &errors {
            let known = (error.kind(), error.attempts(), error.maybe_applied());
            assert_eq!(known, (&ErrorKind::Authentication, 1, false), "{error:?}");
        }
        let many = join_all((0..20).map(|_| engine.ping().into_future())).await;
        assert!(many.iter().all(|ended| ended.as_ref().is_err_and(|error| error.kind() == &ErrorKind::Authentication)));

        run(&root, "admin", doc! { "updateUser": "root", "pwd": "wrong" }).await?;
        wait_until(LIMIT, "the next heartbeat", async || engine.ping().await.ok()).await?;
        documents.insert_one(doc! {}).await?;
        assert_eq!(engine.metrics().rebuilds, 0);
        engine.dispose().await;
    }
    Ok(())
}

/// It may be a member that goes away, so it is not told at once.
#[tokio::test]
async fn a_password_that_is_right_no_more_is_told_at_the_deadline() -> Result<(), Box<dyn std::error::Error>> {
    let set = ReplicaSet::builder().members(1).authentication("root", "right").start().await?;
    let root = Engine::connect(set.uri()).await?;
    let engine = Engine::connect(set.uri()).await?;
    run(&root, "admin", doc! { "updateUser": "root", "pwd": "another" }).await?;
    let documents = engine.database("d").collection_named::<Document>("c");
    documents.insert_one(doc! {}).await?;
    let slow = doc! { "$where": "sleep(300) || true" };
    let calls = (0..4).map(|_| documents.find_one(slow.clone()).deadline(Duration::from_secs(3)).into_future());
    let refused: Vec<_> = join_all(calls).await.into_iter().filter_map(Result::err).collect();
    assert!(!refused.is_empty());
    assert!(refused.iter().all(|error| error.kind() == &ErrorKind::Authentication), "{refused:?}");
    // Without a limit of its own it ends when the servers have refused it again.
    let error = documents.find_one(doc! {}).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Authentication, "{error:?}");

    run(&root, "admin", doc! { "updateUser": "root", "pwd": "right" }).await?;
    documents.find_one(doc! {}).await?;
    assert_eq!(engine.metrics().rebuilds, 0);
    engine.dispose().await;
    Ok(())
}

/// The old client would find no server either.
#[tokio::test]
async fn a_reconnect_that_reaches_no_server_is_no_error() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::builder("mongodb://user:secret@127.0.0.1:9/").build()?;
    for generations in 0..2 {
        engine.reconnect().await?;
        assert_eq!(engine.metrics().rebuilds, generations);
    }
    engine.dispose().await;
    Ok(())
}
