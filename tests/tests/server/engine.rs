//! The engine's own life: connecting, hooks, reconnecting, disposing, runtimes, sessions.

use std::{
    collections::HashSet,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::{StreamExt, future::join_all};
use mongomancy::{
    ConnectTo, Document, Engine, EngineEvent, ErrorKind, Executor, Operation, ProviderError, doc, mongodb,
    options::WriteConcern,
};
use mongomancy_testkit::{unique_database_name, wait_until};
use mongomancy_tests::{Commands, Events, LIMIT, engine, printed, run, shared_uri};

#[test]
fn an_engine_is_built_without_a_runtime_and_without_io() {
    let engine = Engine::builder("mongodb://nobody.invalid:1/game").build().unwrap();
    assert_eq!(engine.default_database().unwrap().name(), "game");
    assert!(Engine::builder("mongodb://localhost").build().unwrap().default_database().is_none());
}

#[test]
fn a_connection_string_that_cannot_be_read_is_refused_unquoted() {
    for uri in ["mongo://MARK", "mongodb://user:MARK@", "mongodb://user:MA/RK@host", "mongodb://h/?w=MARK&w=-MARK"] {
        let error = Engine::builder(uri).build().unwrap_err();
        assert_eq!(error.kind(), &ErrorKind::InvalidArgument, "{uri}");
        assert!(!printed(&error).contains("MARK"), "{}", printed(&error));
        assert!(error.driver().is_some());
    }
}

#[tokio::test]
async fn nobody_there_is_told_within_the_limit_of_the_connection_string() {
    let uri = "mongodb://user:MARK@127.0.0.1:9/?serverSelectionTimeoutMS=300";
    let error = Engine::connect(uri).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Unavailable);
    assert!(error.elapsed() < Duration::from_secs(5), "{error}");
    assert!(!printed(&error).contains("MARK"));
}

#[tokio::test]
async fn a_deadline_ends_a_call_that_finds_no_server() {
    let engine = Engine::builder("mongodb://127.0.0.1:9/").deadline(Duration::from_millis(300)).build().unwrap();
    let error = engine.ping().await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::DeadlineExceeded);
    assert!(error.elapsed() < Duration::from_secs(2), "{error}");
    let zero = Engine::builder("mongodb://127.0.0.1:9/").deadline(Duration::ZERO).build().unwrap();
    assert_eq!(zero.ping().await.unwrap_err().kind(), &ErrorKind::DeadlineExceeded);
    // A refusing server is told by its address.
    assert!(error.to_string().contains("127.0.0.1:9 (it refuses connections)"), "{error}");
}

#[tokio::test]
async fn a_host_that_does_not_resolve_is_named_without_the_password() {
    for (uri, host) in [
        ("mongodb://user:MARK@nobody.invalid:1/", "nobody.invalid:1 (the name does not resolve)"),
        ("mongodb+srv://user:MARK@cluster.nobody.invalid/", "cluster.nobody.invalid"),
    ] {
        let engine = Engine::builder(uri).deadline(Duration::from_secs(3)).build().unwrap();
        let error = engine.ping().await.unwrap_err();
        // The name may be there a moment later: it is asked for until the end.
        assert_eq!(error.kind(), &ErrorKind::DeadlineExceeded, "{error}");
        assert!(error.to_string().contains(host), "{error}");
        assert!(!printed(&error).contains("MARK"), "{}", printed(&error));
        let reconnected = engine.reconnect().await;
        assert!(reconnected.is_ok() || !printed(&reconnected.unwrap_err()).contains("MARK"));
        engine.dispose().await;
    }
    let limited = "mongodb+srv://user:MARK@cluster.nobody.invalid/?serverSelectionTimeoutMS=1";
    let error = Engine::connect(limited).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Unavailable);
    assert!(error.to_string().contains("cluster.nobody.invalid"), "{error}");
}

#[tokio::test]
async fn a_provider_that_never_answers_holds_up_nobody() {
    let never = || ConnectTo::provider(std::future::pending::<Result<String, ProviderError>>);
    let engine = Engine::builder(never()).deadline(Duration::from_millis(300)).build().unwrap();
    let error = engine.ping().await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::DeadlineExceeded);
    assert!(error.to_string().contains("the provider of where to connect to did not answer in time"), "{error}");
    assert_eq!(engine.reconnect().await.unwrap_err().kind(), &ErrorKind::Unavailable);

    let engine = Engine::builder(never()).deadline(Duration::MAX).build().unwrap();
    let (ping, reconnected, ()) = tokio::join!(engine.ping(), engine.reconnect(), async {
        tokio::task::yield_now().await;
        engine.dispose().grace(Duration::ZERO).await;
    });
    assert_eq!(ping.unwrap_err().kind(), &ErrorKind::Disposed);
    assert_eq!(reconnected.unwrap_err().kind(), &ErrorKind::Disposed);
}

#[tokio::test]
async fn a_call_without_time_sends_nothing() {
    let commands = Commands::default();
    let recorded = commands.clone();
    let engine =
        Engine::builder(shared_uri().await).configure(move |options| recorded.record(options)).build().unwrap();
    let database = engine.database(unique_database_name());
    let documents = database.collection_named::<Document>("c");
    // With a connection at hand and without one.
    for sent in 0..2 {
        let error = documents.insert_one(doc! {}).deadline(Duration::ZERO).await.unwrap_err();
        assert_eq!(error.kind(), &ErrorKind::DeadlineExceeded);
        assert_eq!((error.attempts(), error.maybe_applied()), (0, false));
        assert_eq!(commands.all().len(), sent);
        engine.ping().await.unwrap();
    }
    assert_eq!(documents.count_documents(doc! {}).await.unwrap(), 0);
    // Less than the driver takes for one search of a server is enough where the server is there.
    let engine = Engine::builder(shared_uri().await).deadline(Duration::from_millis(1500)).build().unwrap();
    engine.ping().await.unwrap();
}

#[tokio::test]
async fn settings_at_their_ends_are_taken_or_refused_clearly() {
    let uri = shared_uri().await;
    for (least, most) in [(0, 0), (2, 1)] {
        let engine = Engine::builder(uri).min_pool_size(least).max_pool_size(most).build().unwrap();
        let error = engine.ping().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (&ErrorKind::InvalidArgument, 0), "{error}");
        assert!(error.to_string().contains(&format!("at most {most} connections")), "{error}");
    }
    for (uri, told) in [
        ("ada:S3CRET@host", ": it has no scheme, `mongodb://` or `mongodb+srv://`"),
        ("mongodb://host:27017,ada:S3CRET/", "; `Error::driver()` says why"),
    ] {
        let error = Engine::builder(uri).build().unwrap_err();
        assert_eq!(error.to_string(), format!("invalid argument: the connection string is not valid{told}"));
        assert!(!format!("{error:?}").contains("S3CRET") && error.driver().is_some(), "{error:?}");
    }
    let error = Engine::builder(uri).ask_every(Duration::ZERO).build().unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::InvalidArgument);
    let for_ever = Engine::builder(uri).max_pool_size(u32::MAX).deadline(Duration::MAX).grace(Duration::MAX);
    let engine = for_ever.build().unwrap();
    engine.ping().await.unwrap();
    engine.reconnect().await.unwrap();
    run(&engine, "admin", doc! { "ping": 1 }).await.unwrap();
    // Nothing is in flight, so nothing is waited for.
    engine.dispose().await;
    let none = Engine::builder(uri).max_pool_size(1).grace(Duration::ZERO).build().unwrap();
    none.ping().await.unwrap();
    none.reconnect().await.unwrap();
    none.ping().await.unwrap();
    none.dispose().grace(Duration::MAX).await;
}

#[tokio::test]
async fn unacknowledged_writes_are_refused_before_anything_is_sent() {
    let concern = WriteConcern::nodes(0);
    let engine = Engine::builder(shared_uri().await).write_concern(concern).build().unwrap();
    let error = engine.ping().await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::InvalidArgument);
    assert!(error.to_string().contains("`w: 0`"), "{error}");
}

#[tokio::test]
async fn commands_carry_what_the_builder_said() {
    let commands = Commands::default();
    let recorded = commands.clone();
    let engine = Engine::builder(shared_uri().await)
        .app_name("the-application")
        .max_pool_size(3)
        .min_pool_size(1)
        .deadline(Duration::from_secs(20))
        .configure(move |options| {
            assert_eq!((options.max_pool_size, options.min_pool_size), (Some(3), Some(1)));
            recorded.record(options);
        })
        .build()
        .unwrap();
    let name = unique_database_name();
    run(&engine, &name, doc! { "insert": "c", "documents": [{ "_id": 1 }] }).await.unwrap();
    run(&engine, &name, doc! { "count": "c" }).await.unwrap();
    let given = doc! { "insert": "c", "documents": [{ "_id": 2 }], "writeConcern": { "w": 1 } };
    run(&engine, &name, given).await.unwrap();

    let inserts = commands.named("insert");
    assert_eq!(inserts[0].get_document("writeConcern").unwrap(), &doc! { "w": "majority" });
    assert_eq!(inserts[1].get_document("writeConcern").unwrap(), &doc! { "w": 1 });
    assert!(inserts.iter().all(|insert| insert.get_i64("txnNumber").unwrap() >= 1 << 40), "{inserts:?}");
    let left = commands.named("count")[0].get_i64("maxTimeMS").unwrap();
    assert!((1..=20_000).contains(&left), "{left}");

    let own = doc! { "aggregate": 1, "cursor": {}, "pipeline": [
        { "$currentOp": { "idleConnections": true } },
        { "$match": { "appName": "the-application" } },
    ] };
    let reply = engine.execute(Operation::new("admin", &own).unwrap()).await.unwrap();
    let operations = documents(reply).await;
    let driver = operations[0].get_document("clientMetadata").unwrap().get_document("driver").unwrap();
    assert!(driver.get_str("name").unwrap().contains("mongomancy"), "{driver}");
    run(&engine, &name, doc! { "dropDatabase": 1 }).await.unwrap();
}

#[tokio::test]
async fn a_disposed_engine_takes_no_calls_until_it_is_revived() {
    let engine = engine().await;
    engine.dispose().grace(Duration::ZERO).await;
    engine.dispose().await;
    assert_eq!(engine.ping().await.unwrap_err().kind(), &ErrorKind::Disposed);
    assert_eq!(engine.client().await.unwrap_err().kind(), &ErrorKind::Disposed);
    engine.reconnect().await.unwrap();
    engine.ping().await.unwrap();
    engine.dispose().await;
}

#[tokio::test]
async fn calls_in_flight_get_their_grace_and_cursors_end_with_the_engine() {
    let engine = engine().await;
    let name = unique_database_name();
    let documents: Vec<Document> = (0..100).map(|n| doc! { "n": n }).collect();
    run(&engine, &name, doc! { "insert": "c", "documents": documents }).await.unwrap();
    let find = Operation::new(&*name, &doc! { "find": "c", "batchSize": 10 }).unwrap();
    let mut batches = engine.execute(find).await.unwrap().into_batches().unwrap();
    assert!(batches.next().await.unwrap().is_ok());

    let slow = Operation::new(&*name, &doc! { "find": "c", "filter": { "$where": "sleep(10) || true" } }).unwrap();
    let (found, ()) = tokio::join!(engine.execute(slow), async {
        // The call is in flight once this task is polled again.
        tokio::task::yield_now().await;
        engine.dispose().await;
    });
    found.unwrap();
    let mut ended = None;
    while let Some(batch) = batches.next().await {
        if let Err(error) = batch {
            ended = Some(error);
        }
    }
    assert_eq!(ended.expect("an error at the end").kind(), &ErrorKind::Disposed);
    assert!(batches.next().await.is_none());
}

#[tokio::test]
async fn a_reconnect_replaces_the_client_and_tells_it() {
    let engine = engine().await;
    let events = Events::of(&engine);
    engine.reconnect().await.unwrap();
    engine.ping().await.unwrap();
    let rebuilt = |event: &EngineEvent| matches!(event, EngineEvent::ClientRebuilt { generation: 2, .. });
    wait_until(LIMIT, "the event", async || (events.count(rebuilt) == 1).then_some(())).await.unwrap();
    engine.dispose().await;
    // The old client loses its primary when it is shut down; that is no switch.
    assert_eq!(events.all().len(), 1, "{:?}", events.all());
}

#[tokio::test]
async fn a_hook_that_panics_or_never_returns_harms_nobody() {
    let engine = engine().await;
    let told = Arc::new(AtomicUsize::new(0));
    engine.register_hook(|_| async { panic!("a hook's own mistake") });
    engine.register_hook_fn(|_| panic!("a hook's own mistake"));
    engine.register_hook(|_| std::future::pending());
    let removed = engine.register_hook_fn(|_| unreachable!("it was taken out"));
    let count = Arc::clone(&told);
    engine.register_hook_fn(move |_| _ = count.fetch_add(1, Ordering::SeqCst));
    assert!(engine.unregister_hook(removed));
    assert!(!engine.unregister_hook(removed));
    for reconnects in 1..=3 {
        engine.reconnect().await.unwrap();
        let counted = async || (told.load(Ordering::SeqCst) == reconnects).then_some(());
        wait_until(LIMIT, "the hook", counted).await.unwrap();
        engine.ping().await.unwrap();
    }
    engine.dispose().await;
    assert_eq!(engine.ping().await.unwrap_err().kind(), &ErrorKind::Disposed);
}

/// The driver's own retryable writes count from 1 in each session. One that met a session which carried our numbers
/// would be refused with code 225.
#[tokio::test]
async fn the_drivers_writes_never_meet_a_session_that_carried_our_numbers() {
    let commands = Commands::default();
    let recorded = commands.clone();
    let engine =
        Engine::builder(shared_uri().await).configure(move |options| recorded.record(options)).build().unwrap();
    let name = unique_database_name();
    let insert = |n: i32| {
        let (engine, name) = (engine.clone(), name.clone());
        async move { run(&engine, &name, doc! { "insert": "ours", "documents": [{ "n": n }] }).await.map(drop) }
    };
    assert!(join_all((0..20).map(insert)).await.into_iter().all(|inserted| inserted.is_ok()));
    let client = engine.client().await.unwrap();
    let theirs = client.database(&name).collection::<Document>("theirs");
    let both = |n: i32| {
        let (ours, theirs) = (insert(n), theirs.insert_one(doc! { "n": n }));
        async move { (ours.await, theirs.await.map(drop)) }
    };
    for (ours, theirs) in join_all((20..60).map(both)).await {
        ours.unwrap();
        theirs.unwrap();
    }
    // Nor after the engine is gone.
    drop(engine);
    for n in 0..20 {
        theirs.insert_one(doc! { "n": n }).await.unwrap();
    }
    let sessions = |collection: &str| -> HashSet<String> {
        let inserts = commands
            .named("insert")
            .into_iter()
            .filter(|one| one.get_str("insert").is_ok_and(|name| name == collection));
        inserts.map(|insert| insert.get_document("lsid").unwrap().to_string()).collect()
    };
    let (ours, theirs_sessions) = (sessions("ours"), sessions("theirs"));
    assert!(!ours.is_empty() && !theirs_sessions.is_empty());
    assert!(ours.is_disjoint(&theirs_sessions));
    client.database(&name).drop().await.unwrap();
}

#[tokio::test]
async fn sessions_are_used_again() {
    let commands = Commands::default();
    let recorded = commands.clone();
    let engine =
        Engine::builder(shared_uri().await).configure(move |options| recorded.record(options)).build().unwrap();
    let name = unique_database_name();
    for n in 0..10 {
        run(&engine, &name, doc! { "insert": "c", "documents": [{ "_id": n }] }).await.unwrap();
    }
    let inserts = commands.named("insert");
    let sessions: HashSet<String> =
        inserts.iter().map(|insert| insert.get_document("lsid").unwrap().to_string()).collect();
    let numbers: Vec<i64> = inserts.iter().map(|insert| insert.get_i64("txnNumber").unwrap()).collect();
    assert_eq!(sessions.len(), 1);
    assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
    run(&engine, &name, doc! { "dropDatabase": 1 }).await.unwrap();
}

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let uri = std::sync::Mutex::new(None);
    std::thread::scope(|scope| {
        scope.spawn(|| *uri.lock().unwrap() = Some(runtime().block_on(shared_uri())));
    });
    let uri = uri.lock().unwrap().expect("the thread ran");
    Engine::builder(uri).build().unwrap()
});

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

#[test]
fn an_engine_in_a_static_works_from_any_runtime_while_its_own_lives() {
    let name = unique_database_name();
    let insert =
        async |n: i32| run(&*ENGINE, &name, doc! { "insert": "c", "documents": [{ "_id": n }] }).await.map(drop);
    let (first, second) = (runtime(), runtime());
    first.block_on(insert(1)).unwrap();
    second.block_on(insert(2)).unwrap();
    drop(first);
    let error = second.block_on(insert(3)).unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Unavailable);
    assert!(error.to_string().contains("runtime"), "{error}");
    second.block_on(ENGINE.reconnect()).unwrap();
    second.block_on(insert(3)).unwrap();
    second.block_on(run(&*ENGINE, &name, doc! { "dropDatabase": 1 })).unwrap();
    second.block_on(ENGINE.dispose().into_future());
}

#[tokio::test]
async fn a_users_own_handlers_still_hear_the_driver() {
    let topology = Arc::new(AtomicUsize::new(0));
    let (connections, mut created) = tokio::sync::mpsc::channel(1000);
    let count = Arc::clone(&topology);
    let engine = Engine::builder(shared_uri().await)
        .configure(move |options| {
            let count = Arc::clone(&count);
            let handler = mongodb::event::EventHandler::callback(move |_| _ = count.fetch_add(1, Ordering::SeqCst));
            options.sdam_event_handler = Some(handler);
            options.cmap_event_handler = Some(connections.clone().into());
        })
        .build()
        .unwrap();
    engine.ping().await.unwrap();
    assert!(topology.load(Ordering::SeqCst) > 0);
    assert!(created.recv().await.is_some());
    engine.dispose().await;
}

async fn documents(reply: mongomancy::Reply) -> Vec<Document> {
    reply.into_cursor("admin").unwrap().try_collect().await.unwrap()
}
