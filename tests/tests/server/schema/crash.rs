//! A process that dies between any two steps of an apply, and the next one that goes on from there.

use std::{
    env,
    process::{Command, ExitStatus, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use futures_util::future::join_all;
use mongodb::event::{EventHandler, command::CommandEvent};
use mongomancy::{
    Capped, Change, ChangeSubject, CollectionDefinition, Database, DefaultDocument, Engine, Index, action::Apply, doc,
};
use mongomancy_tests::database;

use super::{command, lines};

/// Where a child process finds the database, and before which of its changes it dies.
const URI: &str = "MONGOMANCY_TEST_CRASH_URI";
const DATABASE: &str = "MONGOMANCY_TEST_CRASH_DATABASE";
const AT: &str = "MONGOMANCY_TEST_CRASH_AT";
/// More than there are steps.
const TRIES: usize = 28;
const CHANGES: [&str; 7] = ["create", "createIndexes", "collMod", "dropIndexes", "update", "delete", "findAndModify"];

fn definitions() -> [CollectionDefinition; 2] {
    let altered = CollectionDefinition::new("altered")
        .validator(doc! { "a": { "$exists": true } })
        .change_stream_pre_and_post_images(true)
        .index(Index::ascending("a").name("made_unique").unique(true))
        .index(Index::ascending("b"))
        .index(Index::ascending("c").name("of_other_keys"))
        .index(Index::ascending("e"))
        .default_document(DefaultDocument::new(doc! { "a": 1, "b": 1 }).key(["a"]))
        .default_document(DefaultDocument::new(doc! { "a": 2, "b": 2 }).key(["a"]));
    let created = CollectionDefinition::new("created")
        .capped(Capped::new(4096))
        .index(Index::ascending("a"))
        .default_document(DefaultDocument::new(doc! { "_id": 1 }));
    [altered, created]
}

/// What is there before.
async fn prepare(database: &Database, engine: &Engine) {
    let indexes = vec![
        doc! { "key": { "a": 1 }, "name": "made_unique" },
        doc! { "key": { "b": 1 }, "name": "replaced", "unique": true },
        doc! { "key": { "d": 1 }, "name": "of_other_keys" },
        doc! { "key": { "f": 1 }, "name": "not_declared" },
    ];
    command(database, engine, doc! { "createIndexes": "altered", "indexes": indexes }).await;
    command(database, engine, doc! { "insert": "altered", "documents": [{ "a": 0, "b": 0 }] }).await;
}

fn everything_allowed(apply: Apply) -> Apply {
    [Change::Drop, Change::Rebuild, Change::Unique, Change::Validator].into_iter().fold(apply, Apply::allow)
}

#[tokio::test]
#[ignore = "a process of the test below"]
async fn a_process_that_dies() {
    let (Ok(uri), Ok(name), Ok(at)) = (env::var(URI), env::var(DATABASE), env::var(AT)) else { return };
    let at: usize = at.parse().unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let handler = EventHandler::callback(move |event| {
        if let CommandEvent::Started(started) = event
            && CHANGES.contains(&started.command_name.as_str())
            && count.fetch_add(1, Ordering::SeqCst) == at
        {
            // Before the command is sent.
            std::process::abort();
        }
    });
    let engine = Engine::builder(uri)
        .configure(move |options| options.command_event_handler = Some(handler.clone()))
        .build()
        .unwrap();
    let database = engine.database(name);
    database.extend(definitions());
    let plan = database.plan().drop_undeclared().await.unwrap();
    everything_allowed(database.apply(plan).concurrency(1)).await.unwrap();
}

fn die_at(uri: &str, database: &str, at: usize) -> ExitStatus {
    Command::new(env::current_exe().unwrap())
        .args(["schema::crash::a_process_that_dies", "--exact", "--ignored"])
        .env(URI, uri)
        .env(DATABASE, database)
        .env(AT, at.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap()
}

/// Whether the process died; all must be well in either case.
async fn goes_on_from(at: usize) -> bool {
    let kept = database().await;
    let database = kept.engine().database(kept.name());
    database.extend(definitions());
    prepare(&database, kept.engine()).await;
    let (uri, name) = (mongomancy_tests::shared_uri().await, kept.name().to_owned());
    let status = tokio::task::spawn_blocking(move || die_at(uri, &name, at)).await.unwrap();
    // Whoever is dead gives no lock back; another test waits for a lease to run out.
    let free = doc! { "q": { "_id": "master" }, "u": { "$set": { "locked": false } } };
    command(&database, kept.engine(), doc! { "update": "mongomancy_lock", "updates": [free] }).await;

    // What the dead one was to drop is nobody's now; what it had begun to replace is not.
    let plan = database.plan().await.unwrap();
    // The last thing to be changed is the lock.
    assert!(plan.is_empty() || !status.success(), "{at}: {plan}");
    assert_eq!(plan.blocked().count(), 0, "{at}: {plan}");
    everything_allowed(database.apply(plan)).await.unwrap_or_else(|error| panic!("{at}: {error}"));
    let plan = database.plan().await.unwrap();
    let undeclared =
        plan.unmanaged().iter().filter(|one| *one.subject() != ChangeSubject::Index("not_declared".into()));
    assert_eq!(undeclared.count(), 0, "{at}: {plan}");
    let plan = database.plan().drop_undeclared().await.unwrap();
    everything_allowed(database.apply(plan)).await.unwrap_or_else(|error| panic!("{at}: {error}"));
    let plan = database.plan().drop_undeclared().await.unwrap();
    assert_eq!(lines(&plan), Vec::<String>::new(), "{at}");
    let altered = database.collection_named::<mongomancy::Document>("altered");
    assert_eq!(altered.count_documents(doc! {}).await.unwrap(), 3, "{at}");
    let left = database.collection_named::<mongomancy::Document>("mongomancy_lock");
    let left = left.count_documents(doc! {}).await.unwrap();
    assert!(left <= 2, "{at}: {left} documents in the lock's collection");
    !status.success()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_one_goes_on_from_wherever_it_died() {
    let mut died = 0;
    for few in (0..TRIES).collect::<Vec<_>>().chunks(4) {
        died += join_all(few.iter().map(|at| goes_on_from(*at))).await.into_iter().filter(|died| *died).count();
    }
    // Every step was met, and some tries came through.
    assert!((14..TRIES).contains(&died), "{died}");
}
