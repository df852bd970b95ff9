//! Proxies in front of the members of a set: one address each, for clients and for the other members.

mod connection;
mod control;
mod message;
mod origin;
mod rules;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::runtime::{self, Runtime};
use tokio::sync::oneshot;

use crate::error::{Error, Kind, Result};
use crate::member::Member;
use crate::port::listeners;
use crate::wait::delay;

pub(crate) use control::Control;
pub(crate) use rules::{Clients, Network};

/// Before the next try when the process has no file descriptors left.
const BREATHER: Duration = Duration::from_millis(50);

/// Running proxies. They end with this.
///
/// They have a thread and a runtime of their own: a set is used from many runtimes, and outlives them.
pub(crate) struct Proxies {
    control: Arc<Control>,
    /// Dropped to end the thread.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Proxies {
    /// Starts a proxy for each member and puts the member behind it.
    pub(crate) fn start(members: &[Member]) -> Result<Self> {
        let (ports, listeners): (Vec<u16>, Vec<TcpListener>) = listeners(members.len())?.into_iter().unzip();
        let servers = members.iter().map(|member| member.server_address().parse());
        let servers = servers.collect::<Result<Vec<SocketAddr>, _>>();
        let servers = servers.map_err(|_| Error::invalid("a server to be proxied has an address in numbers"))?;
        let control = Arc::new(Control::new(servers));
        let shared = Arc::clone(&control);
        let (stop, stopped) = oneshot::channel();
        let (ready, started) = mpsc::sync_channel(1);
        let run = move || {
            let runtime = match runtime(listeners, &shared) {
                Ok(runtime) => runtime,
                Err(error) => return drop(ready.send(Err(error))),
            };
            drop(ready.send(Ok(())));
            // Ends when the sender is dropped; all tasks and their sockets then end with the runtime.
            let _ = runtime.block_on(stopped);
        };
        let thread = thread::Builder::new().name("mongomancy-proxies".to_owned()).spawn(run);
        let thread = thread.and_then(|thread| match started.recv() {
            Ok(outcome) => outcome.map(|()| thread),
            Err(_) => Err(io::Error::other("their thread has ended")),
        });
        let thread = thread.map_err(|source| Kind::Spawn { program: "the proxies".to_owned(), source })?;
        for (member, port) in members.iter().zip(ports) {
            member.put_behind(format!("127.0.0.1:{port}"));
        }
        Ok(Self { control, stop: Some(stop), thread: Some(thread) })
    }

    pub(crate) fn control(&self) -> &Arc<Control> {
        &self.control
    }
}

impl Drop for Proxies {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn runtime(listeners: Vec<TcpListener>, control: &Arc<Control>) -> io::Result<Runtime> {
    let runtime = runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let entered = runtime.enter();
    for (member, listener) in listeners.into_iter().enumerate() {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        tokio::spawn(accept(listener, member, Arc::clone(control)));
    }
    drop(entered);
    Ok(runtime)
}

async fn accept(listener: tokio::net::TcpListener, member: usize, control: Arc<Control>) {
    loop {
        match listener.accept().await {
            Ok((connection, _)) => drop(tokio::spawn(connection::carry(connection, member, Arc::clone(&control)))),
            Err(_) => delay(BREATHER).await,
        }
    }
}
