//! Nothing is left of a test process, whatever it died of.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use mongomancy_testkit::{ReplicaSet, wait_until};

use crate::child::{TestProcess, is_alive, say, wait_for_parent};

#[tokio::test]
#[ignore = "run by the test below, which kills it"]
async fn child() {
    let set = ReplicaSet::start().await.unwrap();
    // A child of the test that outlives it: it must not hold the servers' lifeline.
    let mut other = Command::new("sleep").arg("300").stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    say(other.id());
    let members = set.members();
    say(members[0].log().parent().unwrap().parent().unwrap().display());
    for member in members {
        say(member.pid().unwrap());
    }
    set.freeze(&members[1]).unwrap();
    set.kill(&members[2]).await.unwrap();
    set.restart(&members[2]).await.unwrap();
    say(members[2].pid().unwrap());
    wait_for_parent();
    other.kill().unwrap();
    other.wait().unwrap();
}

#[tokio::test]
async fn a_killed_test_process_leaves_nothing() {
    let mut child = TestProcess::start("leftover::child", &[]);
    let other: i32 = child.hear().parse().unwrap();
    let folder = PathBuf::from(child.hear());
    let pids: Vec<i32> = (0..4).map(|_| child.hear().parse().unwrap()).collect();
    assert!(folder.is_dir());
    let running: Vec<i32> = pids.iter().copied().filter(|pid| is_alive(*pid)).collect();
    assert_eq!(running.len(), 3, "one of the four was killed and restarted");

    let begin = Instant::now();
    child.kill();
    let gone = wait_until(Duration::from_secs(20), "the end of all servers and their folder", || async {
        let left = running.iter().any(|pid| is_alive(*pid)) || folder.exists();
        (!left).then_some(())
    });
    let gone = gone.await;
    println!("servers and folder gone after {:?}", begin.elapsed());
    assert!(is_alive(other), "the other child outlives it");
    rustix::process::kill_process(rustix::process::Pid::from_raw(other).unwrap(), rustix::process::Signal::KILL)
        .unwrap();
    gone.unwrap();
}
