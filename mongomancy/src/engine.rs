//! The reconnecting engine.

mod event;
mod executor;
mod hook;
mod server_error;

pub(crate) use self::server_error::{Refusal, labels};
pub use self::{
    event::EngineEvent,
    executor::{BoxFuture, Executor},
    hook::{Hook, HookId},
};
