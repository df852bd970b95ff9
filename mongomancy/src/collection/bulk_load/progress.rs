//! How far a load has come.

use std::time::Duration;

/// How far a [`bulk_load`](crate::Collection::bulk_load) has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoadProgress {
    /// How many documents are stored and acknowledged.
    pub documents: u64,
    /// How many bytes these have.
    pub bytes: u64,
    /// How many documents were refused.
    pub failed: u64,
    /// How long the load has been running.
    pub elapsed: Duration,
}

impl LoadProgress {
    /// How many documents were stored in a second, on average.
    pub fn documents_per_second(&self) -> f64 {
        rate(self.documents, self.elapsed)
    }

    /// How many bytes were stored in a second, on average.
    pub fn bytes_per_second(&self) -> f64 {
        rate(self.bytes, self.elapsed)
    }
}

/// Zero before any time has passed.
fn rate(amount: u64, elapsed: Duration) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a rate is no exact number")]
    let amount = amount as f64;
    if elapsed.is_zero() { 0.0 } else { amount / elapsed.as_secs_f64() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_averages_since_the_beginning() {
        let after = |elapsed| LoadProgress { documents: 10, bytes: 5000, failed: 1, elapsed };
        let rates = |progress: LoadProgress| {
            format!("{:.3} {:.3}", progress.documents_per_second(), progress.bytes_per_second())
        };
        assert_eq!(rates(after(Duration::from_millis(500))), "20.000 10000.000");
        assert_eq!(rates(after(Duration::ZERO)), "0.000 0.000");
    }
}
