//! The servers that tests share.

use std::time::Duration;

use mongomancy_testkit::{Finder, ReplicaSet, Server, unique_database_name, wait_until};

use crate::child::{TestProcess, say, wait_for_parent};
use crate::client::round_trip;

#[test]
fn runtimes_share_one_set() {
    let uri = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let set = ReplicaSet::shared().await.unwrap();
            round_trip(&set.uri()).await.unwrap();
            set.uri()
        })
    };
    let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(uri)).collect();
    let uris: Vec<String> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert!(uris.windows(2).all(|pair| pair[0] == pair[1]), "{uris:?}");
}

#[test]
fn database_names_are_unique_and_valid() {
    let names: std::collections::HashSet<String> = (0..1_000).map(|_| unique_database_name()).collect();
    assert_eq!(names.len(), 1_000);
    assert!(names.iter().all(|name| name.len() < 38 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')));
}

#[tokio::test]
#[ignore = "run by the tests below, in processes of their own"]
async fn child() {
    let server = Server::shared().await.unwrap();
    assert!(std::ptr::eq(server, Server::shared().await.unwrap()));
    assert!(!format!("{server:?}").contains("mongodb://"));
    say(server.is_external());
    say(server.uri());
    wait_for_parent();
}

#[test]
fn the_server_of_the_environment_comes_first() {
    let mut child =
        TestProcess::start("shared::child", &[("MONGODB_URI", "mongodb://example.invalid/?a=b"), ("NEXTEST", "1")]);
    assert_eq!(child.hear(), "true");
    assert_eq!(child.hear(), "mongodb://example.invalid/?a=b");
    child.finish();
}

#[tokio::test]
async fn processes_of_one_run_share_a_set_that_ends_after_the_last() {
    let cache = tempfile::tempdir().unwrap();
    let mongod = tokio::task::spawn_blocking(|| Finder::from_env().find()).await.unwrap().unwrap();
    let environment = [
        ("NEXTEST", "1"),
        ("XDG_CACHE_HOME", cache.path().to_str().unwrap()),
        ("MONGOMANCY_MONGOD", mongod.to_str().unwrap()),
    ];
    let start = || TestProcess::start("shared::child", &environment);
    let hear = |child: &mut TestProcess| {
        assert_eq!(child.hear(), "false");
        child.hear()
    };
    // Side by side: one starts the set, the other waits for it.
    let (mut first, mut second) = (start(), start());
    let uri = hear(&mut first);
    assert_eq!(uri, hear(&mut second));
    first.kill();
    let mut third = start();
    assert_eq!(uri, hear(&mut third));
    second.kill();
    round_trip(&uri).await.unwrap();
    third.finish();
    let address = uri.trim_start_matches("mongodb://").split(',').next().unwrap();
    let gone = wait_until(Duration::from_secs(20), "the end of the shared set", || async {
        tokio::net::TcpStream::connect(address).await.is_err().then_some(())
    });
    gone.await.unwrap();
    // And a late one starts another.
    let mut late = start();
    assert_ne!(uri, hear(&mut late));
    late.finish();
}
