//! What `create_all` sends, and what it makes of the answers.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use bson::{Bson, DateTime, Document, doc, oid::ObjectId};

use super::Database;
use crate::{
    definition::{CollectionDefinition, DefaultDocument, Index},
    engine::{BoxFuture, Executor},
    error::{Error, ErrorKind, Result},
    operation::Operation,
    reply::Reply,
};

/// Answers one command, if it knows it; the rest is answered as by an empty database.
type Answer = Box<dyn Fn(&Document) -> Option<Result<Document>> + Send + Sync>;

struct Stub {
    answer: Answer,
    /// How long a command takes.
    takes: fn(&str) -> Duration,
    sent: Mutex<Vec<Document>>,
}

impl Stub {
    fn new(answer: impl Fn(&Document) -> Option<Result<Document>> + Send + Sync + 'static) -> Arc<Self> {
        Self::slow(|_| Duration::ZERO, answer)
    }

    fn slow(
        takes: fn(&str) -> Duration,
        answer: impl Fn(&Document) -> Option<Result<Document>> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self { answer: Box::new(answer), takes, sent: Mutex::default() })
    }

    fn database(self: &Arc<Self>) -> Database {
        Database::new(Arc::clone(self) as Arc<dyn Executor>, "game")
    }

    fn sent(&self) -> Vec<Document> {
        self.sent.lock().unwrap().clone()
    }

    /// The commands' names and what they work on, in order.
    fn names(&self) -> Vec<String> {
        let name = |command: &Document| {
            let (name, target) = command.iter().next().unwrap();
            target.as_str().map_or_else(|| name.clone(), |target| format!("{name} {target}"))
        };
        self.sent().iter().map(name).collect()
    }

    fn count(&self, name: &str) -> usize {
        self.names().iter().filter(|sent| *sent == name).count()
    }
}

impl Executor for Stub {
    fn execute(&self, operation: Operation) -> BoxFuture<'_, Result<Reply>> {
        Box::pin(async move {
            let command = Document::try_from(operation.command()).unwrap();
            self.sent.lock().unwrap().push(command.clone());
            pause((self.takes)(operation.name())).await;
            let answered = (self.answer)(&command).unwrap_or_else(|| Ok(empty(&command)))?;
            Ok(match answered.get_array("batch") {
                Ok(batch) => Reply::cursor([Ok(batch.iter().filter_map(Bson::as_document).cloned().collect())]),
                Err(_) => Reply::document(answered),
            })
        })
    }
}

#[expect(clippy::disallowed_methods, reason = "a server's time, in a clock that stands still otherwise")]
async fn pause(time: Duration) {
    tokio::time::sleep(time).await;
}

/// The answer of an empty database: everything is created, and the lock is free.
fn empty(command: &Document) -> Document {
    match command.keys().next().unwrap().as_str() {
        "listCollections" | "listIndexes" | "aggregate" | "find" => doc! { "batch": [] },
        "findAndModify" => doc! { "ok": 1, "value": { "_id": "master", "locked": true, "owner": owner(command) } },
        "createIndexes" => doc! { "ok": 1, "numIndexesBefore": 1, "numIndexesAfter": 2 },
        "update" if target(command) == "mongomancy_lock" => doc! { "ok": 1, "n": 1 },
        "update" => doc! { "ok": 1, "n": 1, "upserted": [{ "index": 0, "_id": 1 }] },
        _ => doc! { "ok": 1 },
    }
}

fn target(command: &Document) -> &str {
    command.values().next().and_then(Bson::as_str).unwrap_or_default()
}

/// Who asks for the lock.
fn owner(command: &Document) -> ObjectId {
    let stages = command.get_array("update").unwrap();
    let free = stages[1].as_document().unwrap().get_document("$set").unwrap().get_document("free").unwrap();
    let ours = free.get_array("$or").unwrap()[1].as_document().unwrap().get_array("$eq").unwrap();
    ours[1].as_object_id().unwrap()
}

fn named(command: &Document) -> &str {
    command.keys().next().unwrap()
}

fn players() -> CollectionDefinition {
    CollectionDefinition::new("player")
        .index(Index::ascending("player_id").unique(true))
        .default_document(DefaultDocument::new(doc! { "player_id": 0, "name": "MARK" }).key(["player_id"]))
}

/// The answers of a database that has all of `players`.
fn up_to_date(command: &Document) -> Option<Result<Document>> {
    let index = doc! { "v": 2, "key": { "player_id": 1 }, "name": "ux__player__player_id", "unique": true };
    match (named(command), target(command)) {
        ("listCollections", _) => Some(Ok(doc! { "batch": [{ "name": "player", "type": "collection" }] })),
        ("listIndexes", _) => Some(Ok(doc! { "batch": [{ "key": { "_id": 1 }, "name": "_id_" }, index] })),
        ("aggregate", "player") => Some(Ok(doc! { "batch": [{ "position": 0_i64 }] })),
        _ => None,
    }
}

fn server_error(code: i32) -> Error {
    crate::engine::Refusal { code, ..Default::default() }.into_error()
}

fn in_a_collection_that_is_there(command: &Document) -> Option<Result<Document>> {
    (named(command) == "listCollections").then(|| Ok(doc! { "batch": [{ "name": "player", "type": "collection" }] }))
}

#[test]
fn the_future_is_send() {
    fn assert_send(_: &(impl Send + 'static)) {}
    let database = Stub::new(|_| None).database();
    assert_send(&database.create_all().into_future());
    assert_send(&{
        let database = database.clone();
        async move { database.list_collection_names().await }
    });
    assert_send(&async move { database.drop().await });
}

#[tokio::test]
async fn an_empty_database_gets_all_under_the_lock() {
    let stub = Stub::new(|_| None);
    let database = stub.database();
    database.add_collection(players());
    let report = database.create_all().await.unwrap();
    assert_eq!(
        stub.names(),
        [
            "listCollections",
            "findAndModify mongomancy_lock",
            "listCollections",
            "create player",
            "createIndexes player",
            "update player",
            "update mongomancy_lock"
        ]
    );
    assert_eq!(report.created_collections().collect::<Vec<_>>(), ["player"]);
    assert_eq!(report.created_indexes().collect::<Vec<_>>(), ["ux__player__player_id"]);
    assert_eq!((report.created_default_documents(), report.notes().len()), (1, 0));
    assert!(!report.to_string().contains("MARK") && !format!("{report:?}").contains("MARK"));
    let majority = doc! { "w": "majority" };
    for command in stub.sent().iter().filter(|command| target(command) == "mongomancy_lock") {
        assert_eq!(command.get_document("writeConcern").unwrap(), &majority, "{command}");
    }
}

#[tokio::test]
async fn an_up_to_date_database_is_only_read() {
    let stub = Stub::new(up_to_date);
    let database = stub.database();
    database.add_collection(players());
    let report = database.create_all().await.unwrap();
    assert!(report.is_unchanged());
    assert_eq!(report.found().count(), 3);
    assert_eq!(stub.names(), ["listCollections", "listIndexes player", "aggregate player"]);
}

#[tokio::test]
async fn bad_input_is_told_before_anything_is_sent() {
    let stub = Stub::new(|_| None);
    let contradicting = stub.database();
    contradicting.add_collection(players());
    contradicting.add_collection(CollectionDefinition::new("player").index(Index::ascending("player_id")));
    let idle = stub.database();
    idle.add_collection(players());
    let executor = || Arc::clone(&stub) as Arc<dyn Executor>;
    for (error, kind) in [
        (contradicting.create_all().await.unwrap_err(), ErrorKind::InvalidDefinition),
        (idle.create_all().concurrency(0).await.unwrap_err(), ErrorKind::InvalidArgument),
        (Database::new(executor(), "a.b").create_all().await.unwrap_err(), ErrorKind::InvalidArgument),
        (Database::new(executor(), "").list_collection_names().await.unwrap_err(), ErrorKind::InvalidArgument),
        (Database::new(executor(), "a b").drop().await.unwrap_err(), ErrorKind::InvalidArgument),
    ] {
        assert_eq!(error.kind(), &kind, "{error}");
    }
    assert_eq!(stub.names(), Vec::<String>::new());
}

#[tokio::test]
async fn nothing_registered_is_nothing_sent() {
    let stub = Stub::new(|_| None);
    assert!(stub.database().create_all().await.unwrap().entries().is_empty());
    assert!(stub.names().is_empty());
}

#[tokio::test]
async fn a_conflict_creates_nothing_unless_it_may_be_reported() {
    let answer = |command: &Document| match named(command) {
        "listIndexes" => Some(Ok(doc! { "batch": [{ "key": { "player_id": 1 }, "name": "player_id_1" }] })),
        _ => in_a_collection_that_is_there(command),
    };
    let stub = Stub::new(answer);
    let database = stub.database();
    database.add_collection(players());
    let error = database.create_all().await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Conflict);
    let told = "player: index ux__player__player_id: on the server it is named player_id_1: it is not unique";
    assert!(error.to_string().contains(told), "{error}");
    assert!(!stub.names().iter().any(|name| name.starts_with("findAndModify")));

    let report = database.create_all().report_conflicts().await.unwrap();
    assert_eq!(report.conflicts().count(), 1);
    assert_eq!(report.created_default_documents(), 1);
    assert!(report.notes()[0].contains("no unique index covers the key player_id"), "{report}");
}

#[tokio::test]
async fn an_index_that_is_being_built_is_not_there_yet() {
    let answer = |command: &Document| match named(command) {
        "listIndexes" if command.contains_key("includeBuildUUIDs") => Some(Err(server_error(323))),
        "listIndexes" => Some(Ok(
            doc! { "batch": [{ "buildUUID": 1, "spec": { "key": { "player_id": 1 }, "name": "ux__player__player_id" } }] },
        )),
        "aggregate" => up_to_date(command),
        _ => in_a_collection_that_is_there(command),
    };
    let stub = Stub::new(answer);
    let database = stub.database();
    database.add_collection(players());
    let report = database.create_all().await.unwrap();
    assert_eq!(report.created_indexes().count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_live_owner_is_waited_for_up_to_the_limit() {
    let (now, end) = (DateTime::from_millis(0), DateTime::from_millis(60_000));
    let lock = doc! { "locked": true, "owner": ObjectId::new(), "expires_at": end, "now": now };
    let stub = Stub::new(move |command| match (named(command), target(command)) {
        ("findAndModify", _) => Some(Ok(doc! { "value": &lock })),
        ("aggregate", "mongomancy_lock") => Some(Ok(doc! { "batch": [&lock] })),
        _ => None,
    });
    let database = stub.database();
    database.add_collection(players());
    let error = database.create_all().lock_timeout(Duration::from_secs(5)).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::LockTimeout);
    assert!(error.to_string().contains("waited 5000 ms for mongomancy_lock of `game`, held by "), "{error}");
    assert_eq!(stub.count("findAndModify mongomancy_lock"), 1);
    assert_eq!(stub.count("create player"), 0);
    let looked = stub.sent().into_iter().find(|command| named(command) == "aggregate").unwrap();
    assert_eq!(looked.get_document("readConcern").unwrap(), &doc! { "level": "majority" });

    let error = database.create_all().deadline(Duration::from_secs(1)).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::DeadlineExceeded);
}

#[tokio::test(start_paused = true)]
async fn who_waited_and_finds_all_done_takes_no_lock() {
    let done = Mutex::new(false);
    let stub = Stub::new(move |command| {
        let mut done = done.lock().unwrap();
        let lock = doc! { "locked": true, "owner": ObjectId::new(), "expires_at": DateTime::MAX };
        match (named(command), target(command)) {
            ("findAndModify", _) => Some(Ok(doc! { "value": lock })),
            ("aggregate", "mongomancy_lock") => {
                *done = true;
                Some(Ok(doc! { "batch": [{ "locked": false }] }))
            }
            _ if *done => up_to_date(command),
            _ => None,
        }
    });
    let database = stub.database();
    database.add_collection(players());
    assert!(database.create_all().await.unwrap().is_unchanged());
    assert_eq!(stub.count("findAndModify mongomancy_lock"), 1);
    assert_eq!(stub.count("update mongomancy_lock"), 0);
}

#[tokio::test(start_paused = true)]
async fn an_acquire_in_doubt_is_settled_by_reading_the_owner() {
    let asking = Mutex::new(None);
    let stub = Stub::new(move |command| {
        let mut asking = asking.lock().unwrap();
        match (named(command), target(command)) {
            ("findAndModify", _) => {
                *asking = Some(owner(command));
                Some(Err(Error::new(ErrorKind::Unavailable, "").with_maybe_applied(true)))
            }
            ("aggregate", "mongomancy_lock") => Some(Ok(doc! { "batch": [{ "locked": true, "owner": *asking }] })),
            _ => None,
        }
    });
    let database = stub.database();
    database.add_collection(players());
    assert!(!database.create_all().await.unwrap().is_unchanged());
    assert_eq!(stub.count("update mongomancy_lock"), 1);
}

#[tokio::test(start_paused = true)]
async fn an_acquire_in_doubt_that_came_to_nothing_is_released_at_the_end() {
    let stub = Stub::new(|command| match (named(command), target(command)) {
        ("findAndModify", _) => Some(Err(Error::new(ErrorKind::Unavailable, "").with_maybe_applied(true))),
        _ => None,
    });
    let database = stub.database();
    database.add_collection(players());
    let error = database.create_all().lock_timeout(Duration::from_secs(1)).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::LockTimeout);
    assert_eq!(stub.names().last().unwrap(), "update mongomancy_lock");
}

/// As long as an index of a large collection.
fn slow_build(command: &str) -> Duration {
    Duration::from_secs(if command == "createIndexes" { 95 } else { 0 })
}

#[tokio::test(start_paused = true)]
async fn the_lease_is_renewed_while_the_work_goes_on() {
    let stub = Stub::slow(slow_build, |_| None);
    let database = stub.database();
    database.add_collection(players());
    database.create_all().await.unwrap();
    // After 20, 40, 60 and 80 seconds, and the release.
    assert_eq!(stub.count("update mongomancy_lock"), 5);
}

#[tokio::test(start_paused = true)]
async fn a_lost_lease_stops_the_work() {
    let stub = Stub::slow(slow_build, |command| match (named(command), target(command)) {
        ("update", "mongomancy_lock") => Some(Ok(doc! { "ok": 1, "n": 0 })),
        _ => None,
    });
    let database = stub.database();
    database.add_collection(players());
    let error = database.create_all().await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::LockTimeout);
    assert!(error.to_string().contains("the lease was lost while creating"), "{error}");
    assert_eq!((stub.count("createIndexes player"), stub.count("update player")), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_cannot_be_renewed_ends_the_work_in_time() {
    let stub = Stub::slow(slow_build, |command| match (named(command), target(command)) {
        ("update", "mongomancy_lock") => Some(Err(Error::new(ErrorKind::Unavailable, ""))),
        _ => None,
    });
    let database = stub.database();
    database.add_collection(players());
    let began = tokio::time::Instant::now();
    let error = database.create_all().await.unwrap_err();
    assert_eq!(began.elapsed().as_secs(), 60);
    assert!(error.to_string().contains("renew"), "{error}");
    assert_eq!(stub.count("update player"), 0);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_future_leaves_no_lock_behind() {
    let stub = Stub::slow(slow_build, |_| None);
    let database = stub.database();
    database.add_collection(players());
    let dropped = tokio::time::timeout(Duration::from_secs(30), database.create_all().into_future()).await;
    assert!(dropped.is_err() && stub.count("update player") == 0);
    pause(Duration::from_secs(70)).await;
    assert_eq!(stub.count("update player"), 1);
    assert_eq!(stub.names().last().unwrap(), "update mongomancy_lock");
}

#[tokio::test]
async fn failures_are_gathered_and_the_lock_is_released() {
    let stub = Stub::new(|command| match (named(command), target(command)) {
        ("create", "guild") => Some(Err(server_error(13))),
        ("createIndexes", "player") => Some(Err(server_error(11000))),
        _ => None,
    });
    let database = stub.database();
    database.extend([CollectionDefinition::new("guild"), players(), CollectionDefinition::new("color")]);
    let error = database.create_all().await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Unauthorized);
    let text = error.to_string();
    assert!(text.contains("1 more failed (duplicate key: index unknown: documents that are there share a key: creating ux__player__player_id on `player`)"), "{text}");
    assert!(text.contains("creating `guild`"), "{text}");
    assert_eq!(stub.count("create color"), 1);
    assert_eq!(stub.count("update player"), 0);
    assert_eq!(stub.names().last().unwrap(), "update mongomancy_lock");
}

#[tokio::test]
async fn a_release_that_fails_is_told() {
    let stub = Stub::new(|command| {
        (named(command) == "update" && target(command) == "mongomancy_lock").then(|| Err(server_error(13)))
    });
    let database = stub.database();
    database.add_collection(players());
    let report = database.create_all().await.unwrap();
    assert!(report.notes()[0].contains("could not be released"), "{report}");
}

#[tokio::test]
async fn a_refused_default_document_is_found_or_an_error() {
    for there in [true, false] {
        let stub = Stub::new(move |command| match (named(command), target(command)) {
            ("update", "player") => Some(Ok(doc! { "ok": 1, "n": 0, "writeErrors": [{
                "index": 0, "code": 11000, "errmsg": "E11000 ... index: ux__player__email dup key: { email: \"MARK\" }",
            }] })),
            ("find", "player") if there => Some(Ok(doc! { "batch": [{ "_id": 1 }] })),
            _ => None,
        });
        let database = stub.database();
        database.add_collection(players());
        match database.create_all().await {
            Ok(report) => assert!(there && report.created_default_documents() == 0, "{report}"),
            Err(error) => {
                assert!(!there && error.is_duplicate_key(), "{error}");
                let text = error.to_string();
                assert!(
                    text.contains("inserting a default document into `player`") && !text.contains("MARK"),
                    "{text}"
                );
            }
        }
    }
}

#[tokio::test]
async fn an_unacknowledged_change_is_an_error() {
    let stub = Stub::new(|command| {
        (named(command) == "create").then(|| Ok(doc! { "ok": 1, "writeConcernError": { "code": 100 } }))
    });
    let database = stub.database();
    database.add_collection(players());
    let error = database.create_all().await.unwrap_err();
    assert!(error.maybe_applied() && error.code() == Some(100), "{error}");
}

#[tokio::test]
async fn collections_are_listed_by_name_and_the_database_dropped() {
    let stub = Stub::new(|command| {
        (named(command) == "listCollections").then(|| Ok(doc! { "batch": [{ "name": "b" }, { "name": "a" }] }))
    });
    let database = stub.database();
    assert_eq!(database.list_collection_names().await.unwrap(), ["a", "b"]);
    database.drop().await.unwrap();
    assert_eq!(stub.names(), ["listCollections", "dropDatabase"]);
}

#[tokio::test]
async fn a_collection_that_somebody_makes_meanwhile_is_compared_first() {
    let made = Arc::new(Mutex::new(false));
    let answer = move |command: &Document| {
        let mut made = made.lock().unwrap();
        match named(command) {
            "create" if *made => None,
            "create" => {
                *made = true;
                Some(Err(server_error(48)))
            }
            "listCollections" if *made => {
                let capped = doc! { "capped": true, "size": 4096 };
                Some(Ok(doc! { "batch": [{ "name": "player", "type": "collection", "options": capped }] }))
            }
            _ => None,
        }
    };
    let stub = Stub::new(answer);
    let database = stub.database();
    database.add_collection(players().capped(crate::definition::Capped::new(512)));
    let error = database.create_all().await.unwrap_err();
    assert!(error.to_string().contains("it holds 4096 bytes, declared are 512"), "{error}");
    assert_eq!((stub.count("create player"), stub.count("createIndexes player")), (1, 0));
}
