//! Everything that a healthy server shows. The tests share one server and take a database each.

mod engine;
mod verbs;
