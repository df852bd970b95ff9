//! Real MongoDB servers for tests: replica sets that start in seconds, and faults to give them.
//!
//! ```no_run
//! use mongomancy_testkit::{FailPoint, ReplicaSet};
//!
//! # async fn my_client(uri: &str) {}
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> mongomancy_testkit::Result<()> {
//! let set = ReplicaSet::start().await?; // three members, a writable primary
//! my_client(&set.uri()).await;
//!
//! let new_primary = set.step_down().await?;
//! let killed = set.kill_primary().await?;
//! set.restart(&killed).await?;
//! let errors = FailPoint::fail_command(["insert"]).error_code(10107).times(3).enable(&set).await?;
//! // What must the client do now?
//! # Ok(()) }
//! ```
//!
//! # What there is
//! - [`ReplicaSet`] and [`Standalone`] start servers, and [`Member`] is one of them. Their builders turn on authentication
//!   and TLS and set server parameters.
//! - The faults are methods of the set: [`step_down`](ReplicaSet::step_down), [`kill`](ReplicaSet::kill),
//!   [`kill_primary`](ReplicaSet::kill_primary), [`restart`](ReplicaSet::restart), [`freeze`](ReplicaSet::freeze),
//!   [`thaw`](ReplicaSet::thaw), [`relocate`](ReplicaSet::relocate); and [`FailPoint`], whose guard switches it off.
//! - A [proxied](ReplicaSetBuilder::proxied) set has a proxy in front of each member, and with it the faults of a network:
//!   [`partition`](ReplicaSet::partition), [`cut_client`](ReplicaSet::cut_client),
//!   [`reset_client`](ReplicaSet::reset_client), [`latency`](ReplicaSet::latency), [`heal`](ReplicaSet::heal),
//!   [`reset_randomly`](ReplicaSet::reset_randomly); and [`Intercept`], which cuts off or replaces the replies to chosen
//!   commands.
//! - [`Server::shared`] is the server of the tests that need no faults: the one of `MONGODB_URI`, or a set that all tests
//!   share. Each takes a database of its own, [`unique_database_name`].
//! - [`wait_until`] waits for a condition with a limit, in place of a sleep.
//! - [`Finder`] finds mongod, or fetches it once.
//!
//! # What is promised
//! - No server outlives the test process, whatever that died of. Each hangs on a watcher, a `/bin/sh` whose standard input
//!   is a pipe from the test process: at its end of file it kills the server. Another one removes the folder.
//! - A set holds processes and addresses and no client: a client of the driver belongs to one runtime, a set to none.
//! - No password is in any error or `Debug`. The URIs hold it, since that is what they are for.
//!
//! # The server's licence
//! The mongod that [`Finder`] fetches is MongoDB's own, unmodified, under MongoDB's own licence (SSPL). It is fetched for
//! tests and examples on the machine that runs them, and is no part of this crate.
//!
//! # Runner and platforms
//! The runner meant is `cargo test`. Under a process-per-test runner, [`Server::shared`] is one set for all processes of
//! the machine, while [`ReplicaSet::shared`] is one for each process. Unix only; proved on `x86_64` Linux.

#[cfg(not(unix))]
compile_error!("mongomancy-testkit needs a Unix: its servers hang on /bin/sh, pipes and signals");

mod access;
mod connect;
mod deployment;
mod error;
mod fail_point;
mod finder;
mod home;
mod intercept;
mod keyfile;
mod lifeline;
mod lock;
mod member;
mod name;
mod port;
mod process;
mod proxy;
mod replica_set;
mod server;
mod settings;
mod standalone;
mod test_database;
mod tls;
mod wait;

pub use error::{Error, Result};
pub use fail_point::{FailCommand, FailPoint, FailPointGuard, FailPointTarget};
pub use finder::{Finder, Wheel};
pub use intercept::{Intercept, InterceptGuard};
pub use member::Member;
pub use name::unique_database_name;
pub use replica_set::{DEFAULT_MEMBERS, ReplicaSet, ReplicaSetBuilder};
pub use server::Server;
pub use standalone::{Standalone, StandaloneBuilder};
pub use test_database::TestDatabase;
pub use wait::wait_until;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
