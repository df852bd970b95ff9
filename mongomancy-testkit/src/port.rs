//! Ports for servers.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Mutex, PoisonError};

use crate::error::{Kind, Result};

/// Below the ports that Linux (32768 and up) and macOS (49152 and up) hand to outgoing connections: the port of a killed
/// member must still be free when it is restarted.
const RANGE: std::ops::Range<u16> = 20_000..32_000;

const ATTEMPTS: usize = 200;

/// The ports that this process has given out: a port is free until its server listens, and tests start servers side by side.
static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());

/// Free ports on 127.0.0.1, each given once. Another process may still take one before the server does; the caller then
/// sees the server end with "address already in use" and asks for another.
pub(crate) fn free_ports(count: usize) -> Result<Vec<u16>> {
    Ok(listeners(count)?.into_iter().map(|(port, _)| port).collect())
}

/// Listeners on free ports of 127.0.0.1.
pub(crate) fn listeners(count: usize) -> Result<Vec<(u16, TcpListener)>> {
    // Each listener is kept until all ports are found, so that no port is found twice.
    let mut listeners = Vec::with_capacity(count);
    let mut last = None;
    for _ in 0..ATTEMPTS {
        if listeners.len() == count {
            break;
        }
        let port = rand::random_range(RANGE);
        if !give(port) {
            continue;
        }
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => listeners.push((port, listener)),
            Err(error) => last = Some(error),
        }
    }
    if listeners.len() < count {
        let source = last.unwrap_or_else(|| std::io::Error::other("no free port"));
        return Err(Kind::Spawn { program: "a server: no free port on 127.0.0.1".to_owned(), source }.into());
    }
    Ok(listeners)
}

/// Whether the port was not given out before; all are forgotten when half of them were.
fn give(port: u16) -> bool {
    let mut given = GIVEN.lock().unwrap_or_else(PoisonError::into_inner);
    if given.len() > RANGE.len() / 2 {
        given.clear();
    }
    given.insert(port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_given_once() {
        let mut given = BTreeSet::new();
        for port in (0..50).flat_map(|_| free_ports(20).unwrap()) {
            assert!(given.insert(port), "{port} is given twice");
        }
    }
}
