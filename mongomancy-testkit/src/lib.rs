//! Real MongoDB servers for tests.

mod access;
mod connect;
mod deployment;
mod error;
mod finder;
mod home;
mod keyfile;
mod lifeline;
mod member;
mod name;
mod port;
mod process;
mod replica_set;
mod settings;
mod standalone;
mod tls;
mod wait;

pub use error::{Error, Result};
pub use finder::{Finder, Wheel};
pub use member::Member;
pub use name::unique_database_name;
pub use replica_set::{DEFAULT_MEMBERS, ReplicaSet, ReplicaSetBuilder};
pub use standalone::{Standalone, StandaloneBuilder};
pub use wait::wait_until;
