//! The test kit itself: finding a mongod, starting sets, giving them faults, leaving nothing behind.

#![allow(clippy::unwrap_used, reason = "also in the helpers of the tests")]

mod access;
mod child;
mod client;
mod fail_point;
mod fault;
mod find;
mod leftover;
mod proxy;
mod shared;
mod start;
