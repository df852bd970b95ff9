//! Many tasks and processes that call `create_all` at once.

use std::{
    collections::BTreeMap,
    env,
    process::{Command, Stdio},
    time::Duration,
};

use futures_util::future::join_all;
use mongomancy::{CollectionDefinition, DefaultDocument, Engine, Index, doc};
use mongomancy_testkit::{FailPoint, ReplicaSet, wait_until};
use mongomancy_tests::{Commands, LIMIT};

use super::{Account, command, documents, index_names};

/// Where a child process finds the database.
const URI: &str = "MONGOMANCY_TEST_CREATE_ALL_URI";
const DATABASE: &str = "MONGOMANCY_TEST_CREATE_ALL_DATABASE";
const PROCESSES: usize = 4;
const TASKS: usize = 100;

/// The key of the default documents has no unique index: the lock alone keeps them single.
fn open() -> CollectionDefinition {
    let documents = (0..5).map(|n| DefaultDocument::new(doc! { "n": n }).key(["n"]));
    documents
        .fold(CollectionDefinition::new("open").index(Index::ascending("a")), CollectionDefinition::default_document)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a process of the test below"]
async fn one_of_several_processes() {
    let (Ok(uri), Ok(name)) = (env::var(URI), env::var(DATABASE)) else { return };
    let sent = Commands::default();
    let recorded = sent.clone();
    let engine = Engine::builder(uri).configure(move |options| recorded.record(options)).build().unwrap();
    let database = engine.database(name);
    database.register::<Account>().add_collection(open());
    wait_until(LIMIT, "the word to begin", async || {
        database.list_collection_names().await.unwrap().contains(&"begin".to_owned()).then_some(())
    })
    .await
    .unwrap();
    let calls = (0..TASKS).map(|_| tokio::spawn(database.create_all().into_future()));
    for report in join_all(calls).await {
        report.unwrap().unwrap().created().for_each(|entry| println!("created {entry}"));
    }
    for command in ["create", "createIndexes", "update"].into_iter().flat_map(|name| sent.named(name)) {
        let (name, target) = command.iter().next().unwrap();
        println!("sent {name} {}", target.as_str().unwrap());
    }
    println!("done");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_processes_at_once_create_each_thing_once() {
    let set = ReplicaSet::builder().members(1).start().await.unwrap();
    let (database, uri) = (set.test_database(), set.uri());
    // Time enough for others to send the same, if the lock let them.
    let slow = FailPoint::fail_command(["update"]).namespace(format!("{}.open", database.name()));
    let _slow = slow.block(Duration::from_millis(50)).enable(&set).await.unwrap();
    let start = |_| {
        Command::new(env::current_exe().unwrap())
            .args(["create_all::together::one_of_several_processes", "--exact", "--ignored", "--nocapture"])
            .env(URI, &uri)
            .env(DATABASE, database.name())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let children: Vec<_> = (0..PROCESSES).map(start).collect();
    command(&database, doc! { "create": "begin" }).await;
    let outputs = children.into_iter().map(|child| tokio::task::spawn_blocking(|| child.wait_with_output()));
    let outputs = join_all(outputs).await;
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for output in outputs {
        let output = output.unwrap().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && text.contains("done"), "{text}");
        for line in text.lines().filter(|line| line.starts_with("created ") || line.starts_with("sent ")) {
            *told.entry(line.to_owned()).or_default() += 1;
        }
    }
    told.remove("sent update mongomancy_lock");
    // Not only is each thing made once: nobody else even tries.
    let expected = [
        ("created open", 1),
        ("created open: default document by n", 5),
        ("created open: index ix__open__a: { a: 1 }", 1),
        ("created player", 1),
        ("created player: default document by player_id", 3),
        ("created player: index ix__player__guild_score: { guild: 1, score: -1 }", 1),
        (
            "created player: index ux__player__email: { email: 1 } partial by email, unique; any number of documents may have no email",
            1,
        ),
        ("created player: index ux__player__player_id: { player_id: 1 } unique", 1),
        ("sent create open", 1),
        ("sent create player", 1),
        ("sent createIndexes open", 1),
        ("sent createIndexes player", 1),
        ("sent update open", 5),
        ("sent update player", 3),
    ];
    assert_eq!(told, expected.map(|(line, count)| (line.to_owned(), count)).into());
    assert_eq!(index_names(&database, "player").await.len(), 3);
    assert_eq!(documents(&database, "player").await.len(), 3);
    assert_eq!(documents(&database, "open").await.len(), 5);
    assert_eq!(documents(&database, "mongomancy_lock").await, [doc! { "_id": "master", "locked": false }]);
}
