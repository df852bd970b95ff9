//! What came of a task that nobody aborts.

use tokio::task::JoinHandle;

use crate::error::{Error, ErrorKind, Result};

/// Awaits the task; its panic goes on here. `ended` says what it means that its runtime ended first.
pub(super) async fn finished<T>(task: JoinHandle<T>, ended: &'static str) -> Result<T> {
    match task.await {
        Ok(done) => Ok(done),
        Err(failure) if failure.is_panic() => std::panic::resume_unwind(failure.into_panic()),
        Err(_) => Err(Error::new(ErrorKind::Unavailable, ended)),
    }
}
