//! The example as a process: this test binary once more, which then runs the example alone.

use std::{
    env,
    io::{BufRead, BufReader},
    net::SocketAddr,
    process::{Child, Command, ExitStatus, Stdio},
};

use rustix::process::{Pid, Signal, kill_process};

use super::client::Client;

const URI: &str = "AXUM_EXAMPLE_URI";

pub(crate) struct Program {
    child: Child,
    address: SocketAddr,
}

impl Program {
    /// Starts it, and returns when it says where it listens; blocks.
    pub(crate) fn start(uri: &str) -> Self {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "tests::program::the_example", "--ignored", "--nocapture"])
            .env(URI, uri)
            .env_remove("NEXTEST")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let address = lines.find_map(|line| line.strip_prefix("http://")?.parse().ok()).expect("an address");
        // What it and its test runner still say has to go somewhere.
        std::thread::spawn(|| lines.for_each(drop));
        Self { child, address }
    }

    pub(crate) fn client(&self) -> Client {
        Client(self.address)
    }

    /// Tells it to stop.
    pub(crate) fn terminate(&self) {
        let pid = Pid::from_raw(self.child.id().try_into().unwrap()).unwrap();
        kill_process(pid, Signal::TERM).unwrap();
    }

    /// How it ended, if it has.
    pub(crate) fn end(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Where a test failed before its end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
#[ignore = "the test beside it starts it"]
async fn the_example() {
    super::super::run(&env::var(URI).expect("started by the test"), "127.0.0.1:0").await.unwrap();
}
