//! What the kit does with a server: start it, signal it, talk to it.

use std::time::Duration;

use mongodb::bson::Document;
use rustix::process::Signal;
use tokio::net::TcpStream;

use super::{Member, State};
use crate::connect::{self, Connection};
use crate::error::{Kind, Result};
use crate::process::{Process, last_lines};
use crate::wait::wait_until;

/// How long a server may take to listen, and to be gone after SIGKILL.
const START_LIMIT: Duration = Duration::from_secs(30);
const END_LIMIT: Duration = Duration::from_secs(10);

/// How long a restarted server may take to recover its data and find its set.
const RETURN_LIMIT: Duration = Duration::from_secs(60);

/// How long a member may take over one `hello`. A frozen one never answers.
pub(crate) const HELLO_LIMIT: Duration = Duration::from_millis(800);

impl Member {
    /// Starts the process; it does not listen yet.
    pub(crate) fn start(&self) -> Result<()> {
        let process = Process::start(&self.0.launch, &self.0.home)?;
        *self.state() = State { process: Some(process), frozen: false };
        Ok(())
    }

    /// Waits until the server listens; an error when it ends instead.
    pub(crate) async fn listening(&self) -> Result<()> {
        let what = format!("listening of {}", self.address());
        let listens = wait_until(START_LIMIT, &what, || async {
            if TcpStream::connect(self.server_address()).await.is_ok() {
                return Some(true);
            }
            (!self.is_running()).then_some(false)
        });
        // Another server may have the port: then ours has ended, although a connection was made.
        if listens.await? && self.is_running() {
            return Ok(());
        }
        let log = last_lines(&self.0.launch.log);
        Err(Kind::ServerEnded { address: self.address().to_owned(), log }.into())
    }

    /// Starts the server again, on its old port and data, and waits until its `hello` is as wanted. It is killed first
    /// when it runs.
    pub(crate) async fn restart(&self, wanted: fn(&Document) -> bool) -> Result<()> {
        if self.is_running() {
            self.kill().await?;
        }
        self.start()?;
        self.listening().await?;
        let what = format!("the return of {}", self.address());
        let connection = self.connect()?;
        let back = wait_until(RETURN_LIMIT, &what, || async {
            connection.hello(HELLO_LIMIT).await.is_some_and(|hello| wanted(&hello)).then_some(())
        })
        .await;
        connection.close().await;
        back
    }

    pub(crate) async fn kill(&self) -> Result<()> {
        self.signal(Signal::KILL)?;
        let what = format!("the end of {}", self.address());
        wait_until(END_LIMIT, &what, || async { (!self.is_running()).then_some(()) }).await?;
        self.state().frozen = false;
        Ok(())
    }

    pub(crate) fn freeze(&self) -> Result<()> {
        self.signal(Signal::STOP)?;
        self.state().frozen = true;
        Ok(())
    }

    pub(crate) fn thaw(&self) -> Result<()> {
        self.signal(Signal::CONT)?;
        self.state().frozen = false;
        Ok(())
    }

    /// Runs an admin command on this server.
    pub(crate) async fn run(&self, command: Document) -> Result<Document> {
        connect::run(&self.0.access, self.server_address(), command).await
    }

    pub(crate) fn connect(&self) -> Result<Connection> {
        Connection::open(&self.0.access, self.server_address())
    }

    /// What the server says of itself now; nothing when it does not run, or does not answer.
    pub(crate) async fn hello(&self) -> Option<Document> {
        if !self.is_running() || self.is_frozen() {
            return None;
        }
        let connection = self.connect().ok()?;
        let answer = connection.hello(HELLO_LIMIT).await;
        connection.close().await;
        answer
    }

    /// Waits for the process to be gone; blocks.
    pub(crate) fn wait_ended(&self) {
        if let Some(process) = self.state().process.as_ref() {
            process.wait();
        }
    }

    fn signal(&self, signal: Signal) -> Result<()> {
        if self.state().process.as_ref().is_some_and(|process| process.signal(signal)) {
            return Ok(());
        }
        Err(Kind::NotRunning { address: self.address().to_owned() }.into())
    }
}
