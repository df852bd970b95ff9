//! The creation lock: whose it is, when it ends, and what other programs make of it.

use std::time::Duration;

use mongomancy::{CollectionDefinition, Document, ErrorKind, bson::oid::ObjectId, doc};
use mongomancy_testkit::{FailPoint, ReplicaSet, Server, Standalone, TestDatabase, wait_until};
use mongomancy_tests::{LIMIT, run};

async fn database() -> TestDatabase {
    let database = Server::shared().await.unwrap().test_database();
    database.add_collection(CollectionDefinition::new("c"));
    database
}

/// Writes the lock's document; `update` is a pipeline, so that dates can be the server's.
async fn set_lock(database: &TestDatabase, update: Vec<Document>) {
    let update = doc! { "q": { "_id": "master" }, "u": update, "upsert": true };
    let command = doc! { "update": "mongomancy_lock", "updates": [update], "writeConcern": { "w": "majority" } };
    run(database.engine(), database.name(), command).await.unwrap();
}

async fn lock(database: &TestDatabase) -> Document {
    let locks = database.collection_named::<Document>("mongomancy_lock");
    locks.find_one(doc! { "_id": "master" }).await.unwrap().unwrap()
}

/// A date so many milliseconds from the server's now.
fn from_now(milliseconds: i64) -> Document {
    doc! { "$add": ["$$NOW", milliseconds] }
}

fn free() -> Document {
    doc! { "_id": "master", "locked": false }
}

#[tokio::test]
async fn a_live_owner_is_never_robbed() {
    let database = database().await;
    let owner = ObjectId::new();
    let held = doc! { "locked": true, "owner": owner, "expires_at": from_now(60_000) };
    set_lock(&database, vec![doc! { "$set": held }]).await;
    let before = lock(&database).await;
    let error = database.create_all().lock_timeout(Duration::from_millis(500)).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::LockTimeout);
    assert!(error.to_string().contains(&format!("held by {owner} until ")), "{error}");
    assert_eq!(lock(&database).await, before);
    assert_eq!(database.list_collection_names().await.unwrap(), ["mongomancy_lock"]);
}

#[tokio::test]
async fn the_lock_is_no_business_of_those_who_find_all_done() {
    let database = database().await;
    database.create_all().await.unwrap();
    let held = doc! { "locked": true, "owner": ObjectId::new(), "expires_at": from_now(60_000) };
    set_lock(&database, vec![doc! { "$set": held }]).await;
    assert!(database.create_all().lock_timeout(Duration::ZERO).await.unwrap().is_unchanged());
}

#[tokio::test]
async fn a_lease_that_ran_out_is_taken_and_released() {
    let database = database().await;
    let began = std::time::Instant::now();
    let held = doc! { "locked": true, "owner": ObjectId::new(), "expires_at": from_now(700), "host": "kept" };
    set_lock(&database, vec![doc! { "$set": held }]).await;
    assert!(!database.create_all().await.unwrap().is_unchanged());
    assert!(began.elapsed() >= Duration::from_millis(600), "{:?}", began.elapsed());
    let mut expected = free();
    expected.insert("host", "kept");
    assert_eq!(lock(&database).await, expected);
}

#[tokio::test]
async fn a_lock_that_is_freed_meanwhile_is_taken() {
    let database = database().await;
    let held = doc! { "locked": true, "owner": ObjectId::new(), "expires_at": from_now(60_000) };
    set_lock(&database, vec![doc! { "$set": held }]).await;
    let waiting = tokio::spawn(database.create_all().into_future());
    tokio::task::yield_now().await;
    set_lock(&database, vec![doc! { "$set": { "locked": false } }, doc! { "$unset": ["owner", "expires_at"] }]).await;
    assert!(!waiting.await.unwrap().unwrap().is_unchanged());
    assert_eq!(lock(&database).await, free());
}

#[tokio::test]
async fn a_holder_without_a_name_is_stamped_and_waited_for() {
    let database = database().await;
    set_lock(&database, vec![doc! { "$set": { "locked": true } }]).await;
    let error = database.create_all().lock_timeout(Duration::from_millis(500)).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::LockTimeout);
    assert!(error.to_string().contains("a program that leaves no name"), "{error}");
    let stamped = lock(&database).await;
    assert!(stamped.get_bool("locked").unwrap() && !stamped.contains_key("owner"), "{stamped}");
    let (seen, watched) = (stamped.get_datetime("seen_at").unwrap(), stamped.get_datetime("watched_at").unwrap());
    assert!(seen < watched, "{stamped}");

    // The next one who waits goes on from the stamp.
    let error = database.create_all().lock_timeout(Duration::from_millis(100)).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::LockTimeout);
    assert_eq!(lock(&database).await.get_datetime("seen_at").unwrap(), seen);

    // It releases as it does, leaving what it does not know.
    set_lock(&database, vec![doc! { "$set": { "locked": false } }]).await;
    assert!(!database.create_all().await.unwrap().is_unchanged());
    assert_eq!(lock(&database).await, free());
}

#[tokio::test]
async fn a_holder_without_a_name_has_the_lock_for_a_minute_from_when_it_was_seen() {
    let database = database().await;
    let stamped = doc! { "locked": true, "seen_at": from_now(-50_000), "watched_at": "$$NOW" };
    set_lock(&database, vec![doc! { "$set": stamped }]).await;
    let error = database.create_all().lock_timeout(Duration::ZERO).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::LockTimeout);
    assert!(!database.create_all().lock_timeout(LIMIT).await.unwrap().is_unchanged());
    assert_eq!(lock(&database).await, free());
}

#[tokio::test]
async fn a_lease_by_a_wrong_clock_lasts_no_longer_than_one_without_a_name() {
    let database = database().await;
    let hours = doc! { "locked": true, "owner": ObjectId::new(), "expires_at": from_now(7_200_000) };
    set_lock(&database, vec![doc! { "$set": hours }]).await;
    let error = database.create_all().lock_timeout(Duration::from_millis(200)).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::LockTimeout);
    assert!(error.to_string().contains("whose clock is wrong"), "{error}");
    // Whoever holds it may put it right by renewing it, and is not robbed meanwhile.
    assert!(lock(&database).await.contains_key("seen_at"));
    set_lock(&database, vec![doc! { "$set": { "seen_at": from_now(-50_000), "watched_at": "$$NOW" } }]).await;
    assert!(!database.create_all().lock_timeout(LIMIT).await.unwrap().is_unchanged());
    assert_eq!(lock(&database).await, free());

    let early = self::database().await;
    let past = doc! { "locked": true, "owner": ObjectId::new(), "expires_at": from_now(-7_200_000) };
    set_lock(&early, vec![doc! { "$set": past }]).await;
    assert!(!early.create_all().lock_timeout(Duration::ZERO).await.unwrap().is_unchanged());
}

#[tokio::test]
async fn a_stamp_that_nobody_watched_counts_for_nothing() {
    let database = database().await;
    let old = doc! { "locked": true, "seen_at": from_now(-3_600_000), "watched_at": from_now(-20_000) };
    set_lock(&database, vec![doc! { "$set": old }]).await;
    let error = database.create_all().lock_timeout(Duration::from_millis(200)).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::LockTimeout);
}

#[tokio::test]
async fn a_lease_that_is_taken_away_stops_the_work_and_is_left_to_the_new_owner() {
    let set = ReplicaSet::builder().members(1).start().await.unwrap();
    let database = set.test_database();
    database.add_collection(CollectionDefinition::new("a")).add_collection(CollectionDefinition::new("b"));
    // Each `create` takes longer than the time to the first renewal.
    let slow = FailPoint::fail_command(["create"]).block(Duration::from_secs(25)).enable(&set).await.unwrap();
    let creating = tokio::spawn(database.create_all().concurrency(1).into_future());
    wait_until(LIMIT, "the lock", async || {
        let locks = database.collection_named::<Document>("mongomancy_lock");
        locks.find_one(doc! { "locked": true }).await.unwrap()
    })
    .await
    .unwrap();
    let thief = ObjectId::new();
    set_lock(&database, vec![doc! { "$set": { "owner": thief } }]).await;
    let error = creating.await.unwrap().unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::LockTimeout);
    assert!(error.to_string().contains("the lease was lost while creating"), "{error}");
    assert_eq!(lock(&database).await.get_object_id("owner").unwrap(), thief);
    drop(slow);
    assert!(!database.list_collection_names().await.unwrap().contains(&"b".to_owned()));
}

#[tokio::test]
async fn a_standalone_server_keeps_the_lock_too() {
    let server = Standalone::start().await.unwrap();
    let database = server.test_database();
    database.add_collection(CollectionDefinition::new("c"));
    let held = doc! { "locked": true, "owner": ObjectId::new(), "expires_at": from_now(700) };
    set_lock(&database, vec![doc! { "$set": held }]).await;
    let error = database.create_all().lock_timeout(Duration::ZERO).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::LockTimeout);
    assert!(!database.create_all().await.unwrap().is_unchanged());
    assert_eq!(lock(&database).await, free());

    // No command is numbered here, so each may or may not have run.
    for command in ["findAndModify", "update"] {
        database.add_collection(CollectionDefinition::new(format!("after_{command}")));
        let cut = FailPoint::fail_command([command]).close_connection().times(1).enable(&server).await.unwrap();
        let report = database.create_all().await.unwrap();
        assert!(!report.is_unchanged() && report.notes().is_empty(), "{report}");
        assert_eq!(lock(&database).await, free());
        drop(cut);
    }
}

#[tokio::test]
async fn a_cut_connection_leaves_no_doubt_about_the_owner() {
    let set = ReplicaSet::builder().members(1).start().await.unwrap();
    let database = set.test_database();
    database.add_collection(CollectionDefinition::new("c"));
    for command in ["findAndModify", "create", "update", "listCollections"] {
        let name = CollectionDefinition::new(format!("after_{command}"));
        database.add_collection(name);
        let cut = FailPoint::fail_command([command]).close_connection();
        let cut = cut.times(1).enable(&set).await.unwrap();
        let report = database.create_all().await.unwrap();
        assert!(report.created_collections().any(|created| created == format!("after_{command}")), "{report}");
        assert_eq!(lock(&database).await, free());
        drop(cut);
    }
}
