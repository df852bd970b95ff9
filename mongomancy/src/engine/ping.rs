//! The question for a sign of life.

use std::{fmt, time::Duration};

use super::{BoxFuture, Engine, Executor};
use crate::{error::Result, operation::Operation};

impl Engine {
    /// Asks the primary for a sign of life.
    ///
    /// With a short [`deadline`](Ping::deadline) it is what a health check wants:
    ///
    /// ```no_run
    /// use std::time::Duration;
    ///
    /// # async fn example(engine: mongomancy::Engine) {
    /// let is_healthy = engine.ping().deadline(Duration::from_millis(500)).await.is_ok();
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`connect`](Self::connect), and [`Disposed`](crate::ErrorKind::Disposed).
    ///
    /// # Retries
    /// As a read: until the deadline.
    ///
    /// # Cancellation
    /// Safe: nothing is changed.
    pub fn ping(&self) -> Ping {
        Ping { engine: self.clone(), deadline: None }
    }
}

/// A [`ping`](Engine::ping) in the making.
#[must_use = "it asks nothing unless it is awaited"]
pub struct Ping {
    engine: Engine,
    deadline: Option<Duration>,
}

impl Ping {
    /// How long the answer may take, retries included. Default: the engine's.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    async fn run(self) -> Result<()> {
        let ping = Operation::new("admin", &bson::doc! { "ping": 1 })?.with_deadline(self.deadline);
        self.engine.execute(ping).await.map(drop)
    }
}

impl IntoFuture for Ping {
    type Output = Result<()>;
    type IntoFuture = BoxFuture<'static, Result<()>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for Ping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ping").field("deadline", &self.deadline).finish_non_exhaustive()
    }
}
