//! What is tested on real servers, without faults.

#[path = "server/fixture.rs"]
mod fixture;
#[path = "server/verbs.rs"]
mod verbs;
