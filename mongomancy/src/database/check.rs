//! `check`: an error unless the server is as the definitions say.

use super::Database;
use crate::error::{Error, ErrorKind, Result};

impl Database {
    /// Fails unless the server is as the registered definitions say, with the [plan](Self::plan) as its message: for a
    /// step of CI, or for a program that may only read.
    ///
    /// ```no_run
    /// # async fn example(game: mongomancy::Database) -> mongomancy::Result<()> {
    /// if let Err(error) = game.check().await {
    ///     eprintln!("{error}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// - [`Conflict`](ErrorKind::Conflict), its message the plan's `Display`: counts and paths, no values of documents.
    /// - What [`plan`](Self::plan) says.
    ///
    /// # Retries
    /// As reads: until the deadline.
    ///
    /// # Cancellation
    /// Safe: nothing is changed.
    pub async fn check(&self) -> Result<()> {
        let plan = self.plan().await?;
        if plan.is_empty() { Ok(()) } else { Err(Error::new(ErrorKind::Conflict, plan.to_string())) }
    }
}
