//! How far the batches of a cursor may be fetched ahead of their reader.

use std::sync::Arc;

use tokio::sync::Semaphore;

/// One permit for each batch that may be asked for: as many as are fetched ahead, and one more whenever the reader
/// wants a batch. What is asked for and what waits to be read are never more than that.
#[derive(Clone)]
pub(super) struct Demand(Arc<Semaphore>);

impl Demand {
    /// Lets `ahead` batches be fetched before the reader wants one.
    pub(super) fn new(ahead: usize) -> Self {
        // Half of what a semaphore holds leaves room for the reader's.
        Self(Arc::new(Semaphore::new(ahead.min(Semaphore::MAX_PERMITS / 2))))
    }

    /// The reader wants one more batch.
    pub(super) fn add(&self) {
        self.0.add_permits(1);
    }

    /// Waits until one more batch may be asked for.
    pub(super) async fn wait(&self) {
        // It is never closed.
        if let Ok(permit) = self.0.acquire().await {
            permit.forget();
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn as_many_batches_are_asked_for_as_are_wanted_and_fetched_ahead() {
        for (ahead, wanted) in [(0, 0), (0, 3), (1, 0), (1, 3), (5, 1)] {
            let demand = Demand::new(ahead);
            (0..wanted).for_each(|_| demand.add());
            let asked = std::iter::from_fn(|| demand.wait().now_or_never()).count();
            assert_eq!(asked, ahead + wanted);
        }
        Demand::new(usize::MAX).add();
    }
}
