//! Everything that a healthy server shows. The tests share one server and take a database each.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails there")]

mod create_all;
mod database;
mod engine;
mod lock;
mod pipeline;
mod projection;
mod query;
mod random;
mod schema;
mod secrets;
mod sort;
mod unique_option;
mod update;
mod validator;
mod verbs;
