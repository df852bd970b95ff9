//! What becomes of an open cursor: on errors, when a batch does not come, when nobody reads on.

use std::time::Duration;

use mongomancy::{
    Collection, Document, Engine, ErrorKind, doc,
    mongodb::options::ClientOptions,
    options::{CursorType, ReadPreference},
};
use mongomancy_testkit::{FailCommand, FailPoint, Member, ReplicaSet, wait_until};
use mongomancy_tests::{Commands, LIMIT, open_cursors, run};

type Outcome = Result<(), Box<dyn std::error::Error>>;

const DOCUMENTS: usize = 100;

fn documents(engine: &Engine) -> Collection<Document> {
    engine.database("d").collection_named("c")
}

async fn store(engine: &Engine) -> Outcome {
    documents(engine).insert_many((0_i64..).take(DOCUMENTS).map(|n| doc! { "_id": n })).await?;
    Ok(())
}

/// Waits until none of the members holds a cursor on the documents.
async fn none_left(members: &[Member]) -> Outcome {
    for member in members {
        let engine = Engine::connect(member.direct_uri()).await?;
        let none = async || open_cursors(&engine, "d.c").await.is_ok_and(|open| open.is_empty()).then_some(());
        wait_until(LIMIT, "the cursors' end", none).await?;
        engine.dispose().await;
    }
    Ok(())
}

async fn recorded(uri: &str) -> Result<(Engine, Commands), Box<dyn std::error::Error>> {
    let (mut options, commands) = (ClientOptions::parse(uri).await?, Commands::default());
    commands.record(&mut options);
    Ok((Engine::connect(options).await?, commands))
}

#[tokio::test]
async fn every_error_ends_a_plain_cursor_and_tells_how_far_it_came() -> Outcome {
    let set = ReplicaSet::builder().members(1).start().await?;
    // A member that only says that it goes is found again by its next heartbeat.
    let engine = Engine::connect(format!("{}&heartbeatFrequencyMS=500", set.uri())).await?;
    store(&engine).await?;
    let get_more = || FailPoint::fail_command(["getMore"]).times(1);
    for code in [6, 89, 11600, 189, 10107] {
        ends(&engine, &set, get_more().error_code(code), true).await?;
    }
    ends(&engine, &set, get_more().close_connection(), true).await?;
    for code in [50, 11601, 13, 96] {
        ends(&engine, &set, get_more().error_code(code), false).await?;
    }
    none_left(set.members()).await?;
    // These say that there is no cursor, so none is closed.
    for code in [43, 237] {
        ends(&engine, &set, get_more().error_code(code), true).await?;
    }
    engine.dispose().await;
    Ok(())
}

/// Reads until the fail point ends the cursor.
async fn ends(engine: &Engine, set: &ReplicaSet, point: FailCommand, is_lost: bool) -> Outcome {
    let mut cursor = documents(engine).find(doc! {}).batch_size(10).await?;
    assert!(cursor.try_next().await?.is_some());
    let guard = point.enable(set).await?;
    let error = loop {
        match cursor.try_next().await {
            Ok(document) => assert!(document.is_some(), "the end after {} at {point:?}", cursor.documents_given()),
            Err(error) => break error,
        }
    };
    guard.disable().await?;
    let given = cursor.documents_given();
    assert!(usize::try_from(given)? < DOCUMENTS, "{point:?}");
    assert_eq!(error.is_cursor_lost(), is_lost, "{error} at {point:?}");
    assert!(error.to_string().contains(&format!("after {given} documents")), "{error}");
    assert!(error.to_string().starts_with("find on "), "{error}");
    assert!(error.attempts() > 0);
    assert!(cursor.try_next().await?.is_none());
    Ok(())
}

#[tokio::test]
async fn a_batch_is_waited_for_as_long_as_the_opening_might_take() -> Outcome {
    let set = ReplicaSet::builder().members(1).start().await?;
    let engine = Engine::connect(set.uri()).await?;
    store(&engine).await?;
    let hang = FailPoint::fail_command(["getMore"]).block(Duration::from_secs(3)).enable(&set).await?;
    let find = documents(&engine).find(doc! {}).batch_size(10).deadline(Duration::from_millis(500));
    for find in [find.resumable(), documents(&engine).find(doc! {}).batch_size(10).deadline(Duration::from_millis(500))]
    {
        let mut cursor = find.await?;
        let error = loop {
            match cursor.try_next().await {
                Ok(document) => assert!(document.is_some()),
                Err(error) => break error,
            }
        };
        assert_eq!((error.kind(), cursor.documents_given()), (&ErrorKind::DeadlineExceeded, 10));
        assert!(error.to_string().starts_with("find on d.c: "), "{error}");
        assert!(error.to_string().contains("after 10 documents"), "{error}");
    }
    hang.disable().await?;
    none_left(set.members()).await?;
    engine.dispose().await;
    Ok(())
}

#[tokio::test]
async fn a_cursor_that_awaits_documents_may_wait_longer_than_its_deadline() -> Outcome {
    let set = ReplicaSet::builder().members(1).start().await?;
    let (engine, commands) = recorded(&set.uri()).await?;
    run(&engine, "d", doc! { "create": "c", "capped": true, "size": 65_536 }).await?;
    documents(&engine).insert_one(doc! { "_id": 0 }).await?;
    let find = documents(&engine).find(doc! {}).cursor_type(CursorType::TailableAwait);
    // The server holds each answer back for longer than the deadline.
    let mut tail = find.max_await_time(Duration::from_secs(3)).deadline(Duration::from_secs(2)).await?;
    assert_eq!(tail.try_next().await?, Some(doc! { "_id": 0 }));
    let insert_later = async {
        let held_back = async || (commands.named("getMore").len() >= 2).then_some(());
        wait_until(LIMIT, "a second wait", held_back).await?;
        documents(&engine).insert_one(doc! { "_id": 1 }).await?;
        Ok::<_, Box<dyn std::error::Error>>(())
    };
    let next = async { Ok(tail.try_next().await?) };
    let (next, ()) = tokio::try_join!(next, insert_later)?;
    assert_eq!(next, Some(doc! { "_id": 1 }));
    drop(tail);
    none_left(set.members()).await?;
    engine.dispose().await;
    Ok(())
}

/// With authentication, as a user who has no right but to read and write: everybody may kill the own cursors.
#[tokio::test]
async fn a_cursor_that_nobody_reads_is_closed_at_the_member_that_has_it() -> Outcome {
    let set = ReplicaSet::builder().authentication("root", "secret").start().await?;
    let root = Engine::connect(set.uri()).await?;
    store(&root).await?;
    let user = doc! { "createUser": "ada", "pwd": "secret", "roles": ["readWrite"], "writeConcern": { "w": 3 } };
    run(&root, "d", user).await?;
    let uri = set.uri().replace("root:", "ada:").replace("authSource=admin", "authSource=d");
    let (engine, commands) = recorded(&uri).await?;
    let at_secondary = || documents(&engine).find(doc! {}).read_preference(ReadPreference::Secondary { options: None });
    let opened = || commands.all().into_iter().filter(|sent| sent.name == "find").count();

    // Dropped midway: with a batch on its way, and with nothing left to fetch ahead.
    for _ in 0..5 {
        let mut cursor = at_secondary().batch_size(5).await?;
        assert!(cursor.try_next().await?.is_some());
    }
    for _ in 0..5 {
        let before = commands.named("getMore").len();
        let mut cursor = at_secondary().batch_size(5).await?;
        assert!(cursor.try_next().await?.is_some());
        let fetched = async || (commands.named("getMore").len() > before).then_some(());
        wait_until(LIMIT, "the next batch", fetched).await?;
    }
    none_left(set.members()).await?;

    // Dropped while the server still works on the first batch.
    let mut guards = Vec::new();
    for member in set.members() {
        let slow = FailPoint::fail_command(["find"]).namespace("d.c").block(Duration::from_millis(300));
        guards.push(slow.enable(member).await?);
    }
    for _ in 0..4 {
        let before = opened();
        let opening = tokio::spawn(at_secondary().batch_size(5).into_future());
        let on_its_way = async || (opened() > before).then_some(());
        wait_until(LIMIT, "the command", on_its_way).await?;
        opening.abort();
    }
    // Not before they are open can they be closed.
    let closed = |server: &str| {
        let kills = commands.all().into_iter().filter(|sent| sent.name == "killCursors" && sent.server == server);
        kills.flat_map(|sent| sent.command.get_array("cursors").cloned().unwrap_or_default()).count()
    };
    let primary = set.wait_for_primary(LIMIT).await?;
    let secondaries = || set.members().iter().filter(|member| **member != primary);
    let all_closed = async || {
        let closed: usize = secondaries().map(|member| closed(member.address())).sum();
        (closed >= opened()).then_some(())
    };
    wait_until(LIMIT, "the cursors' end", all_closed).await?;
    none_left(set.members()).await?;

    // Lost to a reset of its connection, it is still there.
    drop(guards);
    let mut resets = Vec::new();
    for secondary in secondaries() {
        let reset = FailPoint::fail_command(["getMore"]).namespace("d.c").close_connection();
        resets.push(reset.times(1).enable(secondary).await?);
    }
    let everything = at_secondary().batch_size(5).resumable().try_collect().await?;
    assert_eq!(everything.len(), DOCUMENTS);
    none_left(set.members()).await?;
    engine.dispose().await;
    root.dispose().await;
    Ok(())
}
