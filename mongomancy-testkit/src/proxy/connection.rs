//! One connection through a proxy.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustix::net::sockopt::set_socket_linger;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;

use super::control::Control;
use super::message::Message;
use super::origin::Origin;
use super::rules::{Rules, Verdict};
use crate::intercept::{Act, Active};
use crate::wait::delay;

/// How a connection ends for the one who opened it.
enum End {
    Closed,
    Reset,
}

impl From<io::Error> for End {
    fn from(_: io::Error) -> Self {
        Self::Closed
    }
}

/// Carries a connection to a member until either side ends it or a fault does.
pub(super) async fn carry(mut downstream: TcpStream, member: usize, control: Arc<Control>) {
    let Ok(first) = Message::read(&mut downstream).await else { return };
    let origin = Origin::of(&first, &control.ports());
    let mut reset = control.rules();
    let link = Link { origin, member, rules: control.rules(), control, awaited: Mutex::default() };
    let end = tokio::select! {
        end = link.carry(first, &mut downstream) => end,
        _ = reset.wait_for(|rules| link.verdict(rules) == Verdict::Reset) => End::Reset,
    };
    if let End::Reset = end {
        // Makes the close that follows a reset.
        let _ = set_socket_linger(&downstream, Some(Duration::ZERO));
    }
}

struct Link {
    origin: Origin,
    member: usize,
    control: Arc<Control>,
    rules: watch::Receiver<Rules>,
    /// Requests on their way whose answers are to be met, by their ids.
    awaited: Mutex<HashMap<i32, (Arc<Active>, Act)>>,
}

impl Link {
    async fn carry(&self, first: Message, downstream: &mut TcpStream) -> End {
        if self.rules.borrow().greeting(&self.origin, self.member) == Verdict::Reset {
            return End::Reset;
        }
        self.pass().await;
        // A server that is dead refuses; the one behind the proxy is told by a reset, since its connection is made.
        let Ok(mut upstream) = TcpStream::connect(self.control.server(self.member)).await else { return End::Reset };
        if downstream.set_nodelay(true).and_then(|()| upstream.set_nodelay(true)).is_err() {
            return End::Closed;
        }
        let (mut from_client, mut to_client) = downstream.split();
        let (mut from_server, mut to_server) = upstream.split();
        tokio::select! {
            end = self.requests(first, &mut from_client, &mut to_server) => end,
            end = self.answers(&mut from_server, &mut to_client) => end,
        }
    }

    async fn requests(
        &self,
        first: Message,
        from: &mut (impl AsyncRead + Unpin),
        to: &mut (impl AsyncWrite + Unpin),
    ) -> End {
        let mut read = Ok(first);
        loop {
            let latency = self.rules.borrow().latency(&self.origin, self.member);
            if latency > Duration::ZERO {
                delay(latency).await;
            }
            self.pass().await;
            let request = match read {
                Ok(request) => request,
                Err(error) => return End::from(error),
            };
            match self.control.intercept(&self.origin, self.member, request.command()) {
                Some((intercept, Act::CutRequest)) if intercept.hit() => return End::Reset,
                Some(met) => drop(self.awaited().insert(request.id(), met)),
                None => {}
            }
            if let Err(error) = to.write_all(request.bytes()).await {
                return End::from(error);
            }
            read = Message::read(from).await;
        }
    }

    async fn answers(&self, from: &mut (impl AsyncRead + Unpin), to: &mut (impl AsyncWrite + Unpin)) -> End {
        loop {
            let read = Message::read(from).await;
            // The end of a connection does not get through either where nothing gets through.
            self.pass().await;
            let mut answer = match read {
                Ok(answer) => answer,
                Err(error) => return End::from(error),
            };
            let met = self.awaited().remove(&answer.answers());
            match met {
                Some((intercept, Act::CutReply)) if intercept.hit() => return End::Reset,
                Some((intercept, Act::ReplaceReply(body))) if intercept.hit() => answer = answer.with_body(&body),
                _ => {}
            }
            if let Err(error) = to.write_all(answer.bytes()).await {
                return End::from(error);
            }
        }
    }

    /// Waits until the network lets this connection through.
    async fn pass(&self) {
        // Fails only when there are no rules any more: then the proxy is ending.
        let _ = self.rules.clone().wait_for(|rules| self.verdict(rules) == Verdict::Pass).await;
    }

    fn verdict(&self, rules: &Rules) -> Verdict {
        rules.verdict(&self.origin, self.member)
    }

    fn awaited(&self) -> std::sync::MutexGuard<'_, HashMap<i32, (Arc<Active>, Act)>> {
        self.awaited.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
