//! The end of an engine.

use std::{fmt, time::Duration};

use futures_util::future::join_all;

use super::{BoxFuture, Engine, generation::Phase, reconnect};

impl Engine {
    /// Takes no more calls. Those in flight get the time of grace, then the client is shut down: what is left of them
    /// and every open cursor ends with [`Disposed`](crate::ErrorKind::Disposed). Doing it again does nothing;
    /// [`reconnect`](Self::reconnect) revives the engine.
    ///
    /// ```no_run
    /// use std::time::Duration;
    ///
    /// # async fn example(engine: mongomancy::Engine) {
    /// engine.dispose().grace(Duration::from_secs(30)).await;
    /// # }
    /// ```
    ///
    /// # Cancellation
    /// The engine takes no calls from the first poll on; a client that was not yet shut down is shut down when the
    /// last clone of the engine is dropped, or by the next `dispose`.
    pub fn dispose(&self) -> Dispose {
        Dispose { engine: self.clone(), grace: self.0.settings.grace }
    }
}

/// A [`dispose`](Engine::dispose) in the making.
#[must_use = "the engine goes on unless it is awaited"]
pub struct Dispose {
    engine: Engine,
    grace: Duration,
}

impl Dispose {
    /// How long the calls in flight may go on. Default: the engine's, [`DEFAULT_GRACE`](crate::DEFAULT_GRACE) unless
    /// its builder said otherwise.
    pub fn grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    async fn run(self) {
        let state = &self.engine.0;
        state.set_disposed(true);
        if reconnect::runtime().is_err() {
            // Without one there are no timers to wait by; whoever calls from outside of a runtime wants no grace either.
            drop(state.take_all());
            return;
        }
        let _ = tokio::time::timeout(self.grace, state.quiet()).await;
        let building = state.building.lock().await;
        // Somebody may have revived it meanwhile.
        if state.is_disposed() {
            let generations = state.take_all();
            drop(building);
            join_all(generations.into_iter().map(|generation| generation.shut_down(Phase::Disposed))).await;
        }
    }
}

impl IntoFuture for Dispose {
    type Output = ();
    type IntoFuture = BoxFuture<'static, ()>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for Dispose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dispose").field("grace", &self.grace).finish_non_exhaustive()
    }
}
